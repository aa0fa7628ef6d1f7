import { SENSITIVITIES } from '../model/camera.ts'
import type { FaultKind } from '../model/fault.ts'
import { FAULT_LIMIT_NAMES } from '../model/fault-limit-names.ts'
import { limitRange } from '../model/fault-limit-range.ts'
import { type Bilingual, FIELD_PROBLEMS, SUBSCRIBE_FIELDS } from './messages.ts'

/** More than anybody mistypes. */
const MOST_WRONG = 100
const SOMETHING: Bilingual = { en: 'something else', zh: '其他内容' }

/**
 * Whether `faults` or `stream_faults` has more wrong parts than are worth naming. Checked before the schema is, which
 * takes 25 us and a kilobyte for each: a body of 5 MB would stop the service for ten seconds.
 */
export function floodOfWrongFaults(body: object): Bilingual | null {
  const { faults, stream_faults: streamFaults } = body as { faults?: unknown; stream_faults?: unknown }
  let wrong = wrongParts(faults, 0)
  if (wrong > MOST_WRONG) return flood('faults')
  if (!isObject(streamFaults)) return null
  for (const own of Object.values(streamFaults)) {
    wrong = wrongParts(own, wrong)
    if (wrong > MOST_WRONG) return flood('stream_faults')
  }
  return null
}

/** What a part of `faults` takes. @param path Below `faults`, or below the stream: kind, and name of a limit. */
export function expectedOfFault([kind, name]: readonly string[]): Bilingual {
  if (kind === undefined) return SUBSCRIBE_FIELDS.faults ?? SOMETHING
  if (name === undefined) return SUBSCRIBE_FIELDS['faults.*'] ?? SOMETHING
  if (name === 'sensitivity') {
    return { en: `one of ${SENSITIVITIES.join(', ')}`, zh: `${SENSITIVITIES.join('、')} 之一` }
  }
  const { least, most, unit } = limitRange(name)
  return { en: `a number from ${least} to ${most} (${unit.en})`, zh: `${least} 到 ${most} 之间的数值（${unit.zh}）` }
}

/** Names that are known at a place of `faults`, for the message about one that is not. */
export function knownFaultKeys([kind]: readonly string[]): string {
  if (kind === undefined) return Object.keys(FAULT_LIMIT_NAMES).join(', ')
  return ['sensitivity', ...namesOf(kind)].join(', ')
}

/** Counts on from `before`, and stops when it is enough. */
function wrongParts(faults: unknown, before: number): number {
  let wrong = before
  if (!isObject(faults)) return faults === undefined ? wrong : wrong + 1
  for (const [kind, parts] of Object.entries(faults)) {
    if (!Object.hasOwn(FAULT_LIMIT_NAMES, kind) || !isObject(parts)) wrong++
    else for (const name of Object.keys(parts)) if (!isRight(kind, name, parts[name]) && ++wrong > MOST_WRONG) break
    if (wrong > MOST_WRONG) break
  }
  return wrong
}

function isRight(kind: string, name: string, value: unknown): boolean {
  if (name === 'sensitivity') return SENSITIVITIES.some(known => known === value)
  const { least, most } = limitRange(name)
  return namesOf(kind).includes(name) && typeof value === 'number' && value >= least && value <= most
}

function namesOf(kind: string): readonly string[] {
  return Object.hasOwn(FAULT_LIMIT_NAMES, kind) ? (FAULT_LIMIT_NAMES[kind as FaultKind] ?? []) : []
}

function flood(field: string): Bilingual {
  return FIELD_PROBLEMS.wrong(field, `more than ${MOST_WRONG} wrong parts`, SUBSCRIBE_FIELDS[field] ?? SOMETHING)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
