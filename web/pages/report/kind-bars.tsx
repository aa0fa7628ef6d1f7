import type { ReportAnswer } from '../../api/types.ts'
import { Icon, kindIcon } from '../../components/icon.tsx'
import { Nothing } from '../../components/problem.tsx'
import { formatNumber } from '../../format/figure.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { tierOf } from '../../model/kinds.ts'

/** Minutes and incidents by fault, the costliest first. */
export function KindBars({ faults }: { readonly faults: ReportAnswer['total']['faults'] }) {
  const { t, count, language, kind: nameOf } = useTexts()
  const kinds = Object.entries(faults).sort(([, one], [, other]) => other.minutes - one.minutes)
  const most = kinds[0]?.[1].minutes ?? 0
  return (
    <section className="panel">
      <header>
        <h2>{t('report.byFault')}</h2>
      </header>
      {kinds.length === 0 && <Nothing title={t('report.noFault')} />}
      <ul className="kind-bars pad">
        {kinds.map(([kind, { minutes, count: incidents }]) => (
          <li key={kind}>
            <span className="state">
              <Icon name={kindIcon(kind)} className={`c-${tierOf(kind)}`} />
              {nameOf(kind)}
            </span>
            <span className="track">
              <i className={tierOf(kind)} style={{ width: `${most === 0 ? 0 : (minutes / most) * 100}%` }} />
            </span>
            <span className="r">
              {t('report.dayMinutes', {
                minutes: formatNumber(minutes, language, minutes > 0 && minutes < 10 ? 1 : 0)
              })}
            </span>
            <span className="r t3 small">{count('report.incidents', incidents)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
