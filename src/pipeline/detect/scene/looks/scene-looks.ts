import type { LookSize } from '../../../../kernels/look-size.ts'
import { isDark } from '../../judgeable.ts'
import { SceneMemory } from '../learned/scene-memory.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { weighAgainst } from '../weigh/weigh-against.ts'
import { AlbumSearch, type LostLook } from './album-search.ts'
import { LookLoss } from './look-loss.ts'
import { looksFromBytes, looksToBytes } from './looks-checkpoint.ts'
import { isLookLost, isOtherColour } from './lost-and-found.ts'
import { newLight } from './new-light.ts'
import { alongEdges, isSteady, likeness } from './same-view.ts'
import { SceneAlbum } from './scene-album.ts'
import { SceneDrafts } from './scene-drafts.ts'
import { TurnWatch } from './turn-watch.ts'

/** docs/limits.md#looks */
const LIMITS = {
  /** The camera has turned when fewer edges of the old look are there, and fewer blocks have theirs along its. */
  turnedAliveRatio: 0.3,
  otherAlongEdges: 0.5,
  /** While learning, a picture under this is of another view, in so many frames. */
  apartLikeness: 0.3,
  apartFrames: 2
}

/**
 * The looks of a camera's scene: lights (day, infrared) and views (presets). One is present; a change to another known one
 * is no fault. What differs by light alone is learned; a view that nobody knows is not, but for those seen while learning,
 * accepted, or come to three times by the camera itself.
 */
export class SceneLooks {
  #memory: SceneMemory | null = null
  readonly #album = new SceneAlbum()
  readonly #drafts = new SceneDrafts()
  readonly #turns = new TurnWatch()
  readonly #loss = new LookLoss()
  readonly #search = new AlbumSearch()
  #apart = 0

  get memory(): SceneMemory | null {
    return this.#memory
  }

  /** True while the camera may be on its way from one of its views to another: what its pictures show then proves nothing. */
  get isTurning(): boolean {
    return this.#turns.isTurning
  }

  /** True while the picture is of another view than the one that is being learned. */
  get isApart(): boolean {
    return this.#apart > 0
  }

  /** What a later run needs; null while nothing is known of the present look. */
  checkpoint(): Uint8Array | null {
    const memory = this.#memory
    if (memory?.known !== true) return null
    return looksToBytes({ present: memory, others: this.#album.packed(), longestTurnMs: this.#turns.longestMs })
  }

  /** @returns False when the bytes cannot be used: then nothing has changed. */
  restore(bytes: Uint8Array): boolean {
    const kept = looksFromBytes(bytes)
    if (kept === null || !this.#album.restore(kept.others)) return false
    this.#memory = SceneMemory.restored(kept.present.reference, kept.present.learnedMs)
    this.#turns.restore(kept.longestTurnMs)
    this.#drafts.clear()
    this.#forgetLoss()
    return true
  }

  /** Gives the present look up for another one, and keeps the rest. */
  replace(memory: SceneMemory): void {
    this.#memory = memory
    this.#forgetLoss()
  }

  /** Gives the present view up, and knows it again should the camera come back to it: it was seen while learning. */
  leave(size: LookSize): void {
    if (this.#memory?.hasPictures === true) this.#drafts.park(this.#memory)
    this.replace(new SceneMemory(size))
  }

  /** Takes the present view as one of the camera's own: it is learned, and what was known is kept. */
  accept(size: LookSize): void {
    const memory = this.#memory
    if (memory?.known === true) this.#album.keep(memory)
    this.replace(new SceneMemory(size))
  }

  /**
   * Finds the look that fits the frame, whose evidence has been weighed against the present one.
   *
   * @param isQuiet True when nothing had been suspected for a while before this frame.
   * @returns True when another one is present now; the evidence is weighed against that, if it is known.
   */
  choose(size: LookSize, isQuiet: boolean, nowMs: number, elapsedMs: number, scratch: SceneScratch): boolean {
    const memory = this.#memory
    if (memory === null) return false
    const isLost = memory.known && isLookLost(scratch.evidence)
    if (this.#loss.note(isLost, isQuiet, elapsedMs)) this.#search.restart()
    this.#turns.note(isLost, elapsedMs)
    if (memory.known && !isLost) return false
    const isFound = memory.known
      ? this.#findOther(memory, size, nowMs, scratch)
      : this.#sortNew(memory, size, nowMs, scratch)
    if (isFound) this.#forgetLoss()
    return isFound
  }

  /** The present view is told to be an unknown one. Not for a scene that is being learned. */
  noteStranger(size: LookSize, scratch: SceneScratch): void {
    const memory = this.#memory
    if (memory?.known !== true || !isSteady(scratch)) return
    this.#drafts.visit(scratch, this.#loss.returns, () => {
      const draft = new SceneMemory(size)
      draft.takeFirst(scratch)
      return draft
    })
  }

  #forgetLoss(): void {
    this.#loss.forget()
    this.#search.restart()
    this.#apart = 0
  }

  /** The present look is known and lost. */
  #findOther(memory: SceneMemory, size: LookSize, nowMs: number, scratch: SceneScratch): boolean {
    const { evidence } = scratch
    const { isOtherMode } = evidence
    const before = { aliveRatio: evidence.aliveRatio, isOther: isOtherColour(evidence) }
    const tried = this.#tryAlbum(size, nowMs, before, scratch)
    if (tried === 'found') return true
    if (tried === 'refused') weighAgainst(size, memory.reference, scratch)
    if (!isSteady(scratch)) return false
    if (this.#isNewLight(memory, before.aliveRatio, isOtherMode, scratch)) return true
    if (!this.#drafts.hasOwn) return false
    const own = this.#drafts.takeOwn(scratch)
    if (own === null) {
      weighAgainst(size, memory.reference, scratch)
      return false
    }
    this.#album.keep(memory)
    this.#turns.arrive()
    this.#memory = own
    return true
  }

  /** A light that nobody knows: a look of its own, judged at once where the edges still fit, else learned. */
  #isNewLight(memory: SceneMemory, aliveRatio: number, isOtherMode: boolean, scratch: SceneScratch): boolean {
    // A lamp that is put out is told as black, and what is told is not learned.
    if (!this.#loss.mayBeLight || isDark(scratch)) return false
    const { reference } = memory
    const light = newLight(aliveRatio, isOtherMode, reference, scratch)
    if (light === null) return false
    this.#album.keep(memory)
    if (light === 'contrast') {
      this.#memory = new SceneMemory(reference.size)
      return true
    }
    this.#memory = memory.inOtherLight(scratch)
    weighAgainst(reference.size, this.#memory.reference, scratch)
    return true
  }

  /** The present look is being learned: it may be a known one, or another view than the one learned so far. */
  #sortNew(memory: SceneMemory, size: LookSize, nowMs: number, scratch: SceneScratch): boolean {
    if (this.#tryAlbum(size, nowMs, { aliveRatio: 0, isOther: false }, scratch) === 'found') {
      if (memory.hasPictures) this.#drafts.park(memory)
      return true
    }
    if (!memory.hasPictures || !isSteady(scratch)) return false
    const like = likeness(scratch, size, memory.reference.background)
    this.#apart = like !== null && like < LIMITS.apartLikeness ? this.#apart + 1 : 0
    if (this.#apart < LIMITS.apartFrames) return false
    const own = this.#drafts.takeOwn(scratch)
    this.#drafts.park(memory)
    this.#memory = own ?? new SceneMemory(size)
    return true
  }

  /** @returns `refused` when the evidence is left weighed against a look that is not present. */
  #tryAlbum(size: LookSize, nowMs: number, before: LostLook, scratch: SceneScratch): 'found' | 'refused' | 'none' {
    const old = this.#memory
    const found = this.#search.find(this.#album, before, size, nowMs, scratch)
    if (found === 'refused') scratch.evidence.known = old?.known === true
    if (found === 'refused' || found === 'none') return found
    if (old?.known === true) {
      this.#album.keep(old)
      // Another light leaves the edges where they were.
      const isTurned = before.aliveRatio < LIMITS.turnedAliveRatio
      if (isTurned && alongEdges(scratch, old.reference) < LIMITS.otherAlongEdges) this.#turns.arrive()
    }
    this.#memory = SceneMemory.restored(found.reference, found.learnedMs)
    return 'found'
  }
}
