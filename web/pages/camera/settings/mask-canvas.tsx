import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react'
import type { CameraState, MaskArea } from '../../../api/types.ts'
import { LivePicture } from '../../../components/live-picture.tsx'
import { useTexts } from '../../../i18n/use-text.ts'
import { aspectOf } from '../../../model/aspect.ts'
import { inPicture, POINTS_MAX, type Point, withoutPoint, withPoint } from '../../../model/mask-edit.ts'
import { livePicturePath } from '../../../pictures/use-picture.ts'

export interface MaskCanvasProps {
  readonly stream: string
  readonly shape: CameraState['shape']
  readonly areas: readonly MaskArea[]
  /** Corners of the area that is being drawn, or null. */
  readonly draft: readonly Point[] | null
  readonly onAreas: (areas: readonly MaskArea[]) => void
  readonly onDraft: (points: readonly Point[]) => void
  readonly onClose: () => void
}

const STEP = 0.01
const FAR_STEP = 0.05
const STEPS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
}

/** The picture with areas on it. Corners are buttons: to be dragged, or moved with the arrow keys. */
export function MaskCanvas({ stream, shape, areas, draft, onAreas, onDraft, onClose }: MaskCanvasProps) {
  const { t } = useTexts()
  const box = useRef<HTMLDivElement>(null)
  const addCorner = (event: PointerEvent) => {
    if (draft === null || box.current === null || event.button !== 0 || draft.length >= POINTS_MAX) return
    if (event.target instanceof HTMLButtonElement) return
    onDraft([...draft, placeOf(event, box.current)])
  }
  return (
    <div className={draft === null ? 'mask-canvas' : 'mask-canvas drawing'} ref={box} onPointerDown={addCorner}>
      <LivePicture path={livePicturePath(stream, 960)} everyMs={1000} alt={t('mask.picture')} {...aspectOf({ shape })}>
        <Areas areas={areas} draft={draft} />
      </LivePicture>
      {areas.flatMap(({ points }, at) =>
        points.map((point, corner) => (
          <Corner
            // biome-ignore lint/suspicious/noArrayIndexKey: a corner is known by its place.
            key={`${at} ${corner}`}
            label={t('mask.corner', { corner: corner + 1, number: at + 1 })}
            point={point}
            onMove={next => onAreas(withPoint(areas, at, corner, next))}
            onRemove={() => onAreas(withoutPoint(areas, at, corner))}
          />
        ))
      )}
      {draft?.map((point, corner) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a corner is known by its place.
          key={corner}
          type="button"
          className="corner"
          style={placeStyle(point)}
          aria-label={
            corner === 0 ? t('mask.close') : t('mask.corner', { corner: corner + 1, number: areas.length + 1 })
          }
          onClick={() => corner === 0 && draft.length > 2 && onClose()}
        />
      ))}
    </div>
  )
}

function Areas({ areas, draft }: Pick<MaskCanvasProps, 'areas' | 'draft'>) {
  const id = useId()
  const path = (points: readonly Point[]) => points.map(([x, y]) => `${x * 16},${y * 9}`).join(' ')
  return (
    <svg className="overlay" viewBox="0 0 16 9" preserveAspectRatio="none" aria-hidden="true">
      <defs>
        <pattern id={id} width=".2" height=".2" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect className="hatch-mask" width=".03" height=".2" />
        </pattern>
      </defs>
      {areas.map(({ points }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an area is known by its place.
        <polygon key={at} className="mask-line" points={path(points)} fill={`url(#${id})`} />
      ))}
      {draft !== null && <polyline className="mask-line draft" points={path(draft)} fill="none" />}
    </svg>
  )
}

interface CornerProps {
  readonly label: string
  readonly point: Point
  readonly onMove: (point: Point) => void
  readonly onRemove: () => void
}

function Corner({ label, point, onMove, onRemove }: CornerProps) {
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    const box = event.currentTarget.parentElement
    if (box !== null && event.currentTarget.hasPointerCapture(event.pointerId)) onMove(placeOf(event, box))
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      onRemove()
      return
    }
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const far = event.shiftKey ? FAR_STEP : STEP
    onMove([point[0] + step[0] * far, point[1] + step[1] * far])
  }
  return (
    <button
      type="button"
      className="corner"
      style={placeStyle(point)}
      aria-label={label}
      onKeyDown={onKey}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
    />
  )
}

function placeOf(event: PointerEvent, box: HTMLElement): Point {
  const { left, top, width, height } = box.getBoundingClientRect()
  return inPicture([(event.clientX - left) / width, (event.clientY - top) / height])
}

function placeStyle([x, y]: Point) {
  return { left: `${x * 100}%`, top: `${y * 100}%` }
}
