import { useId } from 'react'
import type { MaskArea } from '../api/types.ts'
import { useTexts } from '../i18n/use-text.ts'
import { GRID_COLUMNS, GRID_ROWS, type Region } from '../model/region.ts'

export interface RegionOverlayProps {
  readonly region: Region | null
  readonly tone: 'lost' | 'impaired' | 'silent'
  readonly masks: readonly MaskArea[]
}

/** Where the fault is, outlined and hatched; what is not judged, hatched the other way. */
export function RegionOverlay({ region, tone, masks }: RegionOverlayProps) {
  const { t } = useTexts()
  const id = useId()
  if (region === null && masks.length === 0) return null
  const label = [
    ...(region === null ? [] : [t('camera.cellsAtFault', { cells: region.cells })]),
    ...(masks.length === 0 ? [] : [t('camera.areasIgnored', { areas: masks.length })])
  ].join(', ')
  return (
    <svg
      className={`overlay ${tone}`}
      viewBox={`0 0 ${GRID_COLUMNS} ${GRID_ROWS}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <defs>
        <pattern id={`${id}f`} width=".26" height=".26" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="hatch" width=".025" height=".26" />
        </pattern>
        <pattern id={`${id}m`} width=".2" height=".2" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect className="hatch-mask" width=".03" height=".2" />
        </pattern>
      </defs>
      {masks.map((mask, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an area has no name of its own, and the list is drawn whole.
        <polygon key={index} className="mask-line" points={pointsOf(mask)} fill={`url(#${id}m)`} />
      ))}
      {region !== null && (
        <>
          <path d={region.fill} fill={`url(#${id}f)`} />
          <path className="outline" d={region.outline} />
        </>
      )}
    </svg>
  )
}

function pointsOf({ points }: MaskArea): string {
  return points.map(([x, y]) => `${x * GRID_COLUMNS},${y * GRID_ROWS}`).join(' ')
}
