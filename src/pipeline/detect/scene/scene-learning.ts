import type { LastingEvidence } from './lasting-evidence.ts'
import type { SceneMemory } from './learned/scene-memory.ts'
import type { SceneScratch } from './scene-scratch.ts'

/** docs/limits.md#outgrown */
const LIMITS = {
  /** Nothing is learned until nothing has been suspected for so long, ms, and while more of the edges than this are gone. */
  quietMs: 1500,
  mostDeadRatio: 0.35,
  /** Sharpness is learned while more of the edges than this are there. */
  sharpAliveRatio: 0.5
}

/** What of a frame may be learned: a fault must not become a part of the scene. */
export class SceneLearning {
  #quietMs = 0

  /** True when nothing has been suspected for a while. */
  get isQuiet(): boolean {
    return this.#quietMs > LIMITS.quietMs
  }

  note(isSuspect: boolean, elapsedMs: number): void {
    this.#quietMs = isSuspect ? 0 : this.#quietMs + elapsedMs
  }

  /** Another look is present. */
  forget(): void {
    this.#quietMs = 0
  }

  /** Learns from a frame in which nothing is suspected, as far as it may be trusted. While the scene is not known, that is all of it. */
  takeIn(memory: SceneMemory, lasting: LastingEvidence, nowMs: number, elapsedMs: number, scratch: SceneScratch): void {
    if (!memory.known) {
      memory.learn(scratch, nowMs, elapsedMs)
      return
    }
    const { deadRatio, aliveRatio } = scratch.evidence
    if (!this.isQuiet || deadRatio >= LIMITS.mostDeadRatio || lasting.isRebasing) return
    if (aliveRatio > LIMITS.sharpAliveRatio) memory.followSharpness(scratch, elapsedMs)
    memory.learn(scratch, nowMs, elapsedMs)
    lasting.learn(memory.reference, elapsedMs)
  }
}
