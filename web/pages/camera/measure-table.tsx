import type { Series } from '../../api/types.ts'
import { formatMeasure } from '../../format/figure.ts'
import { formatMoment } from '../../format/moment.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { ScrollBox } from '../../components/scroll-box.tsx'
import { serviceNowMs } from '../../state/clock.ts'

const ROWS = 24

/** The charts as figures: every n-th point, newest first. */
export function MeasureTable({ series }: { readonly series: readonly Series[] }) {
  const { t, language, style, named } = useTexts()
  const times = timesOf(series)
  const nowMs = serviceNowMs()
  return (
    <ScrollBox label={t('measures.title')}>
      <table className="tbl dense">
        <thead>
          <tr>
            <th>{t('measures.time')}</th>
            {series.map(({ measure }) => (
              <th key={measure} className="r">
                {named('measure', measure)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map(ms => (
            <tr key={ms}>
              <td>{formatMoment(ms, nowMs, style)}</td>
              {series.map(({ measure, points, unit }) => {
                const point = points.findLast(([at]) => at <= ms)
                return (
                  <td key={measure} className="r">
                    {point === undefined ? '–' : formatMeasure(point[2], unit, language)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function timesOf(series: readonly Series[]): readonly number[] {
  const longest = series.reduce<Series['points']>(
    (found, { points }) => (points.length > found.length ? points : found),
    []
  )
  const step = Math.max(1, Math.ceil(longest.length / ROWS))
  return longest
    .map(([at]) => at)
    .reverse()
    .filter((_, index) => index % step === 0)
}
