import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { CameraSettings } from '../model/camera.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import { EVIDENCE_COLUMNS } from './evidence-columns.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)
/** What a camera keeps at the most in ten minutes takes a fifth of it. */
const MOST_BYTES = 2 * 1024 * 1024
const BYTE = 256

/**
 * A run as it is kept: a line of JSON, the time from frame to frame in 32 bits, and each column as differences from frame to
 * frame, upper bytes apart from lower ones, so that it deflates well.
 */
export async function evidenceToBytes({ settings, times, values }: Omit<EvidenceRun, 'stream'>): Promise<Buffer> {
  const header = JSON.stringify({ columns: EVIDENCE_COLUMNS, fromMs: times[0] ?? 0, count: times.length, settings })
  const steps = Int32Array.from(times, (atMs, i) => Math.round(atMs - (times[i - 1] ?? atMs)))
  const text = Buffer.from(`${header}\n`)
  return deflate(Buffer.concat([text, Buffer.from(steps.buffer), planesOf(values, times.length)]))
}

/** @returns Null when it is nothing that this version has written. */
export async function evidenceFromBytes(bytes: Uint8Array, stream: string): Promise<EvidenceRun | null> {
  try {
    const all = await inflate(bytes, { maxOutputLength: MOST_BYTES })
    const end = all.indexOf('\n')
    const header: unknown = JSON.parse(all.toString('utf8', 0, end))
    const { columns, fromMs, count, settings } = header as Record<string, unknown>
    if (columns !== EVIDENCE_COLUMNS || typeof fromMs !== 'number' || typeof count !== 'number') return null
    const body = all.subarray(end + 1)
    if (body.length !== count * (4 + 2 * EVIDENCE_COLUMNS) || typeof settings !== 'object') return null
    const times: number[] = []
    for (let i = 0; i < count; i++) times.push((times.at(-1) ?? fromMs) + body.readInt32LE(i * 4))
    return { stream, settings: settings as CameraSettings, times, values: fromPlanes(body.subarray(count * 4), count) }
  } catch {
    // A history with a hole is better than none.
    return null
  }
}

function planesOf(values: Uint16Array, count: number): Uint8Array {
  const bytes = new Uint8Array(values.length * 2)
  for (let column = 0; column < EVIDENCE_COLUMNS; column++) {
    let before = 0
    for (let i = 0; i < count; i++) {
      const value = values[i * EVIDENCE_COLUMNS + column] ?? 0
      const step = (value - before) & 0xffff
      before = value
      bytes[column * count + i] = step & 0xff
      bytes[values.length + column * count + i] = step >> 8
    }
  }
  return bytes
}

function fromPlanes(bytes: Uint8Array, count: number): Uint16Array {
  const values = new Uint16Array(count * EVIDENCE_COLUMNS)
  for (let column = 0; column < EVIDENCE_COLUMNS; column++) {
    let value = 0
    for (let i = 0; i < count; i++) {
      const at = column * count + i
      value += (bytes[at] ?? 0) + (bytes[values.length + at] ?? 0) * BYTE
      value &= 0xffff
      values[i * EVIDENCE_COLUMNS + column] = value
    }
  }
  return values
}
