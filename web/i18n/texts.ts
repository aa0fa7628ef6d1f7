import { createElement, Fragment, type ReactNode } from 'react'
import { formatNumber } from '../format/figure.ts'
import type { TimeStyle } from '../format/moment.ts'
import { en } from './en.ts'
import { fill, partsOf } from './fill.ts'
import type { Language } from './language.ts'
import { zh } from './zh.ts'

export type TextKey = keyof typeof en
type Values = Readonly<Record<string, string | number>>
/** Keys that come in two forms, `<key>.one` and `<key>.other`. */
export type CountedKey = TextKey extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never

const TEXTS: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, zh }

export interface Texts {
  readonly language: Language
  readonly style: TimeStyle
  /** A text with its values; numbers are grouped as the language does. */
  readonly t: (key: TextKey, values?: Values) => string
  /** The same for a number of things: singular or plural. */
  readonly count: (key: CountedKey, count: number, values?: Values) => string
  /** A text with elements in the place of its values. */
  readonly rich: (key: TextKey, values: Readonly<Record<string, ReactNode>>) => ReactNode
  /** The name of a fault; an unknown one by its id. */
  readonly kind: (kind: string) => string
  /** The name of something that the service names, such as a measure; an unknown one as the service calls it. */
  readonly named: (list: 'measure' | 'measured' | 'action', name: string) => string
  /** Names one after the other. */
  readonly list: (items: readonly string[]) => string
  /** Of a text that the service gives in both languages. */
  readonly pick: (english: string, chinese: string) => string
}

/** The texts of a language. */
export function textsOf(language: Language, zone: string): Texts {
  const texts = TEXTS[language]
  const shown = (values: Values) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'number' ? formatNumber(value, language) : value
      ])
    )
  const t: Texts['t'] = (key, values = {}) => fill(texts[key], shown(values))
  return {
    language,
    style: { language, zone },
    t,
    count: (key, count, values = {}) =>
      t(`${key}.${language === 'en' && count === 1 ? 'one' : 'other'}` as TextKey, { ...values, count }),
    rich: (key, values) =>
      createElement(
        Fragment,
        null,
        ...partsOf(texts[key]).map(part => (typeof part === 'string' ? part : (values[part.name] ?? '')))
      ),
    kind: kind => textOr(texts, `kind.${kind}`, kind),
    named: (list, name) => textOr(texts, `${list}.${name}`, name),
    list: items => items.join(language === 'zh' ? '、' : ', '),
    pick: (english, chinese) => (language === 'zh' ? chinese : english)
  }
}

function textOr(texts: Readonly<Record<string, string>>, key: string, otherwise: string): string {
  return Object.hasOwn(texts, key) ? (texts[key] ?? otherwise) : otherwise
}
