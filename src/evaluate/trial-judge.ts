import type { FaultKind, FaultTiming } from '../model/fault.ts'
import type { Finding, RaisedFault } from '../model/finding.ts'
import type { JudgeObserver } from '../pipeline/camera-judge.ts'
import { concludeFrame, type FrameEvidence } from '../pipeline/conclude-frame.ts'
import { FAULT_TIMINGS } from '../pipeline/detect/registry.ts'
import { explain } from '../pipeline/incidents/causes.ts'
import { FaultBoard } from '../pipeline/incidents/fault-board.ts'
import type { Report, Trial } from './trial.ts'

/**
 * Judges by a trial's settings the evidence that another session has gathered: a hundred of them cost less than one session.
 * What they find has no part in what is learned of the scene.
 */
export class TrialJudge implements JudgeObserver {
  readonly trial: Trial
  readonly reports: Report[] = []
  results = 0
  readonly #board: FaultBoard
  readonly #sinceStart: () => number

  /** @param sinceStart Arrival of the frame, ms since the first one. */
  constructor(trial: Trial, sinceStart: () => number) {
    this.trial = trial
    this.#board = new FaultBoard(timingsOf(trial))
    this.#sinceStart = sinceStart
  }

  saw(evidence: FrameEvidence, nowMs: number): void {
    this.#report(concludeFrame(evidence, this.trial.settings, this.#board, nowMs).verdict.faults)
  }

  missed(findings: readonly Finding[], nowMs: number): void {
    this.#report(explain(this.#board.updateUnseen(findings, nowMs)).faults)
  }

  #report(faults: readonly RaisedFault[]): void {
    this.results++
    const last = this.reports.at(-1)
    if (last !== undefined && isSame(last.kinds, faults)) return
    this.reports.push({ atMs: this.#sinceStart(), kinds: faults.map(({ kind }) => kind) })
  }
}

function timingsOf({ timings }: Trial): ReadonlyMap<FaultKind, FaultTiming> {
  return timings === undefined ? FAULT_TIMINGS : new Map([...FAULT_TIMINGS, ...timings])
}

function isSame(kinds: readonly FaultKind[], faults: readonly RaisedFault[]): boolean {
  return kinds.length === faults.length && kinds.every((kind, i) => kind === faults[i]?.kind)
}
