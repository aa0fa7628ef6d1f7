import { type FormEvent, useState } from 'react'
import type { FaultChoice } from '../../../api/types.ts'
import { useTexts } from '../../../i18n/use-text.ts'
import { formatLimits, parseLimits } from '../../../model/limit-text.ts'

export interface FaultDetailsProps {
  readonly choice: FaultChoice
  readonly onSave: (choice: FaultChoice) => Promise<boolean>
}

/** Times and exact limits, for who wants them. Empty fields mean: as usual. */
export function FaultDetails({ choice, onSave }: FaultDetailsProps) {
  const { t } = useTexts()
  const [raise, setRaise] = useState(textOf(choice.raiseAfterS))
  const [clear, setClear] = useState(textOf(choice.clearAfterS))
  const [limits, setLimits] = useState(formatLimits(choice.limits ?? {}))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = parseLimits(limits)
    void onSave({
      ...(choice.sensitivity === undefined ? {} : { sensitivity: choice.sensitivity }),
      ...(raise === '' ? {} : { raiseAfterS: Number(raise) }),
      ...(clear === '' ? {} : { clearAfterS: Number(clear) }),
      ...(Object.keys(parsed).length === 0 ? {} : { limits: parsed })
    })
  }
  return (
    <form className="sens-details" onSubmit={submit}>
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
      <button className="btn sm" type="submit">
        {t('settings.save')}
      </button>
    </form>
  )
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value)
}
