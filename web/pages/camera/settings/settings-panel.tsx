import { useCallback } from 'react'
import type { CameraSettingsPatch } from '../../../../src/http/schemas/camera-settings.ts'
import type { CameraSettingsBody } from '../../../../src/http/schemas/camera-settings.ts'
import { tellFailure } from '../../../app/decide.ts'
import { patchSettings } from '../../../api/camera-calls.ts'
import type { CameraSettings } from '../../../api/types.ts'
import { OperatorOnly } from '../../../components/operator-only.tsx'
import { TabPanel, Tabs } from '../../../components/tabs.tsx'
import { currentTexts, useTexts } from '../../../i18n/use-text.ts'
import { setQuery, useQueryValue } from '../../../routing/navigation.ts'
import { showToast } from '../../../state/toasts.ts'
import { GeneralSettings } from './general-settings.tsx'
import { History } from './history.tsx'
import { MaskSettings } from './mask-settings.tsx'
import { PlannedWork } from './planned-work.tsx'
import { ScheduleSettings } from './schedule-settings.tsx'
import { SensitivitySettings } from './sensitivity-settings.tsx'

const TABS = ['sensitivity', 'mask', 'schedule', 'planned', 'general', 'history'] as const
type TabName = (typeof TABS)[number]

/** Changes a part of the settings; what was there before comes back with undo. */
export type SaveSettings = (change: SettingsChange) => Promise<boolean>
export type SettingsChange = Omit<CameraSettingsPatch, 'by'>

export interface SettingsPanelProps {
  readonly stream: string
  readonly settings: CameraSettings
  readonly onSaved: (settings: CameraSettingsBody) => void
}

export function SettingsPanel({ stream, settings, onSaved }: SettingsPanelProps) {
  const { t } = useTexts()
  const wanted = useQueryValue('tab')
  const tab: TabName = TABS.find(name => name === wanted) ?? 'sensitivity'
  const save = useSave(stream, settings, onSaved)
  const props = { stream, settings, save }
  return (
    <section className="panel" id="settings" aria-label={t('settings.title')}>
      <header>
        <Tabs
          label={t('settings.title')}
          id="settings"
          value={tab}
          onChange={value => setQuery({ tab: value })}
          tabs={TABS.map(value => ({ value, label: t(`settings.${value}`) }))}
        />
      </header>
      <TabPanel id="settings" value={tab} className="pad">
        {tab === 'history' ? (
          <History stream={stream} />
        ) : (
          <OperatorOnly>
            {tab === 'sensitivity' && <SensitivitySettings {...props} />}
            {tab === 'mask' && <MaskSettings {...props} />}
            {tab === 'schedule' && <ScheduleSettings {...props} />}
            {tab === 'planned' && <PlannedWork stream={stream} settings={settings} onSaved={onSaved} />}
            {tab === 'general' && <GeneralSettings {...props} />}
          </OperatorOnly>
        )}
      </TabPanel>
    </section>
  )
}

function useSave(
  stream: string,
  settings: CameraSettings,
  onSaved: (settings: CameraSettingsBody) => void
): SaveSettings {
  return useCallback(
    async change => {
      const { t } = currentTexts()
      const undo = () => void patchSettings(stream, before(settings, change)).then(onSaved, tellFailure)
      try {
        onSaved(await patchSettings(stream, change))
        showToast(t('toast.saved'), { undo })
        return true
      } catch (cause) {
        tellFailure(cause)
        return false
      }
    },
    [stream, settings, onSaved]
  )
}

/** The change that takes a change back. */
function before(settings: CameraSettings, change: SettingsChange): SettingsChange {
  const known = settings as CameraSettingsBody
  const entries = Object.keys(change).map(key =>
    key === 'faults'
      ? [key, Object.fromEntries(Object.keys(change.faults ?? {}).map(kind => [kind, faultOf(known, kind)]))]
      : [key, known[key as keyof CameraSettingsBody]]
  )
  return Object.fromEntries(entries) as SettingsChange
}

function faultOf({ faults }: CameraSettingsBody, kind: string) {
  return faults[kind as keyof typeof faults] ?? null
}
