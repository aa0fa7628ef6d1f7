import { useEffect, useState } from 'react'
import { currentTexts } from '../i18n/use-text.ts'
import { onIncident } from '../live/listeners.ts'

/** At most one message in so long, ms. */
const EVERY_MS = 10_000

/** Tells screen readers of new incidents, many of them in one sentence. */
export function Announcer() {
  const [text, setText] = useState('')
  useEffect(() => {
    let waiting: string[] = []
    const stop = onIncident((type, incident) => {
      if (type !== 'incident-opened' || incident.parentId !== null) return
      const { t, kind } = currentTexts()
      const name = incident.name ?? incident.stream ?? incident.group ?? ''
      waiting.push(t('announce.one', { name, kind: kind(incident.kind) }))
    })
    const timer = setInterval(() => {
      const [first] = waiting
      if (first === undefined) return
      setText(waiting.length === 1 ? first : currentTexts().count('announce.many', waiting.length))
      waiting = []
    }, EVERY_MS)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [])
  return (
    <div className="vh" role="status" aria-live="polite">
      {text}
    </div>
  )
}
