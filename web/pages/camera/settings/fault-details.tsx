import { type FormEvent, useState } from 'react'
import { backTest } from '../../../api/camera-calls.ts'
import type { BackTest, FaultChoice } from '../../../api/types.ts'
import { BackTestResult } from '../../../components/back-test-result.tsx'
import { Problem } from '../../../components/problem.tsx'
import { Segment } from '../../../components/segment.tsx'
import { useTexts } from '../../../i18n/use-text.ts'
import { formatLimits, parseLimits } from '../../../model/limit-text.ts'
import type { SettingsChange } from './settings-panel.tsx'

export interface FaultDetailsProps {
  readonly stream: string
  readonly kind: string
  readonly choice: FaultChoice
  readonly onSave: (choice: FaultChoice) => Promise<boolean>
}

const LEVELS = ['off', 'low', 'normal', 'high'] as const

/** Times and exact limits, for who wants them, and what they would have done. Empty fields mean: as usual. */
export function FaultDetails({ stream, kind, choice, onSave }: FaultDetailsProps) {
  const { t } = useTexts()
  const [sensitivity, setSensitivity] = useState(choice.sensitivity ?? 'normal')
  const [raise, setRaise] = useState(textOf(choice.raiseAfterS))
  const [clear, setClear] = useState(textOf(choice.clearAfterS))
  const [limits, setLimits] = useState(formatLimits(choice.limits ?? {}))
  const wanted = (): FaultChoice => {
    const parsed = parseLimits(limits)
    return {
      ...(sensitivity === 'normal' ? {} : { sensitivity }),
      ...(raise === '' ? {} : { raiseAfterS: Number(raise) }),
      ...(clear === '' ? {} : { clearAfterS: Number(clear) }),
      ...(Object.keys(parsed).length === 0 ? {} : { limits: parsed })
    }
  }
  const { result, error, isAsking, ask } = useBackTest(stream)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void onSave(wanted())
  }
  return (
    <>
      <form className="sens-details" onSubmit={submit}>
        <Segment
          label={t('backTest.sensitivity')}
          value={sensitivity}
          onChange={setSensitivity}
          choices={LEVELS.map(value => ({ value, label: t(`settings.${value}`) }))}
        />
        <label className="field narrow">
          {t('settings.raiseAfter')}
          <input type="number" min="0" max="3600" step="any" value={raise} onChange={e => setRaise(e.target.value)} />s
        </label>
        <label className="field narrow">
          {t('settings.clearAfter')}
          <input type="number" min="0" max="3600" step="any" value={clear} onChange={e => setClear(e.target.value)} />s
        </label>
        <label className="field grow">
          {t('settings.limits')}
          <input value={limits} placeholder="minRegionRatio=0.2" onChange={e => setLimits(e.target.value)} />
        </label>
        <button
          className="btn sm"
          type="button"
          disabled={isAsking}
          onClick={() => ask({ faults: { [kind]: wanted() } } as SettingsChange)}
        >
          {t(isAsking ? 'backTest.asking' : 'backTest.ask')}
        </button>
        <button className="btn sm" type="submit">
          {t('settings.save')}
        </button>
      </form>
      {error !== null && <Problem error={error} onRetry={null} />}
      {result !== null && <BackTestResult result={result} />}
    </>
  )
}

function useBackTest(stream: string) {
  const [result, setResult] = useState<BackTest | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isAsking, setAsking] = useState(false)
  const ask = (change: SettingsChange) => {
    setAsking(true)
    setError(null)
    void backTest(stream, change)
      .then(setResult, setError)
      .finally(() => setAsking(false))
  }
  return { result, error, isAsking, ask }
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value)
}
