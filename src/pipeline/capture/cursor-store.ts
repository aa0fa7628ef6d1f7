import type { Fence } from '../../model/fence.ts'

/** How far the cameras of one slot have been judged. */
export interface SlotCursors {
  /** 0 .. SLOTS - 1 */
  readonly slot: number
  /** Right to write; null without a fleet. */
  readonly fence: Fence | null
  /** Those that have moved, by stream. */
  readonly moved: ReadonlyMap<string, string>
  /** Cameras that are watched no more: they begin anew when they come back. */
  readonly gone: readonly string[]
}

/**
 * Where it is kept how far each camera has been judged, so that another process can go on from there. What is kept of a
 * slot lives for a time that begins anew with each save, whether a cursor has moved or not.
 *
 * @example
 * await store.save([{ slot: 7, fence: null, moved: new Map([['gate-1', '1700000000000-0']]), gone: [] }])
 * const cursors = await store.load([7])
 */
export interface CursorStore {
  /** Cursors by stream, of slots that were saved not too long ago. @throws AppError `capture/cursor-store-failed` */
  load(slots: readonly number[]): Promise<ReadonlyMap<string, string>>
  /** @returns Slots whose fence holds no more: nothing of them was written. @throws AppError `capture/cursor-store-failed` */
  save(cursors: readonly SlotCursors[]): Promise<readonly number[]>
  close(): Promise<void>
}
