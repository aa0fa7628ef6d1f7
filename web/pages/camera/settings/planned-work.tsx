import { type FormEvent, useState } from 'react'
import type { CameraSettingsBody } from '../../../../src/http/schemas/camera-settings.ts'
import { tellFailure } from '../../../app/decide.ts'
import { setMaintenance } from '../../../api/camera-calls.ts'
import type { CameraSettings } from '../../../api/types.ts'
import { MomentText } from '../../../components/moment-text.tsx'
import { Segment } from '../../../components/segment.tsx'
import { formatLength } from '../../../format/length.ts'
import { useTexts } from '../../../i18n/use-text.ts'
import { useFromClock } from '../../../state/clock.ts'
import { showToast } from '../../../state/toasts.ts'

const LENGTHS_MIN = ['30', '60', '240', '1440'] as const

export interface PlannedWorkProps {
  readonly stream: string
  readonly settings: CameraSettings
  readonly onSaved: (settings: CameraSettingsBody) => void
}

/** Silences the camera while somebody works on it. */
export function PlannedWork({ stream, settings, onSaved }: PlannedWorkProps) {
  const { t, rich, language } = useTexts()
  const [minutes, setMinutes] = useState<(typeof LENGTHS_MIN)[number]>('60')
  const [note, setNote] = useState('')
  const until = settings.maintenanceUntil
  const isOn = useFromClock(nowMs => until !== null && Date.parse(until) > nowMs)
  const call = async (body: Parameters<typeof setMaintenance>[1], text: string) => {
    try {
      onSaved(await setMaintenance(stream, body))
      showToast(text)
    } catch (cause) {
      tellFailure(cause)
    }
  }
  const start = (event: FormEvent) => {
    event.preventDefault()
    void call({ minutes: Number(minutes), note: note.trim() === '' ? null : note.trim() }, t('toast.workStarted'))
  }
  if (isOn && until !== null) {
    return (
      <div className="row wrap">
        <p className="grow">
          {rich('planned.until', { until: <MomentText key="until" at={until} /> })}{' '}
          <span className="t2">{settings.maintenanceNote}</span>
        </p>
        <button className="btn" type="button" onClick={() => void call({ until: null }, t('toast.workEnded'))}>
          {t('planned.end')}
        </button>
      </div>
    )
  }
  return (
    <form className="stackv tight" onSubmit={start}>
      <div className="row wrap">
        <Segment
          label={t('planned.length')}
          value={minutes}
          onChange={setMinutes}
          choices={LENGTHS_MIN.map(value => ({ value, label: formatLength(Number(value) * 60_000, language) }))}
        />
        <label className="field grow">
          <input
            aria-label={t('planned.note')}
            placeholder={t('planned.note')}
            maxLength={2000}
            value={note}
            onChange={event => setNote(event.target.value)}
          />
        </label>
        <button className="btn main" type="submit">
          {t('planned.start')}
        </button>
      </div>
      <p className="t3 small">{t('planned.hint')}</p>
    </form>
  )
}
