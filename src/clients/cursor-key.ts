/** Hash of how far the cameras of one slot have been judged: stream -> id of the last entry. Read and written by slot. */
export function cursorKeyOf(slot: number): string {
  return `camera-check:cursors:${slot}`
}
