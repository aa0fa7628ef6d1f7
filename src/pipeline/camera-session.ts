import type { CameraFigures } from './camera-figures.ts'
import { type Camera, type CameraSettings, isTurnedOff } from '../model/camera.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import type { EncodedFrame, FrameProblem } from '../model/frame.ts'
import { CameraDuty } from './camera-duty.ts'
import { CameraEye, type Sight } from './camera-eye.ts'
import { CameraJudge, type Judged } from './camera-judge.ts'
import { CameraSilence } from './camera-silence.ts'
import { CameraTeller } from './camera-teller.ts'
import { CameraResults } from './camera-results.ts'
import { AnalysisPace } from './capture/analysis-pace.ts'
import type { JudgedFrame } from './compose-result.ts'
import { EvidenceRecorder } from './evidence-recorder.ts'
import type { FrameTrace } from './frame-trace.ts'
import { fillMasked } from './detect/fill-masked.ts'
import type { KeepableScene } from './detect/memory/keepable-scene.ts'
import { judgedSettings } from './judged-settings.ts'
import { LeftOutCount } from './left-out-count.ts'
import type { CameraSessionContext, SessionPerformance, SessionTotals } from './session-context.ts'

const ANALYSIS_FAILED: FrameProblem = {
  code: 'frame/analysis-failed',
  message: 'Analysing the frame failed inside of the service, its log has the reason',
  messageZh: '服务内部分析该帧失败，原因见日志',
  decodedShare: 0
}

/** One watched camera: the only thing that changes per camera. Runs its frames through the stages, one after the other. */
export class CameraSession {
  readonly stream: string
  readonly #context: CameraSessionContext
  readonly #results: CameraResults
  readonly #judge: CameraJudge
  readonly #silence: CameraSilence
  readonly #teller: CameraTeller | null
  readonly #duty: CameraDuty
  readonly #recorder: EvidenceRecorder | null
  #pace: AnalysisPace
  readonly #eye: CameraEye
  /** As the client subscribed. */
  #subscribed: CameraSettings
  /** With what people have set for the camera. */
  #settings: CameraSettings
  readonly #leftOut = new LeftOutCount()
  /** Since when it is left alone after a fault, epoch ms; for how long is what is set now. */
  #restsSinceMs: number | null = null
  #limitFps: number | null = null
  #analysed = 0

  constructor(camera: Camera, context: CameraSessionContext, nowMs: number) {
    this.stream = camera.stream
    this.#subscribed = camera.settings
    this.#settings = camera.settings
    this.#context = context
    this.#silence = new CameraSilence(nowMs)
    this.#results = new CameraResults(camera.stream, context)
    this.#pace = new AnalysisPace(context.analysisMaxFps)
    this.#teller = context.tell === null ? null : new CameraTeller(camera.stream, context.tell, nowMs)
    this.#eye = new CameraEye(context)
    this.#duty = new CameraDuty(context.timeZone)
    this.#recorder = context.keepsEvidence === true ? new EvidenceRecorder() : null
    this.#judge = new CameraJudge(context.observer, this.#recorder)
  }

  /** What is known of the camera's scene, for who keeps it over restarts. */
  get scene(): KeepableScene {
    return this.#judge.scene
  }

  /** Rates and measures for who shows them; null when nobody does. */
  get figures(): CameraFigures | null {
    return this.#teller?.figures ?? null
  }

  /** What its frames were judged by since the call before, as far as it is kept. */
  takeEvidence(): readonly EvidenceRun[] {
    return this.#recorder?.take(this.stream) ?? []
  }

  configure(settings: CameraSettings): void {
    this.#subscribed = settings
    this.#settings = judgedSettings(settings, this.#duty.profile)
    this.#teller?.tellAnew()
  }

  /** What people have set for the camera; null when nothing is set. */
  setProfile(profile: CameraProfile | null): void {
    const isOtherPace = profile?.analysisMaxFps !== this.#duty.profile?.analysisMaxFps
    const isOtherMask = this.#duty.setProfile(profile)
    if (isOtherPace) this.#setPace()
    if (isOtherMask) {
      this.#judge.maskChanged()
      this.#eye.forget()
    }
    this.#settings = judgedSettings(this.#subscribed, profile)
    this.#checkDuty(this.#context.clock())
    this.#teller?.tellAnew()
  }

  /** Most frames a second that are analysed while there is too much to do, whatever is set; null: as set. */
  setLimit(limitFps: number | null): void {
    if (limitFps === this.#limitFps) return
    this.#limitFps = limitFps
    this.#setPace()
  }

  /** Takes what the camera shows now as what it usually shows. */
  acceptView(): void {
    this.#judge.acceptView()
  }

  /** A frame came in, whether it will be analysed or not: the camera is not silent. */
  arrived(frame: EncodedFrame): void {
    this.#silence.arrived(frame.receivedAtMs)
    this.#teller?.figures.received(frame.receivedAtMs)
  }

  /** Whether a frame that came in is to be analysed; one that is not counts as skipped. */
  admits(frame: EncodedFrame): boolean {
    if (!this.#duty.isOff && this.#pace.admits(frame.addedAtMs)) return true
    this.#teller?.leftOut(frame)
    this.#leftOut.skip()
    return false
  }

  /** Frames of this camera that waited too long. */
  droppedFrames(count: number): void {
    this.#leftOut.drop({ overload: count })
  }

  /** Frames that were gone from the source before they could be read. */
  lostFrames(count: number): void {
    this.#leftOut.drop({ trimmed: count })
  }

  /** Whether the frame falls into the rest after a fault, in which nothing is judged. */
  rests(frame: EncodedFrame): boolean {
    if (this.#restsSinceMs === null) return false
    const restedMs = frame.receivedAtMs - this.#restsSinceMs
    // A clock that was set back would else make the rest as much longer.
    return restedMs >= 0 && restedMs < this.#settings.cooldownMs
  }

  /** Judges one frame and sends its result. Never rejects. */
  async process(frame: EncodedFrame): Promise<void> {
    if (this.rests(frame)) {
      this.#leftOut.drop({ cooldown: 1 })
      this.#teller?.leftOut(frame)
      this.#context.frameMemory.give(frame.jpeg)
      // The next picture that is looked at is no neighbour of the last one.
      this.#forgetLast()
      return
    }
    const trace = this.#context.traces?.begin(frame) ?? null
    try {
      const sight = await this.#eye.look(frame, this.#judge.canRepeat(this.#settings))
      trace?.mark('decoded')
      this.#finish(frame, sight, trace)
    } catch (cause) {
      const fields = { err: cause, stream: this.stream, ...trace?.logFields }
      this.#context.log.error(fields, 'A frame could not be analysed')
      this.#giveUp(frame)
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
    const { streamGapMs, firstFrameMs } = this.#context
    const limits = { streamGapMs, firstFrameMs, ownGapMs: this.#duty.gapLimitMs }
    const gap = this.#silence.notice(nowMs, seeingSinceMs, limits)
    if (gap === null) return
    // What comes after the gap is no neighbour of what was before it.
    this.#forgetLast()
    const verdict = this.#judge.missFrames(gap, this.#settings, nowMs)
    this.#teller?.missedFrames(verdict, nowMs)
    // Without a frame there is nothing else to tell.
    if (!isTurnedOff(this.#settings, 'stream-gap')) this.#results.ofGap(verdict, nowMs, this.#leftOut.take())
  }

  /** The clock was set. @param stepMs By how much; negative: back. */
  clockSet(stepMs: number, nowMs: number): void {
    this.#silence.clockSet(stepMs, nowMs)
  }

  performance(): SessionPerformance {
    const { performance } = this.#results
    const { analysed } = performance
    return { stream: this.stream, analysed, ...this.#leftOut.total, stages: performance.summary() }
  }

  resetPerformance(): void {
    this.#results.performance.reset()
  }

  totals(): SessionTotals {
    return {
      analysed: this.#analysed,
      identical: this.#eye.identical,
      cooldown: this.#leftOut.total.dropped.cooldown,
      skipped: this.#leftOut.total.skipped
    }
  }

  /** Resolves once every result has been sent. */
  settled(): Promise<void> {
    return this.#results.settled()
  }

  #finish(frame: EncodedFrame, sight: Sight, trace: FrameTrace | null): void {
    const settings = this.#settings
    this.#context.traces?.judging(trace)
    const { measures, verdict, view } = this.#judged(frame, sight, settings)
    this.#eye.settle()
    trace?.mark('judged')
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
      lagMs: Math.max(0, times.analysedAtMs - (frame.meta.capturedAtMs ?? frame.addedAtMs)),
      learnedRatio: this.#judge.learnedRatio,
      nowMs: times.analysedAtMs
    })
    this.#conclude({ frame, verdict, shape, measures, settings, problem, times, trace, ...this.#leftOut.take() })
  }

  /** Analysing failed by a mistake of ours: the frame is told as one that gave no picture, and not lost in silence. */
  #giveUp(frame: EncodedFrame): void {
    try {
      this.#forgetLast()
      const nothing = { picture: null, shape: null, identical: false, decodeMs: 0, decodedAtMs: performance.now() }
      this.#finish(frame, { ...nothing, problem: ANALYSIS_FAILED }, null)
    } catch (cause) {
      this.#context.log.error({ err: cause, stream: this.stream }, 'A frame that could not be analysed has no result')
    }
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

  #setPace(): void {
    const setFps = this.#duty.profile?.analysisMaxFps ?? this.#context.analysisMaxFps
    const limits = [setFps, this.#limitFps ?? 0].filter(fps => fps > 0)
    this.#pace = new AnalysisPace(limits.length === 0 ? 0 : Math.min(...limits))
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
    const { frame, verdict } = judged
    const abnormal = verdict.faults.length > 0
    this.#analysed++
    if (judged.problem !== null) this.#context.onUndecodable(judged.problem.code)
    if (abnormal && this.#settings.cooldownMs > 0) this.#restsSinceMs = frame.receivedAtMs
    this.#results.ofFrame(judged)
  }
}
