import type { ReactNode } from 'react'
import { ANYWAY, useArrowKeys } from './use-arrow-keys.ts'

export interface SegmentChoice<T extends string> {
  readonly value: T
  readonly label: ReactNode
}

export interface SegmentProps<T extends string> {
  readonly label: string
  readonly choices: readonly SegmentChoice<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
  readonly disabled?: boolean
}

/** One of a few: a single stop for the Tab key, arrows go on. */
export function Segment<T extends string>({ label, choices, value, onChange, disabled = false }: SegmentProps<T>) {
  const keys = useArrowKeys(choices, value, onChange, ANYWAY)
  return (
    <div className="seg" role="radiogroup" aria-label={label} {...keys}>
      {choices.map(choice => (
        // biome-ignore lint/a11y/useSemanticElements: a button with text that looks pressed; arrows are handled above.
        <button
          key={choice.value}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          tabIndex={choice.value === value ? 0 : -1}
          disabled={disabled}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  )
}
