import type { FaultKind } from '../model/fault.ts'

/** Faults that need nothing learned, so that they are found from the first round on; each goes through another part of the judging. */
export const CHECKED_FAULTS = [
  'black',
  'frozen',
  'occluded',
  'undecodable',
  'stream-gap'
] as const satisfies readonly FaultKind[]

export type CheckedFault = (typeof CHECKED_FAULTS)[number]

/** The synthetic camera is well for so long before its first fault, ms. */
export const LEAD_MS = 5000
/** From the beginning of a fault to that of the next one, ms: each comes once a minute. */
export const TURN_MS = 60_000 / CHECKED_FAULTS.length
/** How long a fault is shown; for the rest of its turn the camera is well, ms. */
export const SHOWN_MS = 7000

/** Where the course is at a time. */
export interface CourseMoment {
  /** Number of the turn, from 0; -1 before the first fault. */
  readonly turn: number
  /** The fault whose turn it is, null before the first. */
  readonly kind: CheckedFault | null
  /** Whether it is shown now; for the rest of its turn the camera is well. */
  readonly isShown: boolean
}

/** Whether a turn is the first of its round: every fault comes once in a round. */
export function beginsRound(turn: number): boolean {
  return turn % CHECKED_FAULTS.length === 0
}

/** @param sinceMs Since the course began, ms, >= 0. */
export function courseAt(sinceMs: number): CourseMoment {
  const inTurns = sinceMs - LEAD_MS
  if (inTurns < 0) return { turn: -1, kind: null, isShown: false }
  const turn = Math.floor(inTurns / TURN_MS)
  const kind = CHECKED_FAULTS[turn % CHECKED_FAULTS.length] ?? null
  return { turn, kind, isShown: inTurns - turn * TURN_MS < SHOWN_MS }
}
