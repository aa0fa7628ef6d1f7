import { setImmediate as turn } from 'node:timers/promises'
import type { EvidenceRun } from '../model/evidence.ts'
import { EVIDENCE_COLUMNS } from '../pipeline/evidence-columns.ts'
import { EvidenceReader, type KeptFrameEvidence } from '../pipeline/evidence-reader.ts'
import type { Replay } from './replay.ts'
import type { Period } from './spell.ts'

/** Which times are covered, ms. */
export interface Coverage {
  readonly fromMs: number
  readonly toMs: number
  /** Judged, of that. */
  readonly spans: readonly Period[]
  /** In which more changed than there was room for. */
  readonly thinnedMs: number
  readonly frames: number
}

interface Last {
  readonly frame: KeptFrameEvidence
  readonly atMs: number
}

/** Whatever else waits for the thread does not wait longer than this, ms. */
const SLICE_MS = 5
const UNKNOWN_ELAPSED_MS = 0xffff

/**
 * Plays kept frames to replays, in slices.
 *
 * @param onFrame Told of each kept frame after it was judged.
 */
export async function playEvidence(
  runs: readonly EvidenceRun[],
  replays: readonly Replay[],
  onFrame: (frame: KeptFrameEvidence, run: EvidenceRun) => void = () => undefined
): Promise<Coverage> {
  const player = new Player(replays)
  let sliceMs = performance.now()
  for (const run of runs) {
    for (const [i, atMs] of run.times.entries()) {
      const frame = player.play(run, i, atMs)
      if (frame !== null) onFrame(frame, run)
      if (performance.now() - sliceMs < SLICE_MS) continue
      await turn()
      sliceMs = performance.now()
    }
  }
  return player.end()
}

class Player {
  readonly #replays: readonly Replay[]
  // The frame before is still needed when the next one is read.
  readonly #readers = [new EvidenceReader(), new EvidenceReader()] as const
  readonly #spans: { fromMs: number; toMs: number }[] = []
  #last: Last | null = null
  #frames = 0
  #thinnedMs = 0

  constructor(replays: readonly Replay[]) {
    this.#replays = replays
  }

  /** @returns Null for one that was written twice, around a take-over. */
  play({ values }: EvidenceRun, place: number, atMs: number): KeptFrameEvidence | null {
    const last = this.#last
    const frame = this.#readers[this.#frames % 2 === 0 ? 0 : 1].read(values, place * EVIDENCE_COLUMNS)
    if (last !== null && atMs < last.atMs && !frame.isFirst) return null
    this.#frames++
    const untilMs = lead(this.#replays, last, frame, atMs)
    for (const replay of this.#replays) replay.take(frame, atMs)
    cover(this.#spans, last?.atMs ?? atMs, untilMs, atMs)
    if (frame.isThinned && last !== null) this.#thinnedMs += atMs - last.atMs
    this.#last = { frame, atMs }
    return frame
  }

  end(): Coverage {
    const last = this.#last
    if (last !== null) for (const replay of this.#replays) replay.breakOff(last.atMs)
    const spans = this.#spans
    const [frames, thinnedMs] = [this.#frames, this.#thinnedMs]
    return { fromMs: spans[0]?.fromMs ?? 0, toMs: spans.at(-1)?.toMs ?? 0, spans, thinnedMs, frames }
  }
}

/** Brings replays from the frame before to just before this one. @returns Until when is known what the camera showed. */
function lead(replays: readonly Replay[], last: Last | null, frame: KeptFrameEvidence, atMs: number): number {
  if (last === null) return atMs
  if (frame.isFirst) {
    for (const replay of replays) replay.breakOff(last.atMs)
    return last.atMs
  }
  // What fell silent was not judged after the frame that was kept last, as far as anybody knows.
  const untilMs = frame.elapsedMs >= UNKNOWN_ELAPSED_MS ? last.atMs : Math.max(last.atMs, atMs - frame.elapsedMs)
  for (const replay of replays) replay.bridge(last.frame, last.atMs, untilMs)
  return untilMs
}

/** Two frames of a slow camera lie so far apart, ms. */
const NEIGHBOURS_MS = 10_000

function cover(spans: { fromMs: number; toMs: number }[], lastMs: number, untilMs: number, atMs: number): void {
  const span = spans.at(-1)
  if (span !== undefined && span.toMs >= lastMs) {
    span.toMs = Math.max(span.toMs, untilMs)
    if (atMs - span.toMs <= NEIGHBOURS_MS && atMs >= span.toMs) {
      span.toMs = atMs
      return
    }
  }
  spans.push({ fromMs: atMs, toMs: atMs })
}
