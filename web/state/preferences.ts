import { type Language, languageFor } from '../i18n/language.ts'
import { createStore } from './store.ts'

export interface Preferences {
  readonly theme: 'dark' | 'light'
  readonly language: Language
  /** Whether single keys do something. */
  readonly keys: boolean
  /** Tiers of new incidents that make a sound. */
  readonly sounds: readonly string[]
  /** What is told as `by` with every decision; empty tells none. */
  readonly operator: string
}

const KEY = 'camera-check.preferences'

/** Kept in this browser. */
export const preferences = createStore<Preferences>(load())

function load(): Preferences {
  const kept = storedPreferences()
  return {
    theme: kept.theme === 'light' ? 'light' : 'dark',
    language: kept.language === 'zh' || kept.language === 'en' ? kept.language : languageFor(navigator.language),
    keys: kept.keys !== false,
    sounds: Array.isArray(kept.sounds) ? kept.sounds.filter(sound => typeof sound === 'string') : [],
    operator: typeof kept.operator === 'string' ? kept.operator : ''
  }
}

function storedPreferences(): Partial<Record<keyof Preferences, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof kept === 'object' && kept !== null ? kept : {}
  } catch {
    return {}
  }
}

export function setPreferences(change: Partial<Preferences>): void {
  preferences.update(now => ({ ...now, ...change }))
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.get()))
  } catch {
    // Without storage they hold until the page is closed.
  }
}

/** Puts theme and language on the document, now and whenever they change. */
export function applyPreferences(): void {
  const apply = () => {
    const { theme, language } = preferences.get()
    document.documentElement.dataset.theme = theme
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }
  apply()
  preferences.subscribe(apply)
}
