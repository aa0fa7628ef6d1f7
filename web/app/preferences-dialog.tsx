import { Modal } from '../components/modal.tsx'
import { Segment } from '../components/segment.tsx'
import type { TextKey } from '../i18n/texts.ts'
import { useTexts } from '../i18n/use-text.ts'
import { preferences, setPreferences } from '../state/preferences.ts'
import { useStore } from '../state/use-store.ts'
import { closeDialog } from './dialogs.ts'
import { playTone } from './sounds.ts'

const KEYS: readonly (readonly [string, TextKey])[] = [
  ['/', 'keys.find'],
  ['J  K', 'keys.next'],
  ['Enter', 'keys.open'],
  ['Esc', 'keys.back'],
  ['A', 'keys.take'],
  ['F', 'keys.false'],
  ['P', 'keys.planned'],
  ['X', 'keys.select'],
  ['Shift X', 'keys.range'],
  ['T', 'keys.table'],
  ['1 – 4', 'keys.pages'],
  ['?', 'keys.help']
]

const TIERS = ['lost', 'impaired', 'silent'] as const

/** How the page looks and sounds here, and all its keys. */
export function PreferencesDialog() {
  const { t } = useTexts()
  const { theme, language, keys, operator } = useStore(preferences, now => now)
  return (
    <Modal label={t('preferences.title')} onClose={closeDialog} className="preferences">
      <div className="row">
        <h2 className="grow title">{t('preferences.title')}</h2>
        <button className="btn" type="button" onClick={closeDialog}>
          {t('preferences.close')}
        </button>
      </div>
      <div className="form">
        <span>{t('preferences.theme')}</span>
        <Segment
          label={t('preferences.theme')}
          value={theme}
          onChange={value => setPreferences({ theme: value })}
          choices={[
            { value: 'dark', label: t('preferences.dark') },
            { value: 'light', label: t('preferences.light') }
          ]}
        />
        <span>{t('preferences.language')}</span>
        <Segment
          label={t('preferences.language')}
          value={language}
          onChange={value => setPreferences({ language: value })}
          choices={[
            { value: 'en', label: 'English' },
            { value: 'zh', label: '中文' }
          ]}
        />
        <label htmlFor="operator">{t('preferences.operator')}</label>
        <span className="field">
          <input
            id="operator"
            maxLength={200}
            value={operator}
            placeholder={t('preferences.operatorHint')}
            onChange={event => setPreferences({ operator: event.target.value.trimStart() })}
          />
        </span>
        <span>{t('preferences.sound')}</span>
        <Sounds />
        <span>{t('preferences.keys')}</span>
        <label className="row">
          <input
            type="checkbox"
            className="check"
            checked={keys}
            onChange={event => setPreferences({ keys: event.target.checked })}
          />
          {t('preferences.keysOn')}
        </label>
      </div>
      <dl className="key-list">
        {KEYS.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}

function Sounds() {
  const { t } = useTexts()
  const sounds = useStore(preferences, now => now.sounds)
  const toggle = (tier: (typeof TIERS)[number], on: boolean) => {
    setPreferences({ sounds: on ? [...sounds, tier] : sounds.filter(other => other !== tier) })
    if (on) playTone(tier)
  }
  return (
    <span className="row wrap">
      {TIERS.map(tier => (
        <label className="row" key={tier}>
          <input
            type="checkbox"
            className="check"
            checked={sounds.includes(tier)}
            onChange={event => toggle(tier, event.target.checked)}
          />
          {t(`tier.${tier}`)}
        </label>
      ))}
    </span>
  )
}
