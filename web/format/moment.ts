import { type Language, LOCALES } from '../i18n/language.ts'

/** Where and how times are shown: the site's zone, whatever the viewer's. */
export interface TimeStyle {
  readonly language: Language
  /** IANA name, such as `Europe/Berlin`. */
  readonly zone: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format is slow, and a wall of cameras needs thousands of times. */
function formatFor(style: TimeStyle, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${style.language} ${style.zone} ${name}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat(LOCALES[style.language], {
    ...options,
    timeZone: style.zone,
    hourCycle: 'h23'
  })
  formats.set(key, format)
  return format
}

/** `14:02:11`. */
export function formatClock(ms: number, style: TimeStyle): string {
  return formatFor(style, 'clock', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(ms)
}

/** `14:02`. */
export function formatHourMinute(ms: number, style: TimeStyle): string {
  return formatFor(style, 'minute', { hour: '2-digit', minute: '2-digit' }).format(ms)
}

/** Today as time alone, older as `21 Nov 11:31` or `11月21日 11:31`. */
export function formatMoment(ms: number, nowMs: number, style: TimeStyle): string {
  if (dayOf(ms, style) === dayOf(nowMs, style)) return formatClock(ms, style)
  return `${formatDay(ms, style)} ${formatHourMinute(ms, style)}`
}

/** `21 Nov` or `11月21日`. */
export function formatDay(ms: number, style: TimeStyle): string {
  return formatFor(style, 'day', { day: 'numeric', month: 'short' }).format(ms)
}

/** `Sunday 22 November 2026` or `2026年11月22日星期日`. */
export function formatLongDay(ms: number, style: TimeStyle): string {
  return formatFor(style, 'long', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(ms)
}

/** `Sun 22 Nov` or `11月22日周日`. */
export function formatShortDay(ms: number, style: TimeStyle): string {
  return formatFor(style, 'short', { weekday: 'short', day: 'numeric', month: 'short' }).format(ms)
}

/** `2026-11-22`, in the site's zone; also the value of a date field. */
export function dayOf(ms: number, style: TimeStyle): string {
  const parts = formatFor(style, 'parts', { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(ms)
  const part = (type: string) => parts.find(candidate => candidate.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** Short name of the zone at that time: `UTC+1`. */
export function zoneName(ms: number, style: TimeStyle): string {
  const parts = formatFor(style, 'zone', { timeZoneName: 'shortOffset' }).formatToParts(ms)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? style.zone
  return name.replace('GMT', 'UTC').replace('UTC+0', 'UTC')
}
