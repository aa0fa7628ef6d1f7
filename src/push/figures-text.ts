import { escapeControls } from '../lib/escape-controls.ts'
import type { CameraFigures } from './camera-figures.ts'

const KB = 1000
const MB = 1_000_000
const HEAD = ['stream', 'state', 'frames/s', 'delivered', 'MB', 'dropped', 'reconnects', 'last error'] as const

/** One line about all cameras, for a terminal or a log. */
export function figuresLine(figures: readonly CameraFigures[]): string {
  const running = figures.filter(({ state }) => state === 'running').length
  const sum = (value: (camera: CameraFigures) => number) => figures.reduce((total, camera) => total + value(camera), 0)
  const parts = [
    `${running}/${figures.length} cameras`,
    `${sum(({ fps }) => fps).toFixed(1)} frames/s`,
    `${sum(({ delivered }) => delivered)} delivered`,
    `${shownBytes(sum(({ deliveredBytes }) => deliveredBytes))}`,
    `${sum(droppedFrames)} dropped`,
    `${sum(({ reconnects }) => reconnects)} reconnects`
  ]
  const away = figures.filter(({ state }) => state === 'waiting').map(({ stream }) => stream)
  if (away.length > 0)
    parts.push(`away: ${escapeControls(away.slice(0, 3).join(', '))}${away.length > 3 ? ' ...' : ''}`)
  return parts.join(' | ')
}

/** A table with a line for each camera. */
export function figuresTable(figures: readonly CameraFigures[]): string {
  const rows = figures.map(camera => [
    escapeControls(camera.stream),
    camera.state,
    camera.fps.toFixed(2),
    String(camera.delivered),
    (camera.deliveredBytes / MB).toFixed(1),
    String(droppedFrames(camera)),
    String(camera.reconnects),
    escapeControls(camera.lastError?.text ?? '')
  ])
  const widths = HEAD.map((head, i) => Math.max(head.length, ...rows.map(row => row[i]?.length ?? 0)))
  return [[...HEAD], ...rows]
    .map(row =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}

/** Frames of a camera that nobody will see. */
export function droppedFrames({ dropped }: CameraFigures): number {
  return dropped.queue + dropped.tooLarge + dropped.notJpeg + dropped.refused
}

function shownBytes(bytes: number): string {
  return bytes < MB ? `${Math.round(bytes / KB)} KB` : `${(bytes / MB).toFixed(1)} MB`
}
