import { useMemo } from 'react'
import { connection } from '../state/connection.ts'
import { preferences } from '../state/preferences.ts'
import { useStore } from '../state/use-store.ts'
import { type Texts, textsOf } from './texts.ts'

export function useTexts(): Texts {
  const language = useStore(preferences, ({ language }) => language)
  const zone = useStore(connection, ({ zone }) => zone)
  return useMemo(() => textsOf(language, zone), [language, zone])
}

/** For what is not drawn: messages after a call. */
export function currentTexts(): Texts {
  return textsOf(preferences.get().language, connection.get().zone)
}
