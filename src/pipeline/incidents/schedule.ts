import type { ScheduleEntry } from '../../model/camera-profile.ts'

const MINUTES_OF_DAY = 1440
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Wall clock in one place. */
export interface LocalTime {
  /** 1 is Monday, 7 is Sunday. */
  readonly day: number
  /** Minutes since midnight, 0..1439. */
  readonly minutes: number
  /** `YYYY-MM-DD` */
  readonly date: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * @param timeZone IANA name, such as `Asia/Shanghai`.
 * @throws RangeError when there is no such zone.
 */
export function localTime(epochMs: number, timeZone: string): LocalTime {
  const parts = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(epochMs)
      .map(({ type, value }) => [type, value])
  )
  return {
    day: DAYS.indexOf(parts.weekday ?? '') + 1,
    minutes: (Number(parts.hour) % 24) * 60 + Number(parts.minute),
    date: `${parts.year}-${parts.month}-${parts.day}`
  }
}

/** Whether the camera is not judged now. An entry that ends at or before its beginning ends on the next day. */
export function isOffSchedule(schedule: readonly ScheduleEntry[], now: LocalTime): boolean {
  const dayBefore = now.day === 1 ? 7 : now.day - 1
  return schedule.some(({ days, from, to }) => {
    const begin = minutesOf(from)
    const end = minutesOf(to)
    if (begin < end) return days.includes(now.day) && now.minutes >= begin && now.minutes < end
    return (days.includes(now.day) && now.minutes >= begin) || (days.includes(dayBefore) && now.minutes < end)
  })
}

/** @param text `HH:MM`, 00:00 to 24:00. */
function minutesOf(text: string): number {
  const [hours, minutes] = text.split(':')
  return Math.min(MINUTES_OF_DAY, Number(hours) * 60 + Number(minutes))
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  // Making one takes longer than using it a thousand times.
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  })
  formats.set(timeZone, format)
  return format
}
