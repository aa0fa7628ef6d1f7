import type { ScheduleEntry } from '../api/types.ts'

/** Monday to Sunday. */
export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const

export interface DaySpan {
  readonly day: number
  /** Shares 0..1 of the day. */
  readonly from: number
  readonly to: number
}

/** Whether a text is a time of day as the service takes it, 00:00 to 24:00. */
export function isClock(text: string): boolean {
  return /^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/.test(text)
}

const DAY_MINUTES = 24 * 60

/** Entries as stretches of single days: one that ends on the next morning is cut at midnight, also from Sunday to Monday. */
export function spansOf(entries: readonly ScheduleEntry[]): readonly DaySpan[] {
  return entries.flatMap(({ days, from, to }) => {
    if (!isClock(from) || !isClock(to)) return []
    const begin = shareOf(from)
    const end = shareOf(to)
    return days.flatMap(day => {
      if (end > begin) return [{ day, from: begin, to: end }]
      const tomorrow = { day: (day % 7) + 1, from: 0, to: end }
      return [{ day, from: begin, to: 1 }, ...(end > 0 ? [tomorrow] : [])]
    })
  })
}

function shareOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return (hours * 60 + minutes) / DAY_MINUTES
}
