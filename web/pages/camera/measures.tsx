import { useEffect, useState } from 'react'
import { fetchMeasures } from '../../api/camera-calls.ts'
import type { Incident, Series } from '../../api/types.ts'
import { MeasureChart } from '../../components/measure-chart.tsx'
import { Nothing, Problem } from '../../components/problem.tsx'
import { Segment } from '../../components/segment.tsx'
import { SkeletonLines } from '../../components/skeleton.tsx'
import { formatMoment } from '../../format/moment.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { serviceNowMs } from '../../state/clock.ts'
import { useLoad } from '../../state/use-load.ts'
import { MeasureTable } from './measure-table.tsx'

const HOUR_MS = 3_600_000
const SPANS = { '1h': HOUR_MS, '6h': 6 * HOUR_MS, '24h': 24 * HOUR_MS } as const
const POINTS = 240
const EVERY_MS = 10_000
/** A chart of a camera that is new is no narrower than this. */
const LEAST_MS = 10 * 60_000

export interface MeasuresProps {
  readonly stream: string
  readonly incident: Incident | null
}

/** Charts of what is measured, against what is usual and the limit. */
export function Measures({ stream, incident }: MeasuresProps) {
  const { t } = useTexts()
  const [span, setSpan] = useState<keyof typeof SPANS>('1h')
  const [isTable, setTable] = useState(false)
  const { data, error, reload } = useLoad(`measures ${stream} ${span}`, async () => {
    const toMs = serviceNowMs()
    const { series } = await fetchMeasures(stream, toMs - SPANS[span], toMs, POINTS)
    return { fromMs: begin(series, toMs - SPANS[span], toMs), toMs, series }
  })
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), EVERY_MS)
    return () => clearInterval(timer)
  }, [reload])
  return (
    <section className="panel measures">
      <header>
        <h2 className="grow">{t('measures.title')}</h2>
        <button className="btn sm ghost" type="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t(isTable ? 'measures.asCharts' : 'measures.asTable')}
        </button>
        <Segment
          label={t('measures.span')}
          value={span}
          onChange={setSpan}
          choices={(['1h', '6h', '24h'] as const).map(value => ({ value, label: t(`measures.${value}`) }))}
        />
      </header>
      {error !== null && data === null && <Problem error={error} onRetry={reload} />}
      {data === null && error === null && <SkeletonLines lines={8} height={80} />}
      {data?.series.every(({ points }) => points.length === 0) && <Nothing title={t('measures.none')} />}
      {data !== null && (isTable ? <MeasureTable series={data.series} /> : <Charts {...data} incident={incident} />)}
    </section>
  )
}

/** Where charts begin: with what there is, and not with an hour in which the camera was not there. */
function begin(series: readonly Series[], fromMs: number, toMs: number): number {
  const firstMs = Math.min(toMs, ...series.map(({ points }) => points[0]?.[0] ?? toMs))
  return Math.max(fromMs, Math.min(firstMs, toMs - LEAST_MS))
}

interface ChartsProps {
  readonly series: readonly Series[]
  readonly fromMs: number
  readonly toMs: number
  readonly incident: Incident | null
}

function Charts({ series, fromMs, toMs, incident }: ChartsProps) {
  const { t, style } = useTexts()
  const shown = series.filter(({ points }) => points.length > 0)
  if (shown.length === 0) return null
  return (
    <>
      <div className="multi">
        {shown.map(one => (
          <MeasureChart
            key={one.measure}
            series={one}
            fromMs={fromMs}
            toMs={toMs}
            startMs={incident === null ? null : Date.parse(incident.openedAt)}
          />
        ))}
      </div>
      <p className="micro t3 chart-key">
        {t('measures.key', {
          from: formatMoment(fromMs, serviceNowMs(), style),
          to: formatMoment(toMs, serviceNowMs(), style)
        })}
      </p>
    </>
  )
}
