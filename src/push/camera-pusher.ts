import type { Log } from '../lib/log.ts'
import { LogThrottle } from '../lib/log-throttle.ts'
import type { CameraFigures, PushState } from './camera-figures.ts'
import type { CameraPlan } from './camera-plan.ts'
import type { CameraSource, SourceEnd } from './camera-source.ts'
import { FrameDelivery } from './delivery.ts'
import type { FrameSink } from './frame-sink.ts'
import { RateMeter } from './rate-meter.ts'
import { redact } from './redact.ts'
import type { LostFrame, SourceFrame } from './source-frame.ts'
import { SourceKeeper } from './source-keeper.ts'

/** Failures to deliver come with every frame. */
const TELL_EVERY_MS = 10_000

export interface PusherParts {
  readonly plan: CameraPlan
  readonly source: CameraSource
  readonly sink: FrameSink
  readonly log: Log
  /** Epoch ms. */
  readonly clock: () => number
  /** 0..1. */
  readonly random: () => number
  /** Whether it is over when one frame has been delivered. */
  readonly once: boolean
}

/** One camera on its way in: its source, its queue, and what is counted of both. */
export class CameraPusher {
  readonly #parts: PusherParts
  readonly #keeper: SourceKeeper
  readonly #delivery: FrameDelivery
  readonly #rate = new RateMeter()
  readonly #throttle = new LogThrottle(TELL_EVERY_MS)
  readonly #over: Promise<void>
  #isOver: () => void = () => undefined
  #state: PushState = 'connecting'
  #frames = 0
  #delivered = 0
  #deliveredBytes = 0
  #dropped = { queue: 0, tooLarge: 0, notJpeg: 0, refused: 0 }
  #runs = 0
  #retries = 0
  #lastError: CameraFigures['lastError'] = null
  #lastFrameAtMs: number | null = null

  constructor(parts: PusherParts) {
    const { plan, source, sink, random } = parts
    this.#parts = parts
    this.#over = new Promise(resolve => {
      this.#isOver = resolve
    })
    this.#delivery = new FrameDelivery({
      sink,
      queueFrames: plan.queueFrames,
      random,
      listener: {
        delivered: frame => this.#onDelivered(frame.jpeg.length, frame.capturedAtMs),
        dropped: count => {
          this.#dropped.queue += count
        },
        refused: (_, reason) => {
          this.#dropped.refused++
          this.#fail(reason, 'A frame was refused')
        },
        retried: reason => {
          this.#retries++
          this.#fail(reason, 'A frame could not be delivered, and is tried again')
        }
      }
    })
    this.#keeper = new SourceKeeper({
      source,
      random,
      // A watched folder is silent for as long as nobody adds a picture.
      stallMs: plan.kind === 'folder' && plan.watch ? null : plan.stallMs,
      reconnectMs: plan.reconnectMs,
      listener: {
        opening: () => {
          this.#runs++
          this.#state = 'connecting'
        },
        frame: frame => this.#onFrame(frame),
        lost: why => this.#onLost(why),
        ended: (end, againMs) => this.#onEnded(end, againMs)
      }
    })
  }

  /** @param afterMs Pause before the source is opened. */
  start(afterMs: number): void {
    this.#keeper.start(afterMs)
    void this.#keeper.done.then(() => this.#isOver())
  }

  /** Resolves when the source is over and everything has been delivered. */
  async done(): Promise<void> {
    await this.#over
    await this.#keeper.close()
    await this.#delivery.whenIdle()
  }

  async stopSource(): Promise<void> {
    await this.#keeper.close()
    if (this.#state !== 'finished') this.#state = 'stopped'
  }

  /** Gives up what was not delivered. @returns How many frames that were. */
  abandon(): Promise<number> {
    return this.#delivery.abandon()
  }

  get figures(): CameraFigures {
    const { plan, clock } = this.#parts
    return {
      stream: plan.stream,
      source: redact(plan.source, plan.secrets),
      state: this.#state,
      frames: this.#frames,
      delivered: this.#delivered,
      deliveredBytes: this.#deliveredBytes,
      fps: Math.round(this.#rate.rate(clock()) * 100) / 100,
      dropped: { ...this.#dropped },
      reconnects: Math.max(0, this.#runs - 1),
      retries: this.#retries,
      lastError: this.#lastError,
      lastFrameAt: this.#lastFrameAtMs === null ? null : new Date(this.#lastFrameAtMs).toISOString()
    }
  }

  #onFrame({ jpeg, capturedAtMs }: SourceFrame): void {
    const { plan, log, once } = this.#parts
    if (this.#state !== 'running') log.info({ stream: plan.stream }, 'Frames are coming')
    this.#state = 'running'
    // One is enough, unless it was not delivered.
    if (once && this.#frames > this.#dropped.refused) return
    this.#frames++
    this.#delivery.offer({ stream: plan.stream, jpeg, capturedAtMs })
  }

  #onLost(why: LostFrame): void {
    if (why === 'too-large') this.#dropped.tooLarge++
    else this.#dropped.notJpeg++
    this.#fail(
      why === 'too-large' ? 'A frame was larger than maxFrameBytes' : 'What came was no JPEG',
      'A frame was dropped'
    )
  }

  #onEnded({ reason, detail }: SourceEnd, againMs: number | null): void {
    const { plan, log, clock } = this.#parts
    const { stream } = plan
    if (againMs === null) {
      this.#state = reason === 'finished' ? 'finished' : 'stopped'
      if (reason === 'finished') log.info({ stream }, 'The source has been played to its end')
      return
    }
    this.#state = 'waiting'
    this.#lastError = { at: new Date(clock()).toISOString(), text: detail }
    log.warn({ stream, reason, againMs: Math.round(againMs) }, `The source is opened anew: ${detail}`)
  }

  #onDelivered(bytes: number, capturedAtMs: number): void {
    this.#delivered++
    this.#deliveredBytes += bytes
    this.#lastFrameAtMs = capturedAtMs
    this.#rate.count(this.#parts.clock())
    if (this.#parts.once) this.#isOver()
  }

  #fail(text: string, message: string): void {
    const { plan, log, clock } = this.#parts
    const nowMs = clock()
    this.#lastError = { at: new Date(nowMs).toISOString(), text }
    this.#throttle.run(nowMs, unsaid => log.warn({ stream: plan.stream, reason: text, unsaid }, message))
  }
}
