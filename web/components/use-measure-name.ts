import { useTexts } from '../i18n/use-text.ts'
import { en } from '../i18n/en.ts'
import type { TextKey } from '../i18n/use-text.ts'

/** Gives the name of a measure; one that this page does not know is told as the service calls it. */
export function useMeasureName(): (measure: string) => string {
  const { t } = useTexts()
  return measure => {
    const key = `measure.${measure}`
    return key in en ? t(key as TextKey) : measure
  }
}
