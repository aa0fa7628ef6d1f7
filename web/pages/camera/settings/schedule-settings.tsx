import { useState } from 'react'
import type { CameraSettings, ScheduleEntry } from '../../../api/types.ts'
import { Icon } from '../../../components/icon.tsx'
import { LOCALES } from '../../../i18n/language.ts'
import { useTexts } from '../../../i18n/use-text.ts'
import { DAYS, isClock, spansOf } from '../../../model/week.ts'
import type { SaveSettings, SettingsChange } from './settings-panel.tsx'

export interface ScheduleSettingsProps {
  readonly settings: CameraSettings
  readonly save: SaveSettings
}

const NEW_ENTRY: ScheduleEntry = { days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }

/** Hours in which the camera is not judged, as a list and as a week. */
export function ScheduleSettings({ settings, save }: ScheduleSettingsProps) {
  const { t } = useTexts()
  const [entries, setEntries] = useState(settings.schedule)
  const change = (at: number, entry: ScheduleEntry | null) =>
    setEntries(entry === null ? entries.toSpliced(at, 1) : entries.with(at, entry))
  const isValid = entries.every(({ days, from, to }) => days.length > 0 && isClock(from) && isClock(to))
  return (
    <div className="split-even">
      <div className="stackv tight">
        <p className="t2">{t('schedule.hint')}</p>
        {entries.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no name; each is drawn from its place.
          <EntryLine key={at} entry={entry} onChange={next => change(at, next)} />
        ))}
        <div className="row">
          <button className="btn" type="button" onClick={() => setEntries([...entries, NEW_ENTRY])}>
            <Icon name="plus" />
            {t('schedule.add')}
          </button>
          <button
            className="btn main"
            type="button"
            disabled={!isValid || entries === settings.schedule}
            onClick={() => void save({ schedule: entries } as SettingsChange)}
          >
            {t('settings.save')}
          </button>
        </div>
      </div>
      <Week entries={entries} />
    </div>
  )
}

interface ClockInputProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A browser's own time field follows its language, and has no 24:00. */
function ClockInput({ label, value, onChange }: ClockInputProps) {
  return (
    <label className="field">
      {label}
      <input
        className="clock-input"
        inputMode="numeric"
        maxLength={5}
        placeholder="HH:MM"
        aria-invalid={!isClock(value)}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </label>
  )
}

/** Short names of the days, Monday first. */
function useDayNames(): readonly string[] {
  const { language } = useTexts()
  const format = new Intl.DateTimeFormat(LOCALES[language], { weekday: 'short', timeZone: 'UTC' })
  // 1 January 2024 was a Monday.
  return DAYS.map(day => format.format(Date.UTC(2024, 0, day)))
}

interface EntryLineProps {
  readonly entry: ScheduleEntry
  readonly onChange: (entry: ScheduleEntry | null) => void
}

function EntryLine({ entry, onChange }: EntryLineProps) {
  const { t } = useTexts()
  const short = useDayNames()
  const toggle = (day: number) =>
    onChange({
      ...entry,
      days: entry.days.includes(day) ? entry.days.filter(other => other !== day) : [...entry.days, day].sort()
    })
  return (
    <div className="row wrap entry">
      <span className="seg">
        {DAYS.map(day => (
          <button key={day} type="button" aria-pressed={entry.days.includes(day)} onClick={() => toggle(day)}>
            {short[day - 1]}
          </button>
        ))}
      </span>
      <ClockInput label={t('schedule.from')} value={entry.from} onChange={from => onChange({ ...entry, from })} />
      <ClockInput label={t('schedule.to')} value={entry.to} onChange={to => onChange({ ...entry, to })} />
      <button className="btn icon ghost" type="button" aria-label={t('schedule.remove')} onClick={() => onChange(null)}>
        <Icon name="trash" />
      </button>
    </div>
  )
}

function Week({ entries }: { readonly entries: readonly ScheduleEntry[] }) {
  const { t } = useTexts()
  const names = useDayNames()
  const spans = spansOf(entries)
  return (
    <div className="week" role="img" aria-label={t('schedule.week')}>
      {DAYS.map(day => (
        <div className="week-day" key={day}>
          <span className="t2">{names[day - 1]}</span>
          <span className="d">
            {spans
              .filter(span => span.day === day)
              .map(({ from, to }) => (
                <i key={from} style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }} />
              ))}
          </span>
        </div>
      ))}
      <div className="week-day micro t3">
        <span />
        <span className="week-hours">
          {['00', '06', '12', '18', '24'].map(hour => (
            <span key={hour}>{hour}</span>
          ))}
        </span>
      </div>
      <span className="legend">
        <span>
          <i className="ok" />
          {t('schedule.judged')}
        </span>
        <span>
          <i className="swatch mask" />
          {t('schedule.notJudged')}
        </span>
      </span>
    </div>
  )
}
