import type { CameraSettings } from '../model/camera.ts'
import type { FaultKind } from '../model/fault.ts'
import { FAULT_NAMES, NORMAL } from '../model/fault.ts'
import type { RaisedFault, Verdict } from '../model/finding.ts'
import type { EncodedFrame, FrameProblem } from '../model/frame.ts'
import type { Measures } from '../model/measures.ts'
import type {
  DroppedFrames,
  FaultMessage,
  ObjectReference,
  ResultBody,
  ResultMessage,
  ResultTiming
} from '../model/result-message.ts'
import { regionShare } from './detect/region-share.ts'
import type { FrameTrace } from './frame-trace.ts'
import { explanationOf } from './incidents/explanation.ts'

/** Clocks of two machines that are kept in step are not further apart, ms. */
const MOST_APART_MS = 1000

/** When the frame passed each stage, epoch ms, and how long two of them took, ms. */
export interface StageTimes {
  readonly receivedAtMs: number
  readonly analysedAtMs: number
  readonly decodeMs: number
  readonly analysisMs: number
}

/** Frames of the camera that were not analysed since the result before. */
export interface LeftOutFrames {
  readonly dropped: DroppedFrames
  /** Left out on purpose, to keep to the most frames a second. */
  readonly skipped: number
}

/** What was found out about one frame. */
export interface JudgedFrame extends LeftOutFrames {
  readonly frame: EncodedFrame
  readonly verdict: Verdict
  /** `[height, width, channels]` of the picture, null when there is none. */
  readonly shape: readonly number[] | null
  readonly measures: Measures | null
  /** Why there is no picture, or null. */
  readonly problem: FrameProblem | null
  readonly settings: CameraSettings
  readonly times: StageTimes
  /** Left out of nearly all: the frame is not followed. */
  readonly trace?: FrameTrace | null
}

/** The `result` of one frame, as the wire contract has it. */
export function resultOfFrame(judged: JudgedFrame): ResultBody {
  const { verdict, measures, settings, problem, times, frame } = judged
  return {
    ...stateOf(verdict, problem),
    decode_ms: round(times.decodeMs),
    ...(measures === null ? {} : measuresOf(verdict.faults[0]?.kind ?? null, measures, settings)),
    ...errorOf(verdict, problem),
    ...restOf(verdict),
    ...leftOutOf(judged),
    ...(frame.meta.problem === null ? {} : { meta_error: frame.meta.problem })
  }
}

export function messageOfFrame(
  epoch: number,
  judged: JudgedFrame,
  result: ResultBody,
  stored: ObjectReference | null
): ResultMessage {
  const { frame, shape, times } = judged
  return {
    epoch,
    data: {
      stream: frame.stream,
      ts_wall: frame.meta.wallClock,
      shape: shape ?? frame.meta.shape,
      result,
      timing: timingOf(frame, times),
      ...(stored === null ? {} : { obj_refs: [stored] })
    }
  }
}

/** The message for a camera that sends no frames: there is no picture, and nothing was decoded. */
export function messageOfGap(
  epoch: number,
  stream: string,
  verdict: Verdict,
  nowMs: number,
  leftOut: LeftOutFrames
): ResultMessage {
  const unknown = { cap: null, queue: null, decode: null, analysis: null, proc: null, end2end: null }
  return {
    epoch,
    data: {
      stream,
      ts_wall: null,
      shape: null,
      result: { ...stateOf(verdict, null), decode_ms: null, ...restOf(verdict), ...leftOutOf(leftOut) },
      timing: { ts1: null, ts2: null, ts3: null, ts4: isoTime(nowMs), lat_ms: unknown }
    }
  }
}

/** On Error: why the frame gave no picture, or, on a good one among many that gave none, that they do. */
function errorOf(verdict: Verdict, problem: FrameProblem | null): { error?: string; error_zh?: string } {
  if (problem !== null) return { error: problem.message, error_zh: problem.messageZh }
  const main = verdict.faults[0]
  if (main?.kind !== 'undecodable') return {}
  const { en, zh } = explanationOf(main)
  return { error: en, error_zh: zh }
}

/** A frame that gave no picture is an Error also where nobody wants to be alarmed of it. */
function stateOf(verdict: Verdict, problem: FrameProblem | null): { state: string; state_zh: string } {
  const kind = verdict.faults[0]?.kind ?? (problem === null ? null : 'undecodable')
  const name = kind === null ? NORMAL : FAULT_NAMES[kind]
  return { state: name.state, state_zh: name.stateZh }
}

/** The old service sent, with each state, the measurements that led to it. */
function measuresOf(main: FaultKind | null, measures: Measures, { tamper }: CameraSettings): Partial<ResultBody> {
  const { edgeRatio, change } = measures
  if ((main === null || main === 'occluded') && edgeRatio !== null) return { edge_ratio: round(edgeRatio * 100, 2) }
  if (main === 'shaken' && change !== null) {
    return {
      diff_mean: round(change.meanLevels, 2),
      high_diff_ratio: round(change.highRatio, 4),
      roi_ratio: round(regionShare(change, tamper.regionDiffLevels), 4)
    }
  }
  return {}
}

function restOf(verdict: Verdict): Pick<ResultBody, 'faults' | 'explained' | 'learning' | 'notJudged'> {
  return {
    faults: verdict.faults.map(faultMessage),
    explained: verdict.explained,
    learning: verdict.learning,
    notJudged: verdict.notJudged
  }
}

function faultMessage(fault: RaisedFault): FaultMessage {
  const { kind, severity, sinceMs, measure, value, limit, reference, unit, mask } = fault
  const { en, zh } = explanationOf(fault)
  return {
    kind,
    severity: round(severity),
    since: isoTime(sinceMs),
    measure,
    value: round(value, 4),
    limit: round(limit, 4),
    reference: reference === null ? null : round(reference, 4),
    unit,
    ...(mask === null ? {} : { mask }),
    why: en,
    why_zh: zh
  }
}

function leftOutOf({ dropped, skipped }: LeftOutFrames): { dropped?: DroppedFrames; skipped?: number } {
  return {
    ...(dropped.overload + dropped.trimmed + dropped.cooldown === 0 ? {} : { dropped }),
    ...(skipped === 0 ? {} : { skipped })
  }
}

function timingOf({ meta }: EncodedFrame, times: StageTimes): ResultTiming {
  const { capturedAtMs, enqueuedAtMs } = meta
  return {
    ts1: capturedAtMs === null ? null : isoTime(capturedAtMs),
    ts2: enqueuedAtMs === null ? null : isoTime(enqueuedAtMs),
    ts3: isoTime(times.receivedAtMs),
    ts4: isoTime(times.analysedAtMs),
    lat_ms: {
      cap: span(capturedAtMs, enqueuedAtMs),
      queue: span(enqueuedAtMs, times.receivedAtMs),
      decode: round(times.decodeMs),
      analysis: round(times.analysisMs),
      proc: round(times.decodeMs + times.analysisMs),
      end2end: span(capturedAtMs, times.analysedAtMs)
    }
  }
}

/** Null when it cannot be told: a time is missing, or is of a clock that does not agree with the other. */
function span(fromMs: number | null, toMs: number | null): number | null {
  if (fromMs === null || toMs === null || toMs - fromMs < -MOST_APART_MS) return null
  return round(Math.max(0, toMs - fromMs))
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

function round(value: number, digits = 3): number {
  const factor = 10 ** digits
  return Math.round(value * factor) / factor
}
