import type uPlot from 'uplot'
import type { Series } from '../api/types.ts'
import { brokenAtGaps } from '../model/broken-at-gaps.ts'

export interface PlotInput {
  readonly series: Series
  readonly fromMs: number
  readonly toMs: number
  readonly startMs: number | null
}

/** Columns of a plot: seconds, least, mean, most, usual. Where nothing was measured for long, the line is broken. */
export function chartRows({ points, reference }: Series): uPlot.AlignedData {
  const shown = brokenAtGaps(points)
  const usual = reference ?? []
  let at = 0
  return [
    shown.map(([ms]) => ms / 1000),
    shown.map(point => point[1]),
    shown.map(point => point[2]),
    shown.map(point => point[3]),
    shown.map(([ms]) => {
      while (at + 1 < usual.length && (usual[at + 1]?.[0] ?? 0) <= ms) at++
      return usual[at]?.[1] ?? null
    })
  ]
}

/** A small plot without axes, in the colours of the theme. */
export function chartOptions(
  element: HTMLElement,
  input: () => PlotInput,
  onPoint: (ms: number | null) => void
): uPlot.Options {
  const styles = getComputedStyle(element)
  const colour = (name: string) => styles.getPropertyValue(name).trim()
  return {
    width: Math.max(1, element.clientWidth),
    height: Math.max(1, element.clientHeight),
    legend: { show: false },
    padding: [4, 0, 2, 0],
    cursor: { y: false, points: { size: 6 }, drag: { setScale: false } },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: true, range: () => [input().fromMs / 1000, input().toMs / 1000] },
      y: { range: (_, least, most) => heightOf(input().series, least, most) }
    },
    series: [
      {},
      { points: { show: false }, width: 0 },
      { points: { show: false }, width: 1.4, stroke: colour('--series') },
      { points: { show: false }, width: 0 },
      { points: { show: false }, width: 1, stroke: colour('--cursor'), dash: [1, 3] }
    ],
    bands: [{ series: [3, 1], fill: colour('--band') }],
    hooks: {
      drawClear: [plot => drawAlarms(plot, input().series, colour('--lost-wash'))],
      draw: [
        plot => drawLevel(plot, input().series.limit, colour('--limit')),
        plot => drawStart(plot, input().startMs, colour('--cursor')),
        plot => drawFloor(plot, colour('--grid'))
      ],
      setCursor: [plot => onPoint(pointedMs(plot))]
    }
  }
}

/** The moment under the pointer, ms, or null. */
function pointedMs({ cursor, data }: uPlot): number | null {
  if (cursor.left === undefined || cursor.left < 0 || cursor.idx === undefined || cursor.idx === null) return null
  const seconds = data[0][cursor.idx]
  return seconds === undefined ? null : Math.round(seconds * 1000)
}

/** The limit and what is usual must be seen, and a flat line must not fill the box with noise. */
function heightOf({ limit, unit }: Series, least: number | null, most: number | null): [number, number] {
  const low = Math.min(0, least ?? 0, limit ?? 0)
  const high = Math.max(most ?? 0, limit ?? 0, unit === 'ratio' ? 0.1 : 1)
  return [low, high + (high - low) * 0.08]
}

function drawAlarms({ ctx, bbox, valToPos }: uPlot, { alarms }: Series, colour: string): void {
  ctx.save()
  ctx.fillStyle = colour
  for (const [from, to] of alarms) {
    const left = Math.max(bbox.left, valToPos(from / 1000, 'x', true))
    const right = Math.min(bbox.left + bbox.width, valToPos(to / 1000, 'x', true))
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height)
  }
  ctx.restore()
}

function drawLevel(plot: uPlot, value: number | null, colour: string): void {
  if (value === null) return
  const y = Math.round(plot.valToPos(value, 'y', true)) + 0.5
  const { left, width } = plot.bbox
  line(plot.ctx, colour, [4, 3], left, y, left + width, y)
}

function drawStart(plot: uPlot, ms: number | null, colour: string): void {
  if (ms === null) return
  const x = Math.round(plot.valToPos(ms / 1000, 'x', true)) + 0.5
  const { left, top, width, height } = plot.bbox
  if (x >= left && x <= left + width) line(plot.ctx, colour, [1, 2], x, top, x, top + height)
}

function drawFloor({ ctx, bbox: { left, top, width, height } }: uPlot, colour: string): void {
  line(ctx, colour, [], left, top + height - 0.5, left + width, top + height - 0.5)
}

function line(
  ctx: CanvasRenderingContext2D,
  colour: string,
  dash: readonly number[],
  ...[x1, y1, x2, y2]: readonly [number, number, number, number]
): void {
  const scale = window.devicePixelRatio
  ctx.save()
  ctx.strokeStyle = colour
  ctx.lineWidth = scale
  ctx.setLineDash(dash.map(length => length * scale))
  ctx.beginPath()
  ctx.moveTo(x1, y1)
  ctx.lineTo(x2, y2)
  ctx.stroke()
  ctx.restore()
}
