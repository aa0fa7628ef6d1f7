import type { Incident } from '../api/types.ts'
import { formatLength } from '../format/length.ts'
import { formatMoment } from '../format/moment.ts'
import { useTexts } from '../i18n/use-text.ts'
import { useFromClock } from '../state/clock.ts'

/** A point in time: today as time alone, older with its day. */
export function MomentText({ at }: { readonly at: string }) {
  const { style } = useTexts()
  const text = useFromClock(nowMs => formatMoment(Date.parse(at), nowMs, style))
  return <time dateTime={at}>{text}</time>
}

/** How long an incident went on, and whether it still does. */
export function LastedText({ incident }: { readonly incident: Pick<Incident, 'openedAt' | 'closedAt'> }) {
  const { t, language } = useTexts()
  const { openedAt, closedAt } = incident
  const text = useFromClock(nowMs => {
    const length = formatLength((closedAt === null ? nowMs : Date.parse(closedAt)) - Date.parse(openedAt), language)
    return closedAt === null ? t('incident.stillOpen', { length }) : length
  })
  return <>{text}</>
}

/** How long something has gone on, or went on. */
export function LengthText({ from, to }: { readonly from: string; readonly to: string | null }) {
  const { language } = useTexts()
  const text = useFromClock(nowMs => formatLength((to === null ? nowMs : Date.parse(to)) - Date.parse(from), language))
  return <>{text}</>
}
