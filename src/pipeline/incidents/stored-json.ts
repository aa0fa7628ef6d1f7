import type { SelfTest } from '../../model/self-test.ts'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { AppError } from '../../errors.ts'
import { EMPTY_PROFILE, type CameraProfile } from '../../model/camera-profile.ts'
import { INCIDENT_KINDS, INCIDENT_STATES, type Incident } from '../../model/incident.ts'
import type { WatchedHour } from './incident-store.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)
/** An hour of 20,000 cameras takes 1 MB; more is none that this service wrote. */
const MOST_HOUR_BYTES = 64 * 1024 * 1024

/** @throws AppError `incident/store-failed` when the text is no incident. @param where For the message. */
export function incidentFromText(text: string, where: string): Incident {
  return incidentFrom(parsed(text, where), where)
}

/** @throws AppError `incident/store-failed` when the value is no incident. */
export function incidentFrom(stored: unknown, where: string): Incident {
  const value = (stored ?? {}) as Partial<Incident>
  const isIncident =
    typeof value.id === 'string' &&
    (INCIDENT_KINDS as readonly unknown[]).includes(value.kind) &&
    (INCIDENT_STATES as readonly unknown[]).includes(value.state) &&
    typeof value.openedAtMs === 'number' &&
    Array.isArray(value.timeline) &&
    typeof value.pictures === 'object'
  if (!isIncident)
    throw new AppError('incident/store-failed', `Cannot read the incident in ${where}: it has another form`)
  return value as Incident
}

/** What is missing is as it was never set: a later version may know more. */
export function profileFromText(text: string, where: string): CameraProfile {
  return { ...EMPTY_PROFILE, ...(parsed(text, where) as Partial<CameraProfile>) }
}

export function selfTestFromText(text: string, where: string): SelfTest {
  const value = parsed(text, where) as Partial<SelfTest>
  if (typeof value.atMs === 'number' && Array.isArray(value.faults)) return value as SelfTest
  throw new AppError('incident/store-failed', `Cannot read the self-test in ${where}: it has another form`)
}

export async function hourToBytes(hour: WatchedHour): Promise<Buffer> {
  return deflate(JSON.stringify(hour))
}

export async function hourFromBytes(bytes: Uint8Array, where: string): Promise<WatchedHour> {
  try {
    return JSON.parse(String(await inflate(bytes, { maxOutputLength: MOST_HOUR_BYTES }))) as WatchedHour
  } catch (cause) {
    throw new AppError('incident/store-failed', `Cannot read the hour in ${where}: it is damaged`, { cause })
  }
}

export function parsed(text: string, where: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch (cause) {
    throw new AppError('incident/store-failed', `Cannot read ${where}: it is not JSON`, { cause })
  }
  throw new AppError('incident/store-failed', `Cannot read ${where}: it is no object`)
}
