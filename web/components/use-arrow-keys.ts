import { type KeyboardEvent, type RefObject, useRef } from 'react'

/** Steps of the arrow keys in a row of choices. */
export const ACROSS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }
/** The same, where up and down go along the row too. */
export const ANYWAY: Readonly<Record<string, number>> = { ...ACROSS, ArrowDown: 1, ArrowUp: -1 }

/** One stop for the Tab key among several buttons: arrows choose the next one, round and round, and focus it. */
export function useArrowKeys<T extends string>(
  choices: readonly { readonly value: T }[],
  value: T,
  onChange: (value: T) => void,
  steps: Readonly<Record<string, number>>
): { readonly ref: RefObject<HTMLDivElement | null>; readonly onKeyDown: (event: KeyboardEvent) => void } {
  const ref = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = choices.findIndex(choice => choice.value === value)
    const next = (at + step + choices.length) % choices.length
    const choice = choices[next]
    if (choice === undefined) return
    onChange(choice.value)
    ref.current?.querySelectorAll('button')[next]?.focus()
  }
  return { ref, onKeyDown }
}
