import type { FaultKind } from './fault.ts'

/** What of a kind's sizes was found: from some size on all, some, none; or nothing could be tried. */
export type SelfTestVerdict = 'found' | 'in-part' | 'missed' | 'unknown'

/** What one camera sees of one kind of fault. */
export interface SelfTestFault {
  readonly kind: FaultKind
  readonly seen: SelfTestVerdict
  /** Nobody wants it to be found: it is set to `off`. */
  readonly isOff: boolean
  readonly tries: number
  readonly found: number
  /** Median from its begin to the first alarm, ms; null when nothing was found. */
  readonly delayMs: number | null
  /** For instance `a cover of 25 % of the view or more is found in 2.0 s; a cover of 10 % of the view is not detectable here`. */
  readonly text: string
  readonly textZh: string
}

/** Faults injected into a camera's own frames, and what its judge made of them. */
export interface SelfTest {
  /** When its frames were taken, epoch ms. */
  readonly atMs: number
  readonly pictures: number
  readonly tookMs: number
  readonly faults: readonly SelfTestFault[]
}

/** Kinds that are wanted and of which nothing at all was found. */
export function failedKinds({ faults }: SelfTest): readonly FaultKind[] {
  return faults.filter(({ seen, isOff }) => seen === 'missed' && !isOff).map(({ kind }) => kind)
}
