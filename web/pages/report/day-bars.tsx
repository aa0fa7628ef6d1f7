import { useState } from 'react'
import type { ReportDay, Tier } from '../../api/types.ts'
import { formatNumber, formatShare } from '../../format/figure.ts'
import { formatDay } from '../../format/moment.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { ScrollBox } from '../../components/scroll-box.tsx'
import { niceScale } from '../../model/nice-scale.ts'

const TIERS: readonly Tier[] = ['silent', 'impaired', 'lost']

function minutesOf({ minutesByTier }: ReportDay): number {
  return TIERS.reduce((sum, tier) => sum + minutesByTier[tier], 0)
}

/** Camera minutes at fault, a bar for each day, the worst tier at the bottom; hatched from the top, as much of the day as nobody watched. Can also be read as a table. */
export function DayBars({ days }: { readonly days: readonly ReportDay[] }) {
  const { t } = useTexts()
  const [isTable, setTable] = useState(false)
  return (
    <section className="panel">
      <header>
        <h2 className="grow">{t('report.perDay')}</h2>
        <button className="btn sm ghost" type="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t(isTable ? 'measures.asCharts' : 'measures.asTable')}
        </button>
      </header>
      {isTable ? <DayTable days={days} /> : <Bars days={days} />}
    </section>
  )
}

function Bars({ days }: { readonly days: readonly ReportDay[] }) {
  const { t, language, style } = useTexts()
  const marks = niceScale(Math.max(0, ...days.map(minutesOf)))
  const top = marks.at(-1) ?? 1
  return (
    <div className="pad">
      <div className="bars" role="img" aria-label={t('report.perDayLabel', { days: days.length })}>
        {marks.map(mark => (
          <span key={mark} className="mark-line" style={{ bottom: `${(mark / top) * 100}%` }}>
            <span>{formatNumber(mark, language, mark % 1 === 0 ? 0 : 1)}</span>
          </span>
        ))}
        {days.map(day => (
          <span
            key={day.day}
            className="bar-column"
            title={[
              t('report.dayMinutes', { minutes: Math.round(minutesOf(day)) }),
              t('report.dayWatched', { share: formatShare(day.watchedShare ?? 0, language, 0) })
            ].join(', ')}
          >
            {(day.watchedShare ?? 0) < 1 && (
              <i className="unwatched" style={{ height: `${(1 - (day.watchedShare ?? 0)) * 100}%` }} />
            )}
            {TIERS.filter(tier => day.minutesByTier[tier] > 0).map(tier => (
              <i key={tier} className={tier} style={{ height: `${(day.minutesByTier[tier] / top) * 100}%` }} />
            ))}
          </span>
        ))}
      </div>
      <div className="bar-days" aria-hidden="true">
        {days.map(({ day }) => (
          <span key={day}>{formatDay(Date.parse(`${day}T12:00:00Z`), { ...style, zone: 'UTC' })}</span>
        ))}
      </div>
      <span className="legend">
        {[...TIERS].reverse().map(tier => (
          <span key={tier}>
            <i className={tier} />
            {t(`tier.${tier}`)}
          </span>
        ))}
        <span>
          <i className="unwatched" />
          {t('report.notWatched')}
        </span>
      </span>
    </div>
  )
}

function DayTable({ days }: { readonly days: readonly ReportDay[] }) {
  const { t, language, style } = useTexts()
  return (
    <ScrollBox label={t('report.perDay')}>
      <table className="tbl dense">
        <thead>
          <tr>
            <th>{t('report.day')}</th>
            <th className="r">{t('report.usable')}</th>
            <th className="r">{t('report.watched')}</th>
            {[...TIERS].reverse().map(tier => (
              <th key={tier} className="r">
                {t('report.tierMinutes', { tier: t(`tier.${tier}`) })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, availability, watchedShare, minutesByTier }) => (
            <tr key={day}>
              <td>{formatDay(Date.parse(`${day}T12:00:00Z`), { ...style, zone: 'UTC' })}</td>
              <td className="r">{availability === null ? '–' : formatShare(availability, language, 2)}</td>
              <td className="r">{watchedShare === null ? '–' : formatShare(watchedShare, language, 0)}</td>
              {[...TIERS].reverse().map(tier => (
                <td key={tier} className="r">
                  {formatNumber(minutesByTier[tier], language)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}
