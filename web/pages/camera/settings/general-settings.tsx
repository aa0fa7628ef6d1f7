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
      <label htmlFor="camera-gap">{t('settings.gap')}</label>
      <span className="field">
        <input
          id="camera-gap"
          type="number"
          min="0.2"
          step="any"
          value={gap}
          placeholder={t('settings.asUsual')}
          onChange={e => setGap(e.target.value)}
        />
        s
      </span>
      <label htmlFor="camera-rate">{t('settings.rate')}</label>
      <span className="field">
        <input
          id="camera-rate"
          type="number"
          min="0.01"
          step="any"
          value={rate}
          placeholder={t('settings.asUsual')}
          onChange={e => setRate(e.target.value)}
        />
        fps
      </span>
      <span />
      <span className="row">
        <button className="btn main" type="submit">
          {t('settings.save')}
        </button>
      </span>
    </form>
  )
}
