import { type FormEvent, useState } from 'react'
import type { CameraSettings } from '../../../api/types.ts'
import { useTexts } from '../../../i18n/use-text.ts'
import type { SaveSettings } from './settings-panel.tsx'

export interface GeneralSettingsProps {
  readonly stream: string
  readonly settings: CameraSettings
  readonly save: SaveSettings
}

/** Name, groups, and how often it is looked at. */
export function GeneralSettings({ stream, settings, save }: GeneralSettingsProps) {
  const { t } = useTexts()
  const [name, setName] = useState(settings.name ?? '')
  const [groups, setGroups] = useState(settings.groups.join(', '))
  const [gap, setGap] = useState(settings.gapLimitS === null ? '' : String(settings.gapLimitS))
  const [rate, setRate] = useState(settings.analysisMaxFps === null ? '' : String(settings.analysisMaxFps))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save({
      name: name.trim() === '' ? null : name.trim(),
      groups: groups
        .split(',')
        .map(group => group.trim())
        .filter(group => group !== ''),
      gapLimitS: gap === '' ? null : Number(gap),
      analysisMaxFps: rate === '' ? null : Number(rate)
    })
  }
  return (
    <form className="form general" onSubmit={submit}>
      <label htmlFor="camera-name">{t('settings.name')}</label>
      <span className="field">
        <input
          id="camera-name"
          value={name}
          placeholder={stream}
          maxLength={200}
          onChange={e => setName(e.target.value)}
        />
      </span>
      <label htmlFor="camera-groups">{t('settings.groups')}</label>
      <span className="field">
        <input
          id="camera-groups"
          value={groups}
          placeholder={t('settings.groupsHint')}
          onChange={e => setGroups(e.target.value)}
        />
      </span>
      <NumberField id="camera-gap" label={t('settings.gap')} unit="s" min={0.2} value={gap} onChange={setGap} />
      <NumberField id="camera-rate" label={t('settings.rate')} unit="fps" min={0.01} value={rate} onChange={setRate} />
      <span />
      <span className="row">
        <button className="btn main" type="submit">
          {t('settings.save')}
        </button>
      </span>
    </form>
  )
}

interface NumberFieldProps {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly min: number
  /** Empty: as the service's settings say. */
  readonly value: string
  readonly onChange: (value: string) => void
}

function NumberField({ id, label, unit, min, value, onChange }: NumberFieldProps) {
  const { t } = useTexts()
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <span className="field">
        <input
          id={id}
          type="number"
          min={min}
          step="any"
          value={value}
          placeholder={t('settings.asUsual')}
          onChange={e => onChange(e.target.value)}
        />
        {unit}
      </span>
    </>
  )
}
