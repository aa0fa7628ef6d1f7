import { readFileSync } from 'node:fs'

/** What the service itself may need beside its clients: Redis, S3, the data folder, threads. */
const MOST_RESERVED = 512

/**
 * How many connections this process may hold so that it can still open a file or reach Redis.
 *
 * @param wanted MAX_CONNECTIONS.
 * @param limits Text of /proc/self/limits; null where there is none, then what is wanted holds.
 */
export function bearableConnections(wanted: number, limits: string | null): number {
  const match = /^Max open files +(\d+)/m.exec(limits ?? '')
  if (match === null) return wanted
  const files = Number(match[1])
  return Math.max(1, Math.min(wanted, files - Math.min(MOST_RESERVED, Math.ceil(files / 2))))
}

/** @returns null on systems that do not say. */
export function readProcessLimits(): string | null {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return null
  }
}
