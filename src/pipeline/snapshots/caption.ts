import type { FaultMessage, ResultBody } from '../../model/result-message.ts'

/** What is drawn on a snapshot. Printable ASCII. */
export interface Caption {
  readonly abnormal: boolean
  /** The verdict, e.g. `Occluded`. */
  readonly state: string
  /** Stream, measures and time, the most important first. */
  readonly details: readonly string[]
}

const MAX_STREAM_LENGTH = 40

/** @param timeMs When the frame was received, epoch ms. */
export function captionOf(stream: string, timeMs: number, abnormal: boolean, result: ResultBody): Caption {
  const [fault] = result.faults
  const details = [printable(stream, MAX_STREAM_LENGTH)]
  if (fault) details.push(measureText(fault))
  else if (result.edge_ratio !== undefined) details.push(`edges ${result.edge_ratio} %`)
  if (result.faults.length > 1) details.push(`and ${result.faults.length - 1} more`)
  details.push(timeText(timeMs))
  return { abnormal, state: printable(result.state, MAX_STREAM_LENGTH), details }
}

function measureText({ measure, value, limit, unit }: FaultMessage): string {
  const unitText = unit === '' ? '' : ` ${printable(unit, 20)}`
  return `${printable(measure, 40)} ${shortNumber(value)}${unitText} (limit ${shortNumber(limit)})`
}

function timeText(timeMs: number): string {
  const date = new Date(timeMs)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('T', ' ').replace('Z', ' UTC')
}

/** Three significant digits, without an exponent where a person reads it easily. */
function shortNumber(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '?'
}

/** The font has printable ASCII alone. */
function printable(text: string, maxLength: number): string {
  const ascii = text.replace(/[^\x20-\x7e]/gu, '?')
  return ascii.length <= maxLength ? ascii : `${ascii.slice(0, maxLength - 2)}..`
}
