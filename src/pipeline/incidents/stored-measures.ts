import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { MeasureBatch } from './incident-store.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)
/** A batch of 20,000 cameras takes 2 MB; more is none that this service wrote. */
const MOST_BYTES = 64 * 1024 * 1024

export async function measuresToBytes({ steps, ...batch }: MeasureBatch): Promise<Buffer> {
  const bytes = Buffer.from(steps.buffer, steps.byteOffset, steps.byteLength)
  return deflate(JSON.stringify({ ...batch, steps: bytes.toString('base64') }))
}

/** Those of many batches that can be read: a history with a hole is better than none. */
export async function readableMeasures(all: readonly Uint8Array[]): Promise<readonly MeasureBatch[]> {
  const batches = await Promise.all(all.map(bytes => measuresFromBytes(bytes).catch(() => null)))
  return batches.filter(batch => batch !== null)
}

async function measuresFromBytes(bytes: Uint8Array): Promise<MeasureBatch | null> {
  const value: unknown = JSON.parse(String(await inflate(bytes, { maxOutputLength: MOST_BYTES })))
  const { streams, times, lengths, steps } = value as Partial<Record<keyof MeasureBatch, unknown>>
  if (!Array.isArray(streams) || !streams.every(stream => typeof stream === 'string')) return null
  if (!isNumbers(times) || !isNumbers(lengths) || typeof steps !== 'string') return null
  // Of memory of its own, so that it begins where 16 bits may begin.
  const copy = new Uint8Array(Buffer.from(steps, 'base64'))
  if (copy.length % 2 !== 0) return null
  return { streams, times, lengths, steps: new Uint16Array(copy.buffer) }
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(Number.isFinite)
}
