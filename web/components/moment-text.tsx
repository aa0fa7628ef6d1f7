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

/** How long something has gone on, or went on. */
export function LengthText({ from, to }: { readonly from: string; readonly to: string | null }) {
  const { language } = useTexts()
  const text = useFromClock(nowMs => formatLength((to === null ? nowMs : Date.parse(to)) - Date.parse(from), language))
  return <>{text}</>
}
