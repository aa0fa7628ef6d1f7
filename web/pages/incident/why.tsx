import type { Fault, IncidentDetail } from '../../api/types.ts'
import { Icon, kindIcon } from '../../components/icon.tsx'
import { LengthText } from '../../components/moment-text.tsx'
import { formatMeasure, formatShare } from '../../format/figure.ts'
import { ScrollBox } from '../../components/scroll-box.tsx'
import { useTexts } from '../../i18n/use-text.ts'

export interface WhyProps {
  readonly incident: IncidentDetail
  readonly fault: Fault
}

/** The figures behind the verdict, and what was explained away. */
export function Why({ incident, fault }: WhyProps) {
  const { t, language, named, kind: nameOf } = useTexts()
  const { measure, value, limit, reference, unit } = fault
  return (
    <>
      <section className="panel">
        <header>
          <h2>{t('why.title')}</h2>
        </header>
        <ScrollBox label={t('why.title')}>
          <table className="tbl">
            <thead>
              <tr>
                <th>{t('why.measure')}</th>
                <th className="r">{t('why.usual')}</th>
                <th className="r">{t('why.worst')}</th>
                <th className="r">{t('why.limit')}</th>
                <th className="r">{t('why.severity')}</th>
                <th className="r">{t('why.held')}</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td className="b wraps">{named('measured', measure)}</td>
                <td className="r">{reference === null ? '–' : formatMeasure(reference, unit, language)}</td>
                <td className={`r b c-${incident.tier}`}>{formatMeasure(value, unit, language)}</td>
                <td className="r">{formatMeasure(limit, unit, language)}</td>
                <td className="r">{formatShare(incident.peakSeverity, language)}</td>
                <td className="r">
                  <LengthText from={incident.openedAt} to={incident.closedAt} />
                </td>
              </tr>
            </tbody>
          </table>
        </ScrollBox>
      </section>
      {incident.explained.length > 0 && (
        <section className="panel">
          <header>
            <h2>{t('why.explained')}</h2>
          </header>
          <ul className="away pad">
            {incident.explained.map(kind => (
              <li key={kind}>
                <Icon name={kindIcon(kind)} />
                <b>{nameOf(kind)}</b>
                <p>{t('why.follows', { cause: nameOf(incident.kind) })}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
