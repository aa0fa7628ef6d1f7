import { type FormEvent, useState } from 'react'
import type { AlarmTargetBody } from '../../../../src/http/schemas/alarms.ts'
import { saveTarget } from '../../../api/alarm-calls.ts'
import { ChoiceField } from '../../../components/choice-field.tsx'
import { Modal } from '../../../components/modal.tsx'
import { Problem } from '../../../components/problem.tsx'
import { useTexts } from '../../../i18n/use-text.ts'
import { Check } from './check.tsx'
import { bodyOf, draftOf, FIELDS_OF, SECRETS, SECURITIES, TARGET_TYPES, type TargetDraft } from './target-draft.ts'
import { TargetFilter } from './target-filter.tsx'
import { TextField } from './text-field.tsx'

export interface TargetFormProps {
  /** Null for a new one. */
  readonly target: AlarmTargetBody | null
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** Where alarms go to, and which. */
export function TargetForm({ target, onClose, onSaved }: TargetFormProps) {
  const { t, language } = useTexts()
  const [draft, setDraft] = useState(() => draftOf(target, language))
  const [error, setError] = useState<unknown>(null)
  const [isSaving, setSaving] = useState(false)
  const change = (part: Partial<TargetDraft>) => setDraft(now => ({ ...now, ...part }))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSaving(true)
    try {
      await saveTarget(draft.id, bodyOf(draft, target))
      onSaved()
    } catch (cause) {
      setError(cause)
      setSaving(false)
    }
  }
  const title = t(target === null ? 'alarms.add' : 'alarms.edit')
  return (
    <Modal label={title} onClose={onClose} className="target">
      <h2>{title}</h2>
      {error !== null && <Problem error={error} onRetry={null} />}
      <form className="form" onSubmit={event => void submit(event)}>
        <TextField id="name" value={draft.name} isNeeded onChange={name => change({ name })} />
        <span>{t('alarms.type')}</span>
        <ChoiceField
          label=""
          name={t('alarms.type')}
          value={draft.type}
          choices={TARGET_TYPES.map(value => ({ value, label: t(`alarms.type.${value}`) }))}
          onChange={value => change({ type: value as TargetDraft['type'] })}
        />
        <Particulars draft={draft} target={target} change={change} />
        <TargetFilter draft={draft} change={change} />
        <span />
        <span className="row">
          <button className="btn main" type="submit" disabled={isSaving}>
            {t('settings.save')}
          </button>
          <button className="btn" type="button" onClick={onClose}>
            {t('alarms.cancel')}
          </button>
        </span>
      </form>
    </Modal>
  )
}

interface PartProps {
  readonly draft: TargetDraft
  readonly target: AlarmTargetBody | null
  readonly change: (part: Partial<TargetDraft>) => void
}

/** What the type needs. */
function Particulars({ draft, target, change }: PartProps) {
  const { t } = useTexts()
  const { type, fields, language, security, enabled, pictures } = draft
  return (
    <>
      {FIELDS_OF[type].map(field => {
        const isSecret = SECRETS.includes(field)
        const kept = target?.type === type ? (target.secrets[field as keyof typeof target.secrets] ?? null) : null
        return (
          <TextField
            key={field}
            id={field}
            value={fields[field]}
            isLong={field === 'template'}
            isSecret={isSecret && field !== 'url'}
            placeholder={isSecret && kept !== null ? t('alarms.kept', { shown: kept }) : ''}
            onChange={value => change({ fields: { ...fields, [field]: value } })}
          />
        )
      })}
      {type === 'email' && (
        <>
          <span>{t('alarms.security')}</span>
          <ChoiceField
            label=""
            name={t('alarms.security')}
            value={security}
            choices={SECURITIES.map(value => ({ value, label: t(`alarms.security.${value}`) }))}
            onChange={value => change({ security: value as TargetDraft['security'] })}
          />
        </>
      )}
      <span>{t('alarms.language')}</span>
      <ChoiceField
        label=""
        name={t('alarms.language')}
        value={language}
        choices={[
          { value: 'en', label: 'English' },
          { value: 'zh', label: '中文' }
        ]}
        onChange={value => change({ language: value === 'zh' ? 'zh' : 'en' })}
      />
      <span>{t('alarms.options')}</span>
      <span className="row wrap">
        <Check label={t('alarms.enabled')} isOn={enabled} onChange={value => change({ enabled: value })} />
        <Check label={t('alarms.pictures')} isOn={pictures} onChange={value => change({ pictures: value })} />
      </span>
    </>
  )
}
