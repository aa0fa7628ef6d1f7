import { type KeyboardEvent, type ReactNode, useRef } from 'react'

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
  const group = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = choices.findIndex(choice => choice.value === value)
    const next = (at + step + choices.length) % choices.length
    const choice = choices[next]
    if (choice === undefined) return
    onChange(choice.value)
    group.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <div className="seg" role="radiogroup" aria-label={label} onKeyDown={move} ref={group}>
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
