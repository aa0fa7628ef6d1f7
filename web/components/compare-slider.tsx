import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/use-text.ts'
import { LivePicture } from './live-picture.tsx'

export interface CompareSide {
  readonly path: string | null
  readonly label: ReactNode
}

export interface CompareSliderProps {
  readonly left: CompareSide
  readonly right: CompareSide
  /** Lies over the right picture. */
  readonly over?: ReactNode
  readonly aspect?: number
}

/** Two pictures in one box, cut where the slider stands. A range field carries it, so arrow keys work. */
export function CompareSlider({ left, right, over, aspect }: CompareSliderProps) {
  const { t } = useTexts()
  const [cut, setCut] = useState(50)
  const shape = aspect === undefined ? {} : { aspect }
  return (
    <div className="compare">
      <LivePicture path={right.path} everyMs={null} alt="" {...shape}>
        {over}
      </LivePicture>
      <div className="over" style={{ clipPath: `inset(0 ${100 - cut}% 0 0)` }}>
        <LivePicture path={left.path} everyMs={null} alt="" {...shape} />
      </div>
      <span className="cut" style={{ left: `${cut}%` }} />
      <span className="tag a">{left.label}</span>
      <span className="tag z">{right.label}</span>
      <input
        type="range"
        min="0"
        max="100"
        step="0.5"
        value={cut}
        aria-label={t('incident.slider')}
        onChange={event => setCut(Number(event.target.value))}
      />
    </div>
  )
}
