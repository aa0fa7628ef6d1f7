import { AppError, errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { CameraSettings } from '../model/camera.ts'
import type { CameraStateName } from '../model/camera-state.ts'
import { failedKinds, type SelfTest } from '../model/self-test.ts'
import type { IncidentStore } from '../pipeline/incidents/incident-store.ts'
import type { SelfTestTask } from './examine-frames.ts'
import { gatherFrames, type WatchCamera } from './gather-frames.ts'
import type { SelfTestControl, SelfTestView } from './self-test-control.ts'

export interface SelfTestsOptions {
  readonly store: Pick<IncidentStore, 'selfTests' | 'saveSelfTest'>
  /** Cameras that are watched here. */
  readonly cameras: () => readonly { readonly stream: string; readonly state: CameraStateName }[]
  readonly stateOf: (stream: string) => CameraStateName | null
  readonly watch: (stream: string, viewer: Parameters<WatchCamera>[0]) => () => void
  /** What a camera is judged by; null when it is not subscribed. */
  readonly settingsOf: (stream: string) => CameraSettings | null
  readonly run: (task: SelfTestTask, signal: AbortSignal) => Promise<SelfTest>
  /** Whether it is the time for tests that nobody has asked for. */
  readonly isNight: (nowMs: number) => boolean
  /** Epoch ms. */
  readonly clock: () => number
  /** Rising, ms. */
  readonly steadyClock: () => number
  readonly log: Log
}

const TICK_MS = 10_000
/** One a night, also when the clock is set or the window is long, ms. */
const AGAIN_AFTER_MS = 20 * 3_600_000
const MOST_WAITING = 20

/**
 * Tells what each camera would see: takes some of its frames as they come by, injects faults into copies of them, and has a
 * process apart judge those. The live judge, its memory and the incidents of the camera know nothing of it.
 */
export class SelfTests implements SelfTestControl {
  readonly #options: SelfTestsOptions
  /** Asked for by people, in order. */
  readonly #waiting = new Set<string>()
  /** When each camera was last tested or tried to be, epoch ms. */
  readonly #lastMs = new Map<string, number>()
  readonly #abort = new AbortController()
  #running: string | null = null
  #work: Promise<void> = Promise.resolve()
  /** After a test of the night, by the rising clock. */
  #restUntilMs = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: SelfTestsOptions) {
    this.#options = options
  }

  /** Aborted at the end of the service. */
  get ended(): AbortSignal {
    return this.#abort.signal
  }

  start(): void {
    this.#timer = setInterval(() => this.tick(), TICK_MS).unref()
  }

  /** Ends a test that runs. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#abort.abort()
    this.#waiting.clear()
    await this.#work
  }

  async view(stream: string): Promise<SelfTestView> {
    const tests = await this.#options.store.selfTests([stream])
    const state = this.#running === stream ? 'running' : this.#waiting.has(stream) ? 'waiting' : 'idle'
    return { state, last: tests.get(stream) ?? null }
  }

  request(stream: string): void {
    if (this.#options.stateOf(stream) !== 'healthy') throw notHealthy(stream)
    if (this.#running === stream) return
    if (this.#waiting.size >= MOST_WAITING) {
      throw new AppError('self-test/busy', `Cannot test ${stream}: ${MOST_WAITING} cameras wait already`)
    }
    this.#waiting.add(stream)
    this.tick()
  }

  /** Begins the next test when there is one to begin. */
  tick(): void {
    if (this.#running !== null || this.#abort.signal.aborted) return
    const [asked] = this.#waiting
    const isAsked = asked !== undefined
    const stream = asked ?? this.#nextOfNight()
    if (stream === null) return
    this.#waiting.delete(stream)
    this.#running = stream
    this.#work = this.#test(stream, isAsked).finally(() => {
      this.#running = null
      if (this.#waiting.size > 0) this.tick()
    })
  }

  /** Resolves when the test that runs has ended. */
  settled(): Promise<void> {
    return this.#work
  }

  /** Of the healthy cameras the one whose last test lies back longest; null when nothing is due. */
  #nextOfNight(): string | null {
    const { cameras, isNight, clock, steadyClock } = this.#options
    const nowMs = clock()
    if (steadyClock() < this.#restUntilMs || !isNight(nowMs)) return null
    const lastOf = (stream: string) => this.#lastMs.get(stream) ?? 0
    const due = cameras().filter(
      ({ stream, state }) => state === 'healthy' && Math.abs(nowMs - lastOf(stream)) >= AGAIN_AFTER_MS
    )
    return due.reduce<string | null>(
      (oldest, { stream }) => (oldest === null || lastOf(stream) < lastOf(oldest) ? stream : oldest),
      null
    )
  }

  /** Never rejects. */
  async #test(stream: string, isAsked: boolean): Promise<void> {
    const { steadyClock, log } = this.#options
    const startedMs = steadyClock()
    try {
      const hasRun = await this.#carryOut(stream, isAsked)
      // Half of the time nothing runs: a machine that is busy at night is not made to wait.
      if (hasRun) this.#restUntilMs = steadyClock() + (steadyClock() - startedMs)
    } catch (error) {
      if (!this.#abort.signal.aborted) {
        log.warn({ stream, error: errorText(error) }, 'A self-test of a camera gave no result')
      }
    }
  }

  async #carryOut(stream: string, isAsked: boolean): Promise<boolean> {
    const { store, clock, settingsOf, watch, steadyClock, run, stateOf, log } = this.#options
    const { signal } = this.#abort
    const nowMs = clock()
    const known = (await store.selfTests([stream])).get(stream)
    this.#lastMs.set(stream, Math.max(known?.atMs ?? 0, this.#lastMs.get(stream) ?? 0))
    // An earlier run, or the member that watched it before, has tested it this night, or another is older now.
    if (!isAsked && known !== undefined && Math.abs(nowMs - known.atMs) < AGAIN_AFTER_MS) return false
    this.#lastMs.set(stream, nowMs)
    const frames = await gatherFrames(viewer => watch(stream, viewer), steadyClock, signal)
    const settings = settingsOf(stream)
    // What became faulty meanwhile would be tested with its fault in the pictures.
    if (frames.length < 2 || settings === null || stateOf(stream) !== 'healthy') throw notHealthy(stream)
    const test = await run({ frames, settings, atMs: nowMs }, signal)
    await store.saveSelfTest(stream, test)
    const failed = failedKinds(test)
    log.info({ stream, tookMs: test.tookMs, failed }, 'A camera was tested with faults injected into its own frames')
    return true
  }
}

function notHealthy(stream: string): AppError {
  const message = `Cannot test ${JSON.stringify(stream)}: it is not healthy, or sends no frames`
  return new AppError('camera/not-healthy', message, {
    stream,
    messageZh: `无法自检 ${JSON.stringify(stream)}：该摄像机不正常或没有画面`
  })
}
