import type { BytePool } from '../lib/byte-pool.ts'
import type { Log } from '../lib/log.ts'
import type { CameraFigures } from './camera-figures.ts'
import type { Camera, CameraSettings } from '../model/camera.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { Verdict } from '../model/finding.ts'
import { FAULT_NAMES, NORMAL } from '../model/fault.ts'
import type { EncodedFrame } from '../model/frame.ts'
import type { DroppedFrames, ObjectReference } from '../model/result-message.ts'
import { CameraDuty } from './camera-duty.ts'
import { CameraEye, type EyeContext, type Sight } from './camera-eye.ts'
import { CameraJudge, type Judged, type JudgeObserver } from './camera-judge.ts'
import { CameraTeller, type TellContext } from './camera-teller.ts'
import { CameraPerformance, type StageName } from './camera-performance.ts'
import { AnalysisPace } from './capture/analysis-pace.ts'
import { type JudgedFrame, type LeftOutFrames, messageOfFrame, messageOfGap, resultOfFrame } from './compose-result.ts'
import { fillMasked } from './detect/fill-masked.ts'
import { FrameInterval } from './detect/frame-interval.ts'
import { streamGap, streamGapLimitMs } from './detect/faults/stream-gap.ts'
import type { MeasureScratch } from './detect/measure-scratch.ts'
import type { KeepableScene } from './detect/memory/keepable-scene.ts'
import { judgedSettings } from './judged-settings.ts'
import type { SnapshotKeeper } from './snapshots/snapshot-keeper.ts'

/** A result on its way out of the shard. */
export interface SessionResult {
  readonly stream: string
  readonly abnormal: boolean
  readonly state: string
  readonly text: string
  /** Position of the frame in its source; null for a result that no frame made. */
  readonly cursor: string | null
}

/** What all cameras of a shard share. */
export interface CameraSessionContext extends EyeContext {
  /** Planes to measure in: frames of a shard are measured one after the other. */
  readonly scratch: MeasureScratch
  /** Number of the subscription, carried by every result. */
  epoch: number
  readonly keeper: SnapshotKeeper
  /** Where the bytes of frames go when nobody has a use for them any more. */
  readonly frameMemory: BytePool
  readonly publish: (result: SessionResult) => void
  /** Told how long a frame took in a stage, ms. */
  readonly onStage: (stage: StageName, durationMs: number) => void
  /** Told of a frame that gave no picture, with its error code. */
  readonly onUndecodable: (code: string) => void
  /** Most frames of a camera that are analysed, frames/s; 0 for all. */
  readonly analysisMaxFps: number
  readonly streamGapMs: number
  readonly firstFrameMs: number
  /** TIME_ZONE, in which schedules are meant. */
  readonly timeZone: string
  /** Where cameras tell of themselves; null: nobody listens. */
  readonly tell: TellContext | null
  readonly clock: () => number
  readonly log: Log
  /** Told what each frame is judged by; a service has none. */
  readonly observer?: JudgeObserver
}

export interface SessionTotals {
  readonly analysed: number
  /** Of those that were analysed: not decoded, since they had the bytes of the frame before. */
  readonly identical: number
  readonly cooldown: number
  /** Left out on purpose, to keep to the most frames a second. */
  readonly skipped: number
}

const GAP_REMINDER_MS = 1000
const NO_DROPS: DroppedFrames = { overload: 0, trimmed: 0, cooldown: 0 }

/** One watched camera: the only thing that changes per camera. Runs its frames through the stages, one after the other. */
export class CameraSession {
  readonly stream: string
  readonly #context: CameraSessionContext
  readonly #subscribedAtMs: number
  readonly #performance = new CameraPerformance()
  readonly #judge: CameraJudge
  readonly #interval = new FrameInterval()
  readonly #teller: CameraTeller | null
  readonly #duty: CameraDuty
  #pace: AnalysisPace
  readonly #eye: CameraEye
  /** As the client subscribed. */
  #subscribed: CameraSettings
  /** With what people have set for the camera. */
  #settings: CameraSettings
  #lastArrivalMs: number | null = null
  #gapToldMs = 0
  #cooldownUntilMs = 0
  /** Both since the last result. */
  #dropped = NO_DROPS
  #skipped = 0
  #droppedTotal = NO_DROPS
  #skippedTotal = 0
  #analysed = 0
  /** Results that wait for their snapshot; later ones wait behind them, so that they stay in order. */
  #waiting = 0
  #tail: Promise<void> = Promise.resolve()

  constructor(camera: Camera, context: CameraSessionContext, nowMs: number) {
    this.stream = camera.stream
    this.#subscribed = camera.settings
    this.#settings = camera.settings
    this.#context = context
    this.#subscribedAtMs = nowMs
    this.#pace = new AnalysisPace(context.analysisMaxFps)
    this.#teller = context.tell === null ? null : new CameraTeller(camera.stream, context.tell, nowMs)
    this.#eye = new CameraEye(context)
    this.#duty = new CameraDuty(context.timeZone)
    this.#judge = new CameraJudge(context.observer)
  }

  /** What is known of the camera's scene, for who keeps it over restarts. */
  get scene(): KeepableScene {
    return this.#judge.scene
  }

  /** Rates and measures for who shows them; null when nobody does. */
  get figures(): CameraFigures | null {
    return this.#teller?.figures ?? null
  }

  configure(settings: CameraSettings): void {
    this.#subscribed = settings
    this.#settings = judgedSettings(settings, this.#duty.profile)
    this.#teller?.tellAnew()
  }

  /** What people have set for the camera; null when nothing is set. */
  setProfile(profile: CameraProfile | null): void {
    if (profile?.analysisMaxFps !== this.#duty.profile?.analysisMaxFps) {
      this.#pace = new AnalysisPace(profile?.analysisMaxFps ?? this.#context.analysisMaxFps)
    }
    if (this.#duty.setProfile(profile)) {
      this.#judge.maskChanged()
      this.#eye.forget()
    }
    this.#settings = judgedSettings(this.#subscribed, profile)
    this.#checkDuty(this.#context.clock())
    this.#teller?.tellAnew()
  }

  /** Takes what the camera shows now as what it usually shows. */
  acceptView(): void {
    this.#judge.acceptView()
  }

  /** A frame came in, whether it will be analysed or not: the camera is not silent. */
  arrived(frame: EncodedFrame): void {
    this.#interval.record(frame.receivedAtMs)
    this.#lastArrivalMs = frame.receivedAtMs
    this.#teller?.figures.received(frame.receivedAtMs)
  }

  /** Whether a frame that came in is to be analysed; one that is not counts as skipped. */
  admits(frame: EncodedFrame): boolean {
    if (!this.#duty.isOff && this.#pace.admits(frame.addedAtMs)) return true
    this.#teller?.leftOut(frame)
    this.#skipped++
    this.#skippedTotal++
    return false
  }

  /** Frames of this camera that waited too long. */
  droppedFrames(count: number): void {
    this.#count({ overload: count })
  }

  /** Frames that were gone from the source before they could be read. */
  lostFrames(count: number): void {
    this.#count({ trimmed: count })
  }

  /** Judges one frame and sends its result. Never rejects. */
  async process(frame: EncodedFrame): Promise<void> {
    if (frame.receivedAtMs < this.#cooldownUntilMs) {
      this.#count({ cooldown: 1 })
      this.#teller?.leftOut(frame)
      this.#context.frameMemory.give(frame.jpeg)
      // The next picture that is looked at is no neighbour of the last one.
      this.#forgetLast()
      return
    }
    try {
      this.#finish(frame, await this.#eye.look(frame, this.#judge.canRepeat(this.#settings)))
    } catch (cause) {
      this.#context.log.error({ err: cause, stream: this.stream }, 'A frame could not be analysed')
    }
  }

  /**
   * Tells of a silent camera: once when it falls silent, then once a second.
   *
   * @param seeingSinceMs Since when its source can be read without a break; silence before that proves nothing.
   */
  tick(nowMs: number, seeingSinceMs: number): void {
    this.#checkDuty(nowMs)
    if (this.#duty.isOff) return
    const lastSignMs = Math.max(this.#lastArrivalMs ?? 0, this.#subscribedAtMs, seeingSinceMs)
    const { firstFrameMs } = this.#context
    const ownGapMs = this.#duty.gapLimitMs
    const streamGapMs = ownGapMs ?? this.#context.streamGapMs
    // Of thousands of cameras nearly all have just sent a frame: no need to find out what is usual for them.
    if (nowMs - lastSignMs < Math.min(firstFrameMs, streamGapMs)) return
    const usualMs = this.#interval.usualMs()
    // A limit that was set for the camera holds as it is.
    const limitMs = this.#lastArrivalMs === null ? firstFrameMs : (ownGapMs ?? streamGapLimitMs(streamGapMs, usualMs))
    const gap = streamGap(nowMs - lastSignMs, limitMs, usualMs)
    if (gap === null || nowMs - this.#gapToldMs < GAP_REMINDER_MS) return
    this.#gapToldMs = nowMs
    // What comes after the gap is no neighbour of what was before it.
    this.#forgetLast()
    const verdict = this.#judge.missFrames(gap, this.#settings, nowMs)
    this.#teller?.missedFrames(verdict, nowMs)
    const message = messageOfGap(this.#context.epoch, this.stream, verdict, nowMs, this.#takeLeftOut())
    this.#inOrder(null, () => this.#send(verdict, JSON.stringify(message), null))
  }

  performance(): { stream: string; analysed: number; dropped: DroppedFrames; skipped: number } & {
    stages: ReturnType<CameraPerformance['summary']>
  } {
    const stages = this.#performance.summary()
    const { analysed } = this.#performance
    return { stream: this.stream, analysed, dropped: this.#droppedTotal, skipped: this.#skippedTotal, stages }
  }

  resetPerformance(): void {
    this.#performance.reset()
  }

  totals(): SessionTotals {
    return {
      analysed: this.#analysed,
      identical: this.#eye.identical,
      cooldown: this.#droppedTotal.cooldown,
      skipped: this.#skippedTotal
    }
  }

  /** Resolves once every result has been sent. */
  settled(): Promise<void> {
    return this.#tail
  }

  #finish(frame: EncodedFrame, sight: Sight): void {
    const settings = this.#settings
    const { measures, verdict, view } = this.#judged(frame, sight, settings)
    this.#eye.settle()
    const times = {
      receivedAtMs: frame.receivedAtMs,
      analysedAtMs: this.#context.clock(),
      decodeMs: sight.decodeMs,
      analysisMs: performance.now() - sight.decodedAtMs
    }
    const { shape, problem } = sight
    this.#teller?.judged(frame, {
      verdict,
      view,
      meanLumaLevels: measures?.meanLumaLevels ?? null,
      shape,
      lagMs: times.analysedAtMs - (frame.meta.capturedAtMs ?? frame.addedAtMs),
      learnedRatio: this.#judge.learnedRatio,
      nowMs: times.analysedAtMs
    })
    this.#conclude({ frame, verdict, shape, measures, settings, problem, times, ...this.#takeLeftOut() })
  }

  #judged(frame: EncodedFrame, { picture, problem, identical }: Sight, settings: CameraSettings): Judged {
    const { scratch } = this.#context
    if (problem !== null) {
      return { measures: null, view: null, verdict: this.#judge.missPicture(frame, problem, settings) }
    }
    scratch.scene.masked = this.#duty.masked
    if (picture === null) return this.#judge.seeAgain(frame, settings, scratch)
    if (this.#duty.masked !== null) fillMasked(picture, this.#duty.masked)
    return this.#judge.see(frame, picture, identical, settings, scratch)
  }

  #checkDuty(nowMs: number): void {
    const hasEnded = this.#duty.check(nowMs)
    this.#teller?.setSilent(this.#duty.isSilent)
    if (!hasEnded) return
    this.#forgetLast()
    this.#teller?.offSchedule(nowMs)
  }

  #forgetLast(): void {
    this.#judge.forgetLast()
    this.#eye.forget()
  }

  #conclude(judged: JudgedFrame): void {
    const { frame, verdict, times } = judged
    const abnormal = verdict.faults.length > 0
    this.#analysed++
    if (judged.problem !== null) this.#context.onUndecodable(judged.problem.code)
    if (abnormal && this.#settings.cooldownMs > 0)
      this.#cooldownUntilMs = frame.receivedAtMs + this.#settings.cooldownMs
    this.#recordTimes(judged)
    const result = resultOfFrame(judged)
    const epoch = this.#context.epoch
    const offeredAt = performance.now()
    const stored = this.#context.keeper.offer({
      stream: this.stream,
      jpeg: frame.jpeg,
      receivedAtMs: times.receivedAtMs,
      abnormal,
      result
    })
    this.#inOrder(stored, reference => {
      if (reference !== null) this.#record('store', performance.now() - offeredAt)
      this.#send(verdict, JSON.stringify(messageOfFrame(epoch, judged, result, reference)), frame.cursor)
    })
    if (stored === null) this.#context.frameMemory.give(frame.jpeg)
  }

  #recordTimes({ frame, times }: JudgedFrame): void {
    const { capturedAtMs, enqueuedAtMs } = frame.meta
    this.#performance.analysed++
    if (capturedAtMs !== null && enqueuedAtMs !== null) this.#record('capture', enqueuedAtMs - capturedAtMs)
    this.#record('queue', times.receivedAtMs - (enqueuedAtMs ?? frame.addedAtMs))
    this.#record('decode', times.decodeMs)
    this.#record('analysis', times.analysisMs)
    this.#record('end_to_end', times.analysedAtMs - (capturedAtMs ?? frame.addedAtMs))
  }

  #record(stage: StageName, durationMs: number): void {
    this.#performance.record(stage, durationMs)
    this.#context.onStage(stage, durationMs)
  }

  /** Sends at once when nothing has to be waited for, and else behind what waits. */
  #inOrder(stored: Promise<ObjectReference | null> | null, send: (reference: ObjectReference | null) => void): void {
    if (stored === null && this.#waiting === 0) {
      send(null)
      return
    }
    this.#waiting++
    this.#tail = this.#tail
      .then(() => stored)
      .then(reference => send(reference))
      .finally(() => {
        this.#waiting--
      })
  }

  #send(verdict: Verdict, text: string, cursor: string | null): void {
    const main = verdict.faults[0]
    const state = main === undefined ? NORMAL.state : FAULT_NAMES[main.kind].state
    this.#context.publish({ stream: this.stream, abnormal: main !== undefined, state, text, cursor })
  }

  #takeLeftOut(): LeftOutFrames {
    const leftOut = { dropped: this.#dropped, skipped: this.#skipped }
    this.#dropped = NO_DROPS
    this.#skipped = 0
    return leftOut
  }

  #count(frames: Partial<DroppedFrames>): void {
    this.#dropped = plus(this.#dropped, frames)
    this.#droppedTotal = plus(this.#droppedTotal, frames)
  }
}

function plus(sum: DroppedFrames, more: Partial<DroppedFrames>): DroppedFrames {
  return {
    overload: sum.overload + (more.overload ?? 0),
    trimmed: sum.trimmed + (more.trimmed ?? 0),
    cooldown: sum.cooldown + (more.cooldown ?? 0)
  }
}
