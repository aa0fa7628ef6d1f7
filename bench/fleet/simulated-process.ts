import type { FleetTime } from '../../src/fleet/fleet-timing.ts'
import type { VirtualTime } from './virtual-time.ts'

/**
 * A process of a simulated fleet: its clock may run at a wrong rate, and it can be stopped (SIGSTOP) and killed. What
 * falls due while it is stopped is done at the moment it goes on, in its order.
 */
export class SimulatedProcess implements FleetTime {
  readonly #time: VirtualTime
  readonly #rate: number
  readonly #offsetMs: number
  readonly random: () => number
  #held: (() => void)[] = []
  #isStopped = false
  #isDead = false

  /** @param rate Its seconds in a real one. */
  constructor(time: VirtualTime, rate: number, random: () => number) {
    this.#time = time
    this.#rate = rate
    this.#offsetMs = random() * 1e9
    this.random = random
  }

  get isRunning(): boolean {
    return !this.#isStopped && !this.#isDead
  }

  get isDead(): boolean {
    return this.#isDead
  }

  clock(): number {
    return this.#offsetMs + this.#time.nowMs * this.#rate
  }

  after(delayMs: number, run: () => void): () => void {
    let isWanted = true
    const stop = this.#time.after(delayMs / this.#rate, () => this.do(() => isWanted && run()))
    return () => {
      isWanted = false
      stop()
    }
  }

  /** Something reaches the process. */
  do(work: () => void): void {
    if (this.#isDead) return
    if (this.#isStopped) this.#held.push(work)
    else work()
  }

  stop(): void {
    this.#isStopped = true
  }

  goOn(): void {
    this.#isStopped = false
    // Each in a moment of its own, as an event loop does it.
    for (const work of this.#held.splice(0)) this.#time.after(0, () => this.do(work))
  }

  kill(): void {
    this.#isDead = true
    this.#held = []
  }
}
