import { BLOCKS } from '../../../../kernels/block-grid.ts'
import { MAX_LOOK_PIXELS, SNAPSHOTS } from '../../../../kernels/kernel-layout.ts'
import { learnScene } from '../../../../kernels/learn-scene.ts'
import type { LookSize } from '../../../../kernels/look-size.ts'
import { sceneSums } from '../../../../kernels/scene-sums.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { blockSharpness } from '../weigh/weigh-detail.ts'
import { rememberRows } from '../weigh/weigh-rows.ts'
import { packEdges } from './edge-bits.ts'
import { createSceneAnchor } from './scene-anchor.ts'
import { BLOCK_FIGURES, createSceneReference, type SceneReference, WHOLE_FIGURES } from './scene-reference.ts'
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
  /** Share of the usual saturation that stays from one background to the next. */
  saturationKept: 0.98,
  /** And of the usual swing of the darkest parts. */
  swingKept: 0.9,
  /** Known for a while. */
  settledMs: 120_000,
  /** The slow means follow within about this time. */
  followMs: 60_000,
  /** Least gradient of a permanent edge, grey levels between the neighbours on both sides. */
  minEdgeLevels: 5,
  /** Of nine snapshots as many must have it. */
  minAgreeing: 7,
  /** Another light leaves at least so much of the contrast, and makes at most so much of it; with this share of the mean. */
  leastContrastOfMean: 0.6,
  leastRelitLayout: 0.7,
  leastRelit: 0.1,
  mostRelit: 4
} as const

const FIGURES = BLOCK_FIGURES.length
/** What another light changes at once. */
const LIGHT_FIGURES = ['meanLevels', 'saturatedRatio', 'grainLevels', 'blueLevels', 'redLevels'] as const

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
  inOtherLight({ look, evidence }: SceneScratch): SceneMemory {
    const { wholeMeanLevels, percentile1Levels, percentile98Levels, wholeFlatRatio, greyRatio } = look
    const { background, fineLevels, gradientLevels2 } = this.reference
    // Less light takes contrast and level alike, and leaves the pattern. A veil takes contrast alone, and stays to be told.
    const isRelit =
      evidence.contrast > LEARNING.leastContrastOfMean * evidence.meanRatio &&
      evidence.layoutCorrelation > LEARNING.leastRelitLayout
    const contrast = isRelit ? Math.max(LEARNING.leastRelit, Math.min(LEARNING.mostRelit, evidence.contrast)) : 1
    const fine = isRelit ? Math.max(LEARNING.leastRelit, Math.min(LEARNING.mostRelit, evidence.fineRatio)) : 1
    const relit = {
      background: relitPicture(background, contrast, wholeMeanLevels),
      fineLevels: fineLevels.map(levels => levels * fine),
      gradientLevels2: gradientLevels2.map(levels2 => levels2 * contrast * contrast)
    }
    const levels = Object.fromEntries(LIGHT_FIGURES.map(name => [name, Float32Array.from(look[name])]))
    const whole = { wholeMeanLevels, percentile1Levels, percentile98Levels, wholeFlatRatio, greyRatio }
    const news = { anchor: createSceneAnchor(), stillnessLevels: null, differenceLevels: 0 }
    const reference = { ...this.reference, ...relit, ...levels, ...whole, ...news }
    return SceneMemory.restored(reference, this.learnedMs)
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
    this.#takeFigures(scratch)
    this.#takeFits(scratch)
    rememberRows(this.reference)
    this.known = true
  }

  #takeFigures({ sorted }: SceneScratch): void {
    for (let figure = 0; figure < FIGURES; figure++) {
      const medians = this.reference[BLOCK_FIGURES[figure]!]
      for (let block = 0; block < BLOCKS; block++) {
        this.#snapshots.takeFigure(figure, block, sorted)
        const median = quantile(sorted, SNAPSHOTS, 0.5)
        // What has once been saturated in health may be so again, when the light comes back.
        const kept = BLOCK_FIGURES[figure] === 'saturatedRatio' ? LEARNING.saturationKept * medians[block]! : 0
        medians[block] = Math.max(median, kept || median)
      }
    }
    for (const [i, name] of WHOLE_FIGURES.entries()) {
      this.#snapshots.takeWhole(i, sorted)
      this.reference[name] = quantile(sorted, SNAPSHOTS, 0.5)
    }
    this.#takeSwing(sorted)
  }

  /** Exposure that follows what drives by lifts and lowers the darkest parts in health. */
  #takeSwing(sorted: Float64Array): void {
    const { reference } = this
    this.#snapshots.takeWhole(WHOLE_FIGURES.indexOf('percentile1Levels'), sorted)
    let sum = 0
    for (let i = 0; i < SNAPSHOTS; i++) sum += Math.abs(sorted[i]! - reference.percentile1Levels)
    reference.darkestSwingLevels = Math.max(sum / SNAPSHOTS, LEARNING.swingKept * reference.darkestSwingLevels)
  }

  /** How well each snapshot fits the background that they make together: the median is what is usual. */
  #takeFits({ kernels, sums, sorted }: SceneScratch): void {
    const { reference } = this
    const { size } = reference
    const count = size.width * size.height
    const fits = new Float32Array(SNAPSHOTS * BLOCKS)
    const contrasts = new Float32Array(SNAPSHOTS * BLOCKS)
    const own = kernels.bytes.slice(kernels.layout.look, kernels.layout.look + count)
    for (let i = 0; i < SNAPSHOTS; i++) {
      const from = kernels.layout.snapshots + i * MAX_LOOK_PIXELS
      kernels.bytes.copyWithin(kernels.layout.look, from, from + count)
      sceneSums(kernels, size, 255, 0, sums)
      for (let block = 0; block < BLOCKS; block++) {
        const usual = sums.usualEnergy[block]! + 1e-6
        fits[i * BLOCKS + block] = sums.usualProduct[block]! / Math.sqrt(sums.edgeEnergy[block]! * usual + 1e-6)
        contrasts[i * BLOCKS + block] = sums.usualProduct[block]! / usual
      }
    }
    kernels.bytes.set(own, kernels.layout.look)
    for (let block = 0; block < BLOCKS; block++) {
      reference.edgePixels[block] = sums.edgePixels[block]!
      for (let i = 0; i < SNAPSHOTS; i++) sorted[i] = fits[i * BLOCKS + block]!
      reference.fit[block] = quantile(sorted, SNAPSHOTS, 0.5)
      for (let i = 0; i < SNAPSHOTS; i++) sorted[i] = contrasts[i * BLOCKS + block]!
      reference.contrast[block] = quantile(sorted, SNAPSHOTS, 0.5)
    }
  }
}

/** A picture with so much of its contrast, about another mean. */
function relitPicture(levels: Uint8Array, contrast: number, meanLevels: number): Uint8Array {
  let sum = 0
  for (let i = 0; i < levels.length; i++) sum += levels[i]!
  const offset = meanLevels - (contrast * sum) / levels.length
  const relit = new Uint8ClampedArray(levels.length)
  for (let i = 0; i < levels.length; i++) relit[i] = levels[i]! * contrast + offset
  return new Uint8Array(relit.buffer)
}
