const WIDTH = 900
const HEIGHT = 240
const LEFT = 70
const RIGHT = 12
const TOP = 34
const BOTTOM = 30
const COLOURS = ['#1f6feb', '#d1242f', '#1a7f37', '#8250df', '#9a6700']
const TICKS = 4

/**
 * A line chart as SVG text, with the times of faults as grey bars behind the lines.
 *
 * @param {{ title: string, unit: string, lines: { name: string, points: { atMs: number, value: number }[] }[],
 *   bars: { fromMs: number, toMs: number, name: string }[], totalMs: number }} chart
 */
export function lineChart({ title, unit, lines, bars, totalMs }) {
  const most = Math.max(1e-9, ...lines.flatMap(({ points }) => points.map(({ value }) => value))) * 1.05
  const x = atMs => (LEFT + (atMs / totalMs) * (WIDTH - LEFT - RIGHT)).toFixed(1)
  const y = value => (HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM)).toFixed(1)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="11">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="16" font-size="13" font-weight="bold">${escaped(title)}</text>`,
    ...bars.map(({ fromMs, toMs, name }) => {
      const width = Math.max(1, x(toMs) - x(fromMs)).toFixed(1)
      return `<rect x="${x(fromMs)}" y="${TOP}" width="${width}" height="${HEIGHT - TOP - BOTTOM}" fill="#0001"><title>${escaped(name)}</title></rect>`
    }),
    ...axis(most, unit, y),
    ...hours(totalMs, x),
    ...lines.flatMap(({ name, points }, i) => [
      `<polyline fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="1.2" points="${points
        .map(point => `${x(point.atMs)},${y(point.value)}`)
        .join(' ')}"/>`,
      `<text x="${WIDTH - RIGHT - 120 * (lines.length - i)}" y="16" fill="${COLOURS[i % COLOURS.length]}">${escaped(name)}</text>`
    ]),
    '</svg>'
  ].join('\n')
}

function axis(most, unit, y) {
  return Array.from({ length: TICKS + 1 }, (_, i) => {
    const value = (most * i) / TICKS
    const at = y(value)
    const line = `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}" stroke="#ddd"/>`
    const text = `<text x="${LEFT - 6}" y="${Number(at) + 4}" text-anchor="end">${short(value)} ${unit}</text>`
    return line + text
  })
}

function hours(totalMs, x) {
  const stepMs =
    [1, 2, 5, 10, 20, 30, 60].map(minutes => minutes * 60_000).find(step => totalMs / step <= 13) ?? 3_600_000
  return Array.from({ length: Math.floor(totalMs / stepMs) + 1 }, (_, i) => {
    return `<text x="${x(i * stepMs)}" y="${HEIGHT - 10}" text-anchor="middle">${(i * stepMs) / 60_000} min</text>`
  })
}

function short(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export function escaped(text) {
  return text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`)
}
