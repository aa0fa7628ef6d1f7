import { Icon } from './icon.tsx'

export interface ChoiceFieldProps {
  readonly label: string
  /** Empty when nothing is chosen. */
  readonly value: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

/** A filter with its label inside. */
export function ChoiceField({ label, value, choices, onChange }: ChoiceFieldProps) {
  return (
    <label className="field choice">
      <span>{label}</span>
      <select value={value} onChange={event => onChange(event.target.value)}>
        {choices.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </label>
  )
}
