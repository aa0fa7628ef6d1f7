import { Icon } from './icon.tsx'

export interface ChoiceFieldProps {
  readonly label: string
  /** What it is called where the label stands elsewhere. */
  readonly name?: string
  /** Empty when nothing is chosen. */
  readonly value: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

/** A filter with its label inside. */
export function ChoiceField({ label, name, value, choices, onChange }: ChoiceFieldProps) {
  return (
    <label className="field choice">
      {label !== '' && <span>{label}</span>}
      <select aria-label={name} value={value} onChange={event => onChange(event.target.value)}>
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
