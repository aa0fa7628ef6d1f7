import type { ErrorCode } from '../errors.ts'
import type { FrameProblem } from '../model/frame.ts'

/** Why bytes gave no picture: one of the codes `frame/...`. */
export interface DecodeProblem extends FrameProblem {
  readonly code: ErrorCode
}

/** Names a problem in both languages of the wire. */
export function decodeProblem(code: ErrorCode, message: string, messageZh: string, decodedShare = 0): DecodeProblem {
  return { code, message, messageZh, decodedShare }
}
