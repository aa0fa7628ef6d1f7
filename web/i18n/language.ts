export type Language = 'en' | 'zh'

/** The locale that dates and figures follow. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' }

/** The page's language for a browser's. */
export function languageFor(tag: string): Language {
  return tag.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
