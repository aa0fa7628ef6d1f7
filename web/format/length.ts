import type { Language } from '../i18n/language.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const UNITS: Readonly<Record<Language, Readonly<Record<'s' | 'min' | 'h' | 'd', string>>>> = {
  en: { s: ' s', min: ' min', h: ' h', d: ' d' },
  zh: { s: ' 秒', min: ' 分', h: ' 小时', d: ' 天' }
}

/** The same of seconds; below 10 s with a decimal, so that fast is told from faster. */
export function formatSeconds(seconds: number | null, language: Language): string {
  if (seconds === null) return '–'
  if (seconds >= 10) return formatLength(seconds * 1000, language)
  return `${seconds.toFixed(1)}${UNITS[language].s}`
}

/** A length of time in at most two units: `12 s`, `28 min`, `2 h 14 min`, `1 d 3 h`. */
export function formatLength(ms: number, language: Language): string {
  const unit = UNITS[language]
  const length = Math.max(0, ms)
  if (length < MINUTE_MS) return `${Math.floor(length / 1000)}${unit.s}`
  if (length < HOUR_MS) return `${Math.floor(length / MINUTE_MS)}${unit.min}`
  if (length < DAY_MS) {
    const minutes = Math.floor((length % HOUR_MS) / MINUTE_MS)
    const hours = `${Math.floor(length / HOUR_MS)}${unit.h}`
    return minutes === 0 ? hours : `${hours} ${String(minutes).padStart(2, '0')}${unit.min}`
  }
  const hours = Math.floor((length % DAY_MS) / HOUR_MS)
  const days = `${Math.floor(length / DAY_MS)}${unit.d}`
  return hours === 0 ? days : `${days} ${hours}${unit.h}`
}
