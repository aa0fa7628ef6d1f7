import type { LookSize } from '../../../../kernels/look-size.ts'
import { openScene } from '../learned/packed-scene.ts'
import { referenceAt } from '../learned/resize-reference.ts'
import type { SceneCheckpoint } from '../learned/scene-checkpoint.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { weighAgainst } from '../weigh/weigh-against.ts'
import { isLookFound } from './lost-and-found.ts'
import type { PackedScene, SceneAlbum } from './scene-album.ts'

/** docs/limits.md#looks */
const LIMITS = {
  /** A known look is present when it has so many more of its edges than the one before. */
  foundBetter: 0.15,
  /** Once all have been tried they are tried again after so long, ms; and none until so long after one was found. */
  retryMs: 1000
}

/** How the picture fits the look that is lost: share of its edges, and whether its colours alone rule it out. */
export interface LostLook {
  readonly aliveRatio: number
  readonly isOther: boolean
}

/** Looks for the present look among the known ones: tries one a frame, the most likely first. */
export class AlbumSearch {
  #tried = 0
  #triedAtMs = 0
  #foundAtMs: number | null = null

  /** Begins with the most likely one again. */
  restart(): void {
    this.#tried = 0
  }

  /**
   * @returns The look, taken out of the album; `refused` when the evidence is left weighed against a look that is not
   * present; `none` when none was tried.
   */
  find(
    album: SceneAlbum,
    before: LostLook,
    size: LookSize,
    nowMs: number,
    scratch: SceneScratch
  ): SceneCheckpoint | 'refused' | 'none' {
    const candidate = this.#next(album, nowMs, scratch)
    if (candidate === null) return 'none'
    const kept = openScene(candidate.bytes)
    const reference = kept === null ? null : referenceAt(kept.reference, size)
    if (kept === null || reference === null) {
      album.remove(candidate)
      return 'none'
    }
    weighAgainst(size, reference, scratch)
    const { evidence } = scratch
    const hasMore = evidence.aliveRatio > before.aliveRatio + LIMITS.foundBetter
    const isBetter = hasMore || (before.isOther && !evidence.isOtherMode)
    if (!isLookFound(evidence) || !isBetter) return 'refused'
    album.remove(candidate)
    this.#foundAtMs = nowMs
    // Grey or not: what it is now is what it is known by from here on.
    reference.greyRatio = evidence.isOtherMode ? scratch.look.greyRatio : reference.greyRatio
    return { reference, learnedMs: kept.learnedMs }
  }

  #next(album: SceneAlbum, nowMs: number, { look }: SceneScratch): PackedScene | null {
    // Two looks of one scene may both fit: changing with every frame would cost more than all the judging.
    if (this.#foundAtMs !== null && Math.abs(nowMs - this.#foundAtMs) < LIMITS.retryMs) return null
    const isDue = Math.abs(nowMs - this.#triedAtMs) >= LIMITS.retryMs
    if (album.size === 0 || (this.#tried >= album.size && !isDue)) return null
    if (this.#tried >= album.size) this.#tried = 0
    const candidate = album.ranked(look)[this.#tried]
    if (candidate === undefined) return null
    this.#tried++
    this.#triedAtMs = nowMs
    return candidate
  }
}
