import type { Fence } from '../../model/fence.ts'

/** What frames of one camera were judged by, over some minutes. */
export interface EvidenceBlock {
  readonly stream: string
  /** Of its newest frame, epoch ms. */
  readonly toMs: number
  readonly bytes: Uint8Array
  /** Right to write; null without a fleet. */
  readonly fence: Fence | null
}

/** Where it is kept what the frames of cameras were judged by, for back-tests. Rejects with `incident/store-failed`. */
export interface EvidenceStore {
  /**
   * Keeps blocks beside those that are there; one whose fence does not hold any more is passed over.
   *
   * @param beforeMs Of these cameras, deletes what ended before; a camera that is never written again is forgotten as late.
   */
  saveEvidence(blocks: readonly EvidenceBlock[], beforeMs: number): Promise<void>
  /** What was kept of a camera, in the order in which it was kept. */
  evidence(stream: string): Promise<readonly Uint8Array[]>
}
