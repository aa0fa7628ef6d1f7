import type { IncidentDetail } from '../../api/types.ts'
import { MomentText } from '../../components/moment-text.tsx'
import { useTexts } from '../../i18n/use-text.ts'

/** What happened, oldest first. */
export function Timeline({ incident }: { readonly incident: IncidentDetail }) {
  const { t, pick } = useTexts()
  return (
    <section className="panel">
      <header>
        <h2>{t('timeline.title')}</h2>
      </header>
      <ol className="tl pad">
        {incident.timeline.map(({ at, what, by, text, text_zh }) => (
          <li key={`${at} ${what} ${text}`}>
            <MomentText at={at} />
            <span
              className={`p ${what === 'raised' || what === 'reopened' ? incident.tier : what === 'closed' ? 'fill' : ''}`}
            />
            <div>
              <b className={what === 'raised' ? `c-${incident.tier}` : ''}>{t(`timeline.${what}`)}</b>
              <p>{by === null ? pick(text, text_zh) : t('timeline.by', { text: pick(text, text_zh), by })}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
