import { UsualSpell } from './usual-spell.ts'
import type { Stillness } from './weigh/weigh-stillness.ts'

const LIMITS = {
  /** Stillness is looked at over this time, ms; a slow camera's over so many frames. */
  windowMs: 2400,
  minFrames: 5,
  /** Frames of the ring that must have been compared. */
  minCompared: 4,
  /** What a camera shows is taken for harmless only this long after, ms: a freeze must not teach itself. */
  harmlessAfterMs: 6000,
  /** Steps towards a lower and a higher usual value. */
  downStep: 0.3,
  upStep: 0.005
}
const WINDOW = 64
const WAITING = 64
const FIRST = 10

/** How still a camera has been over the last seconds, and how still it usually is at the most. */
export class StillSpell {
  readonly #atMs = new Float64Array(WINDOW)
  readonly #least = new Float64Array(WINDOW)
  readonly #motion = new Float64Array(WINDOW)
  #count = 0
  #next = 0
  /** Values that wait until they are harmless. */
  readonly #waitingMs = new Float64Array(WAITING)
  readonly #waitingLevels = new Float64Array(WAITING)
  #waiting = 0
  #oldestWaiting = 0
  readonly #first: number[] = []
  /** The camera's own noise between two frames, grey levels; null while not known. */
  usualLevels: number | null = null
  leastLevels = 255
  mostMotion = 0
  isFull = false
  identicalMs = 0
  /** How long such spells of this camera usually last at the most without its being frozen, ms. */
  usualIdenticalMs = 0
  readonly #usualSpell = new UsualSpell()

  note(now: Stillness, isIdentical: boolean, nowMs: number, elapsedMs: number): void {
    if (isIdentical) this.identicalMs += elapsedMs
    else {
      // A spell that was told as a fault is no harmless one: `learn` has taken it out by then.
      if (this.#harmlessSpellMs > 0) this.#usualSpell.note(this.#harmlessSpellMs, nowMs)
      this.identicalMs = 0
    }
    this.usualIdenticalMs = this.#usualSpell.usualMs(nowMs)
    this.#harmlessSpellMs = this.identicalMs
    this.#atMs[this.#next] = nowMs
    this.#least[this.#next] = now.frames >= LIMITS.minCompared ? now.leastLevels : Number.NaN
    this.#motion[this.#next] = now.motion
    this.#next = (this.#next + 1) % WINDOW
    this.#count = Math.min(WINDOW, this.#count + 1)
    this.#takeWindow(nowMs)
  }

  #harmlessSpellMs = 0

  #takeWindow(nowMs: number): void {
    let least = 255
    let motion = 0
    let seen = 0
    let spannedMs = 0
    let comparable = true
    for (let back = 1; back <= this.#count; back++) {
      const i = (this.#next - back + 2 * WINDOW) % WINDOW
      const ageMs = nowMs - this.#atMs[i]!
      if (ageMs < 0 || (ageMs > LIMITS.windowMs && seen >= LIMITS.minFrames)) break
      if (Number.isNaN(this.#least[i]!)) {
        comparable = false
        break
      }
      least = Math.min(least, this.#least[i]!)
      motion = Math.max(motion, this.#motion[i]!)
      spannedMs = ageMs
      seen++
    }
    this.leastLevels = least
    this.mostMotion = motion
    this.isFull = seen >= LIMITS.minFrames && (spannedMs >= LIMITS.windowMs * 0.8 || (comparable && seen >= WINDOW - 1))
  }

  /** @param isTold True while a fault is told. */
  learn(isTold: boolean, nowMs: number): void {
    if (isTold) {
      this.#waiting = 0
      this.#harmlessSpellMs = 0
      return
    }
    if (this.identicalMs > 0) this.#waiting = 0
    else if (this.isFull) this.#wait(nowMs)
    while (this.#waiting > 0 && nowMs - this.#waitingMs[this.#oldestWaiting]! > LIMITS.harmlessAfterMs) {
      this.#takeHarmless(this.#waitingLevels[this.#oldestWaiting]!)
      this.#oldestWaiting = (this.#oldestWaiting + 1) % WAITING
      this.#waiting--
    }
  }

  #wait(nowMs: number): void {
    const newest = (this.#oldestWaiting + this.#waiting - 1 + WAITING) % WAITING
    // At 30 frames a second the queue would be full after two seconds.
    if (this.#waiting > 0 && nowMs - this.#waitingMs[newest]! < 150) return
    if (this.#waiting === WAITING) {
      this.#oldestWaiting = (this.#oldestWaiting + 1) % WAITING
      this.#waiting--
    }
    const at = (this.#oldestWaiting + this.#waiting) % WAITING
    this.#waitingMs[at] = nowMs
    this.#waitingLevels[at] = this.leastLevels
    this.#waiting++
  }

  #takeHarmless(levels: number): void {
    if (this.usualLevels === null) {
      this.#first.push(levels)
      if (this.#first.length < FIRST) return
      this.usualLevels = this.#first.sort((one, other) => one - other)[Math.floor(FIRST / 4)] ?? null
      this.#first.length = 0
      return
    }
    const step = levels < this.usualLevels ? LIMITS.downStep : LIMITS.upStep
    this.usualLevels += step * (levels - this.usualLevels)
  }

  forget(): void {
    this.#count = 0
    this.#next = 0
    this.#waiting = 0
    this.isFull = false
    this.identicalMs = 0
    this.#harmlessSpellMs = 0
  }
}
