import { useTexts } from '../../../i18n/use-text.ts'
import type { DraftField } from './target-draft.ts'

export interface TextFieldProps {
  readonly id: DraftField | 'name' | 'cameras' | 'groups' | 'minSeverity'
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly isNeeded?: boolean
  readonly isSecret?: boolean
  readonly isLong?: boolean
}

/** A field of a target with its label before it. */
export function TextField({ id, value, onChange, placeholder = '', isNeeded, isSecret, isLong }: TextFieldProps) {
  const { t } = useTexts()
  const name = `target-${id}`
  return (
    <>
      <label htmlFor={name}>{t(`alarms.field.${id}`)}</label>
      {isLong ? (
        <textarea id={name} className="field" rows={4} value={value} onChange={event => onChange(event.target.value)} />
      ) : (
        <span className="field">
          <input
            id={name}
            type={isSecret ? 'password' : id === 'port' || id === 'minSeverity' ? 'number' : 'text'}
            autoComplete="off"
            value={value}
            required={isNeeded ?? false}
            placeholder={placeholder}
            onChange={event => onChange(event.target.value)}
          />
        </span>
      )}
    </>
  )
}
