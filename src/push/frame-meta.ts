import { readJpegHeader } from '../codec/jpeg-header.ts'
import type { OutgoingFrame } from './frame-sink.ts'

/** The `meta` of a frame: when it was taken, when it is handed over, and its size. @param nowMs Epoch ms. */
export function frameMeta({ jpeg, capturedAtMs }: OutgoingFrame, nowMs: number): string {
  const captured = new Date(capturedAtMs).toISOString()
  const found = readJpegHeader(jpeg)
  const shape = 'header' in found ? { shape: [found.header.height, found.header.width, found.header.components] } : {}
  return JSON.stringify({ ts1: captured, ts2: new Date(nowMs).toISOString(), ts_wall_iso: captured, ...shape })
}
