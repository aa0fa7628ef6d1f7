import { judgeIncident, takeIncident } from '../../app/decide.ts'
import type { IncidentDetail } from '../../api/types.ts'
import { Icon } from '../../components/icon.tsx'
import { Key } from '../../components/key.tsx'
import { OperatorOnly } from '../../components/operator-only.tsx'
import { useTexts } from '../../i18n/use-text.ts'

export interface DecideProps {
  readonly incident: IncidentDetail
  readonly note: string
  readonly onNote: (note: string) => void
}

/** Seen, false alarm, planned work. */
export function Decide({ incident, note, onNote }: DecideProps) {
  const { t } = useTexts()
  const { state, verdict, acknowledgedBy } = incident
  const judge = (wanted: 'false-alarm' | 'planned' | 'real') =>
    void judgeIncident(incident, verdict === wanted ? null : wanted, note)
  return (
    <section className="panel decide">
      <header>
        <h2 className="grow">{t('decide.title')}</h2>
        <span className="t3 small">
          {acknowledgedBy === null ? t('incident.nobodyYet') : t('incident.takenBy', { by: acknowledgedBy })}
        </span>
      </header>
      <div className="pad stackv tight">
        <OperatorOnly>
          {incident.note !== null && <p className="note-text">{incident.note}</p>}
          <textarea
            className="field"
            rows={2}
            maxLength={2000}
            aria-label={t('decide.note')}
            placeholder={t('decide.note')}
            value={note}
            onChange={event => onNote(event.target.value)}
          />
          {state === 'open' && (
            <button
              className="btn main"
              type="button"
              onClick={() => void takeIncident(incident, note)}
              aria-keyshortcuts="a"
            >
              {t('incident.take')}
              <Key name="A" />
            </button>
          )}
          <div className="three">
            <button
              className="btn"
              type="button"
              aria-pressed={verdict === 'false-alarm'}
              onClick={() => judge('false-alarm')}
              aria-keyshortcuts="f"
            >
              <Icon name="flag" />
              {t('verdict.false-alarm')}
              <Key name="F" />
            </button>
            <button
              className="btn"
              type="button"
              aria-pressed={verdict === 'planned'}
              onClick={() => judge('planned')}
              aria-keyshortcuts="p"
            >
              <Icon name="maintenance" />
              {t('verdict.planned')}
              <Key name="P" />
            </button>
            <button className="btn" type="button" aria-pressed={verdict === 'real'} onClick={() => judge('real')}>
              <Icon name="healthy" />
              {t('verdict.real')}
            </button>
          </div>
          <p className="t3 small">{t('decide.hint')}</p>
        </OperatorOnly>
      </div>
    </section>
  )
}
