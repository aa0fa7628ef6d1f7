import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Series } from '../api/types.ts'
import { formatMeasure } from '../format/figure.ts'
import { formatMoment } from '../format/moment.ts'
import { useTexts } from '../i18n/use-text.ts'
import { tierOf } from '../model/kinds.ts'
import { serviceNowMs } from '../state/clock.ts'
import { preferences } from '../state/preferences.ts'
import { useStore } from '../state/use-store.ts'
import { chartOptions, chartRows } from './measure-plot.ts'

export interface MeasureChartProps {
  readonly series: Series
  readonly fromMs: number
  readonly toMs: number
  /** When the open incident began, or null. */
  readonly startMs: number | null
}

/** One measure over time: least to most as a band, mean as a line, what is usual dotted, the limit dashed, alarms shaded. */
export function MeasureChart({ series, fromMs, toMs, startMs }: MeasureChartProps) {
  const { t, language, style, named } = useTexts()
  const [pointed, setPointed] = useState<number | null>(null)
  const box = usePlot({ series, fromMs, toMs, startMs }, setPointed)
  const { points, unit, limit, reference, kind, alarms } = series
  const point = pointed === null ? points.at(-1) : points.find(([ms]) => Math.round(ms) === pointed)
  const isAlarmed = alarms.some(([from, to]) => point !== undefined && from <= point[0] && point[0] <= to)
  const tone = isAlarmed ? `c-${tierOf(kind ?? '')}` : ''
  const shown = (value: number) => formatMeasure(value, unit, language)
  const usual = reference?.at(-1)?.[1]
  const value = point === undefined ? t('measures.cannotTell') : shown(point[2])
  const limitText = limit === null ? '' : t('measures.limit', { limit: shown(limit) })
  const usualText = usual === undefined ? '' : t('measures.usual', { usual: shown(usual) })
  return (
    <div className="mm">
      <div className="lab">
        <span>{named('measure', series.measure)}</span>
        <b className={tone}>{value}</b>
      </div>
      <div
        ref={box}
        className="plot"
        role="img"
        aria-label={[`${named('measure', series.measure)}: ${value}`, usualText, limitText]
          .filter(text => text !== '')
          .join('; ')}
      />
      <div className="ft">
        <span>{pointed === null ? usualText : formatMoment(pointed, serviceNowMs(), style)}</span>
        <span>{limitText}</span>
      </div>
    </div>
  )
}

/** Keeps a plot in step with its box and its data. */
function usePlot(props: MeasureChartProps, onPoint: (ms: number | null) => void) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const latest = useRef(props)
  latest.current = props
  const theme = useStore(preferences, now => now.theme)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read while drawing.
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const made = new uPlot(
      chartOptions(element, () => latest.current, onPoint),
      chartRows(latest.current.series),
      element
    )
    plot.current = made
    const sizes = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: element.clientHeight }))
    sizes.observe(element)
    return () => {
      sizes.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [theme, onPoint])
  useEffect(() => {
    plot.current?.setData(chartRows(props.series))
  }, [props.series])
  return box
}
