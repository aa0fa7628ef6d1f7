import type { DecodeProblem, ErrorCode } from '../errors.ts'

/** Names why bytes gave no picture, in both languages of the wire. */
export function decodeProblem(code: ErrorCode, message: string, messageZh: string, decodedShare = 0): DecodeProblem {
  return { code, message, messageZh, decodedShare }
}
