import { type CameraSight, lasting } from '../sight/camera-sight.ts'
import { table } from './format.ts'
import { alarmWords, delayWords, fromWords, HOW_TO_READ, missedWords, verdictOf } from './sight-words.ts'

/** A table for each camera, as lines of text. */
export function sightText(cameras: readonly CameraSight[]): string[] {
  return [...cameras.flatMap(cameraText), '', HOW_TO_READ]
}

function cameraText(sight: CameraSight): string[] {
  const { camera, widthPx, heightPx, footageMs, faults, alarms, doubts } = sight
  const length = footageMs === null ? 'footage without an end' : `${lasting(footageMs)} of footage`
  const rows = faults.map(fault => [
    fault.kind,
    verdictOf(fault),
    `${fault.found}/${fault.tries}`,
    delayWords(fault),
    fromWords(fault),
    missedWords(fault) || '-'
  ])
  return [
    '',
    `${camera}: ${widthPx} x ${heightPx}, ${length}`,
    ...table(['fault', 'seen', 'found', 'delay median / p95', 'found from', 'missed'], rows),
    alarmWords(alarms),
    ...(alarms?.list ?? [])
      .slice(0, 20)
      .map(({ kind, fromMs, untilMs }) => `  ${kind} at ${lasting(fromMs)} for ${lasting(untilMs - fromMs)}`),
    ...doubts.map(doubt => `Not known: ${doubt}`)
  ]
}
