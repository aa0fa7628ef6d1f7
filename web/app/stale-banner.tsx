import { useEffect } from 'react'
import { Icon } from '../components/icon.tsx'
import { formatLength } from '../format/length.ts'
import { formatClock } from '../format/moment.ts'
import { useTexts } from '../i18n/use-text.ts'
import { browserClock } from '../state/clock.ts'
import { connection, staleAgeMs } from '../state/connection.ts'
import { useStore } from '../state/use-store.ts'

/** Says that what is shown is old, and makes the pictures look old. Verdicts keep their colour. */
export function StaleBanner() {
  const { t, language, style } = useTexts()
  const age = useStore(browserClock, nowMs => staleAgeMs(connection.get(), nowMs))
  const isStale = age !== null
  useEffect(() => {
    document.documentElement.dataset.news = isStale ? 'stale' : 'fresh'
  }, [isStale])
  if (age === null) return null
  const { lastNewsMs, clockOffsetMs } = connection.get()
  return (
    <div className="banner" role="alert">
      <Icon name="warn" />
      <p>
        {t('live.banner', {
          age: formatLength(age, language),
          at: formatClock((lastNewsMs ?? 0) + clockOffsetMs, style)
        })}
      </p>
    </div>
  )
}
