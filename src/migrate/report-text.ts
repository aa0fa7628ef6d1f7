import type { PlaceVerdict } from './check-bucket.ts'
import { ageText, type ChosenStreams, type FoundStream } from './found-stream.ts'
import type { JudgedVariable } from './judge-variables.ts'

/** All that was found of an old service, and what was done. */
export interface MigrationReport {
  /** Nothing stands in the way. */
  readonly ok: boolean
  readonly variables: readonly JudgedVariable[]
  readonly advice: readonly string[]
  /** Those that frames lie in and the one of the state; none when none is set, or the settings are too wrong to look. */
  readonly redis: readonly PlaceVerdict[]
  readonly bucket: PlaceVerdict | null
  readonly streams: readonly FoundStream[]
  /** Why not all streams were looked at; null when they were. */
  readonly stopped: string | null
  readonly subscription: ChosenStreams
  readonly written: { readonly ok: boolean; readonly detail: string } | null
}

const VERDICTS: Readonly<Record<JudgedVariable['verdict'], string>> = {
  same: 'same',
  changed: 'CHANGED',
  renamed: 'RENAMED',
  'not-needed': 'not needed',
  wrong: 'WRONG',
  unknown: 'UNKNOWN',
  foreign: 'not ours'
}

/** The report for a person, line by line. */
export function reportText(report: MigrationReport): string[] {
  const { variables, advice, redis, bucket, streams, stopped, subscription, written } = report
  return [
    'Variables',
    ...indented(table(variables.map(({ name, verdict, note }) => [name, VERDICTS[verdict], note]))),
    ...(advice.length === 0 ? [] : ['', 'To think of', ...indented(advice)]),
    '',
    'Servers',
    ...indented(table([...redisRows(redis), placeRow('Bucket', bucket, 'none is set')])),
    '',
    `Streams of frames: ${streams.length}`,
    ...indented(table(streams.map(streamRow))),
    ...indented(stopped === null ? [] : [`STOPPED: ${stopped}`]),
    '',
    `Subscription: ${subscription.streams.length} streams`,
    ...indented(subscription.streams.length === 0 ? [] : [JSON.stringify({ streams: subscription.streams })]),
    ...indented(subscription.leftOut.map(({ stream, why }) => `left out: ${shown(stream)}. ${why}`)),
    '',
    written === null
      ? 'Nothing was written. --write keeps this subscription for the next start; with --url it is given to a running service.'
      : `${written.ok ? 'Written' : 'NOT written'}: ${written.detail}`
  ]
}

function redisRows(places: readonly PlaceVerdict[]): string[][] {
  return places.length === 0
    ? [placeRow('Redis', null, 'none is set')]
    : places.map(place => placeRow('Redis', place, ''))
}

function placeRow(name: string, place: PlaceVerdict | null, none: string): string[] {
  return place === null ? [name, '-', none] : [name, place.ok ? 'ok' : 'FAILS', `${place.where}: ${place.detail}`]
}

function streamRow({ stream, entries, ageMs, picture, detail }: FoundStream): string[] {
  const age = ageMs === null ? 'empty' : `newest ${ageText(ageMs)} ago`
  return [shown(stream), `${entries} entries`, age, picture === 'decodable' ? detail : `NO PICTURE: ${detail}`]
}

/** Names come from the outside: control characters must not reach a terminal. */
function shown(stream: string): string {
  return /^[\p{L}\p{N}._/:@ -]+$/u.test(stream) ? stream : JSON.stringify(stream)
}

/** Columns as wide as their widest; the last one as it is. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), [])
  return rows.map(row => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  '))
}

function indented(lines: readonly string[]): string[] {
  return lines.map(line => `  ${line}`)
}
