import { BLOCKS } from '../../../../kernels/block-grid.ts'
import { SNAPSHOTS } from '../../../../kernels/kernel-layout.ts'
import { learnScene } from '../../../../kernels/learn-scene.ts'
import type { LookSize } from '../../../../kernels/look-size.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { blockSharpness } from '../weigh/weigh-detail.ts'
import { rememberRows } from '../weigh/weigh-rows.ts'
import { packEdges } from './edge-bits.ts'
import { relitReference } from './relit-reference.ts'
import { createSceneReference, type SceneReference } from './scene-reference.ts'
import { takeFigures, takeFits } from './snapshot-figures.ts'
import { SnapshotRing } from './snapshot-ring.ts'

/** How a scene is learned. Times are of the frames. */
export const LEARNING = {
  /** Until the first picture of the scene is there. Nine snapshots in this time; 9 s kept a standing person as a part of it. */
  firstMs: 12_000,
  /** Between two snapshots after that, and of a scene that has been known for a while: what stands still for longer than half of nine becomes a part of it. */
  snapshotMs: 2500,
  laterSnapshotMs: 5000,
  /** New snapshots until the background is taken anew: it costs as much as a dozen frames. */
  snapshotsPerFit: 3,
  /** Known for a while. */
  settledMs: 120_000,
  /** The slow means follow within about this time. */
  followMs: 60_000,
  /** Least gradient of a permanent edge, grey levels between the neighbours on both sides. */
  minEdgeLevels: 5,
  /** Of nine snapshots as many must have it. */
  minAgreeing: 7
} as const

/** One view of a camera under one light: its last snapshots, and what follows from them. */
export class SceneMemory {
  readonly reference: SceneReference
  readonly #snapshots = new SnapshotRing()
  #unfitted = 0
  #snapshotAtMs = Number.NEGATIVE_INFINITY
  /** Time that healthy frames of this scene have been seen for. */
  learnedMs = 0
  /** True once the scene can be judged. */
  known = false

  constructor(size: LookSize) {
    this.reference = createSceneReference(size)
  }

  /** Starts from a reference of an earlier run. */
  static restored(reference: SceneReference, learnedMs: number): SceneMemory {
    const memory = new SceneMemory(reference.size)
    Object.assign(memory.reference, reference)
    memory.known = true
    memory.learnedMs = learnedMs
    const { background } = reference
    for (let i = 0; i < SNAPSHOTS; i++) memory.#snapshots.keep(background, background, reference)
    return memory
  }

  /** True once it has taken a picture in. */
  get hasPictures(): boolean {
    return !this.#snapshots.isEmpty
  }

  /** Takes the present picture in, to know the view again by it. */
  takeFirst(scratch: SceneScratch): void {
    this.#keepSnapshot(scratch)
  }

  /** The same scene as the present picture shows it: its edges stay, levels, contrast and colours are those of now. */
  inOtherLight(scratch: SceneScratch): SceneMemory {
    return SceneMemory.restored(relitReference(this.reference, scratch), this.learnedMs)
  }

  /**
   * Takes in a frame in which nothing is wrong.
   *
   * @param elapsedMs Time since the frame before, as far as it counts.
   */
  learn(scratch: SceneScratch, nowMs: number, elapsedMs: number): void {
    this.learnedMs += elapsedMs
    this.#follow(scratch, elapsedMs)
    if (!scratch.look.hasBefore) return
    const dueMs = this.known ? this.#laterMs() : LEARNING.firstMs / SNAPSHOTS
    if (Math.abs(nowMs - this.#snapshotAtMs) < dueMs) return
    this.#snapshotAtMs = nowMs
    this.#keepSnapshot(scratch)
    this.#unfitted++
    const isDue = !this.known || this.#unfitted >= LEARNING.snapshotsPerFit
    if (this.#snapshots.isFull && this.learnedMs >= LEARNING.firstMs * 0.9 && isDue) this.#fit(scratch)
  }

  #laterMs(): number {
    return this.learnedMs > LEARNING.settledMs ? LEARNING.laterSnapshotMs : LEARNING.snapshotMs
  }

  #follow({ look, evidence }: SceneScratch, elapsedMs: number): void {
    const { reference } = this
    reference.frames++
    const step = this.known ? Math.min(0.05, elapsedMs / LEARNING.followMs) : 1 / reference.frames
    const to = (old: number, now: number): number => old + step * (now - old)
    reference.wholeFlatRatio = to(reference.wholeFlatRatio, look.wholeFlatRatio)
    reference.greyRatio = to(reference.greyRatio, look.greyRatio)
    if (look.agreementBefore !== null) {
      const first = reference.agreementBefore === 0
      reference.agreementBefore = first ? look.agreementBefore : to(reference.agreementBefore, look.agreementBefore)
    }
    if (!evidence.known) return
    const difference = reference.differenceLevels
    reference.differenceLevels =
      difference === 0 ? evidence.differenceLevels : to(difference, evidence.differenceLevels)
  }

  /** Takes in how sharp a healthy frame is; the first few count in full, later ones move it slowly. */
  followSharpness(scratch: SceneScratch, elapsedMs: number): void {
    const { reference } = this
    reference.sharpFrames++
    const step = Math.max(Math.min(0.05, elapsedMs / LEARNING.followMs), 1 / reference.sharpFrames)
    for (let block = 0; block < BLOCKS; block++) {
      if (scratch.evidence.weight[block] === 0 || scratch.evidence.fit[block]! < 0.6) continue
      const now = blockSharpness(scratch, reference.size.boxPx, block)
      const old = reference.sharpness[block]!
      reference.sharpness[block] = old === 0 ? now : old + step * (now - old)
    }
  }

  /** Pictures have another size and with it other detail: everything that is known of it is multiplied. */
  rescaleDetail(fineFactor: number, grainFactor: number): void {
    const { reference } = this
    for (let i = 0; i < BLOCKS; i++) {
      reference.fineLevels[i]! *= fineFactor
      reference.anchor.fineLevels[i]! *= fineFactor
      reference.grainLevels[i]! *= grainFactor
    }
    this.#snapshots.rescale('fineLevels', fineFactor)
    this.#snapshots.rescale('grainLevels', grainFactor)
    reference.sharpness.fill(0)
    reference.anchor.sharpness.fill(0)
    reference.sharpFrames = 0
  }

  #keepSnapshot({ kernels, look }: SceneScratch): void {
    const { background } = this.reference
    const now = kernels.bytesAt(kernels.layout.look, background.length)
    // Until there is a background, the first snapshot stands for it.
    if (this.#snapshots.isEmpty) background.set(now)
    this.#snapshots.keep(now, background, look)
  }

  #fit(scratch: SceneScratch): void {
    this.#unfitted = 0
    const { kernels } = scratch
    const { background, edges, size } = this.reference
    this.#snapshots.spread(kernels, background)
    learnScene(kernels, size, LEARNING.minEdgeLevels, LEARNING.minAgreeing)
    background.set(kernels.bytesAt(kernels.layout.usual, background.length))
    edges.set(packEdges(kernels.bytesAt(kernels.layout.usualEdges, background.length)))
    this.#snapshots.repack(kernels, background)
    takeFigures(this.reference, this.#snapshots, scratch)
    takeFits(this.reference, scratch)
    rememberRows(this.reference)
    this.known = true
  }
}
