import { useState } from 'react'
import type { CameraSettings, FaultChoice } from '../../../api/types.ts'
import { fetchReport } from '../../../api/service-calls.ts'
import { Icon, kindIcon } from '../../../components/icon.tsx'
import { Segment } from '../../../components/segment.tsx'
import { useTexts } from '../../../i18n/use-text.ts'
import { KINDS } from '../../../model/kinds.ts'
import { serviceNowMs } from '../../../state/clock.ts'
import { useLoad } from '../../../state/use-load.ts'
import { FaultDetails } from './fault-details.tsx'
import type { SaveSettings, SettingsChange } from './settings-panel.tsx'

const PERIOD_MS = 14 * 86_400_000
const LEVELS = ['off', 'low', 'normal', 'high'] as const
type Kind = (typeof KINDS)[number]

export interface SensitivitySettingsProps {
  readonly stream: string
  readonly settings: CameraSettings
  readonly save: SaveSettings
}

/** How readily each fault is found on this camera. Each choice holds at once. */
export function SensitivitySettings({ stream, settings, save }: SensitivitySettingsProps) {
  const { data } = useLoad(`counts ${stream}`, signal => {
    const to = serviceNowMs()
    return fetchReport({ from: to - PERIOD_MS, to, group: null, stream }, signal)
  })
  return (
    <div className="sens">
      {KINDS.map(kind => (
        <FaultLine
          key={kind}
          stream={stream}
          kind={kind}
          choice={settings.faults[kind] ?? {}}
          raised={data === null ? null : (data.total.faults[kind]?.count ?? 0)}
          save={save}
        />
      ))}
    </div>
  )
}

interface FaultLineProps {
  readonly stream: string
  readonly kind: Kind
  readonly choice: FaultChoice
  readonly raised: number | null
  readonly save: SaveSettings
}

function FaultLine({ stream, kind, choice, raised, save }: FaultLineProps) {
  const { t, count, kind: nameOf } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const own = choice.raiseAfterS !== undefined || choice.clearAfterS !== undefined || choice.limits !== undefined
  const set = (next: FaultChoice) => {
    const { sensitivity, ...rest } = next
    const kept = sensitivity === undefined || sensitivity === 'normal' ? rest : next
    const isUsual = Object.keys(kept).length === 0
    return save({ faults: { [kind]: isUsual ? null : kept } } as SettingsChange)
  }
  return (
    <div className="sens-item">
      <div className="sens-line">
        <span className="nm">
          <Icon name={kindIcon(kind)} className="t3" />
          {nameOf(kind)}
        </span>
        <Segment
          label={t('settings.sensitivityOf', { fault: nameOf(kind) })}
          value={choice.sensitivity ?? 'normal'}
          onChange={sensitivity => void set({ ...choice, sensitivity })}
          choices={LEVELS.map(value => ({ value, label: t(`settings.${value}`) }))}
        />
        <span className="t3 small r">{raised === null ? '' : count('settings.raised', raised)}</span>
        <button className="btn sm ghost" type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(own ? 'settings.exactOwn' : 'settings.exact')}
        </button>
      </div>
      {isOpen && <FaultDetails stream={stream} kind={kind} choice={choice} onSave={set} />}
    </div>
  )
}
