import { type Language, LOCALES } from '../i18n/language.ts'

const formats = new Map<string, Intl.NumberFormat>()

/** A number with its thousands grouped and a fixed number of decimals, so that columns line up. */
export function formatNumber(value: number, language: Language, decimals = 0): string {
  const key = `${language} ${decimals}`
  let format = formats.get(key)
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALES[language], {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals
    })
    formats.set(key, format)
  }
  return format.format(value)
}

/** A share of 0..1 as percent: `91 %`. */
export function formatShare(share: number, language: Language, decimals = 0): string {
  return `${formatNumber(share * 100, language, decimals)} %`
}

/** Frames per second with one decimal: `5.0 fps`. */
export function formatRate(perSecond: number, language: Language): string {
  return `${formatNumber(perSecond, language, 1)} fps`
}

/** Milliseconds as `240 ms`, from a second on as `2.4 s`. */
export function formatDelay(ms: number, language: Language): string {
  return ms < 1000 ? `${formatNumber(ms, language)} ms` : `${formatNumber(ms / 1000, language, 1)} s`
}

const BYTE_STEPS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Bytes in steps of a thousand: `412 GB`. */
export function formatBytes(bytes: number, language: Language): string {
  const step = bytes < 1 ? 0 : Math.min(BYTE_STEPS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return `${formatNumber(value, language, step > 0 && value < 10 ? 1 : 0)} ${BYTE_STEPS[step]}`
}

const UNIT_WORDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  levels: { en: ' levels', zh: ' 灰度级' },
  'frames/s': { en: ' fps', zh: ' fps' },
  ratio: { en: ' %', zh: ' %' },
  ms: { en: ' s', zh: ' 秒' },
  '': { en: '', zh: '' }
}

/** The figure of a measure in its unit; a ratio is told in percent, milliseconds in seconds. */
export function formatMeasure(value: number, unit: string, language: Language): string {
  const word = UNIT_WORDS[unit]?.[language] ?? ` ${unit}`
  if (unit === 'ratio') return `${formatNumber(value * 100, language, Math.abs(value) < 0.1 ? 1 : 0)}${word}`
  if (unit === 'ms') return `${formatNumber(value / 1000, language, 1)}${word}`
  return `${formatNumber(value, language, Math.abs(value) < 10 ? 1 : 0)}${word}`
}
