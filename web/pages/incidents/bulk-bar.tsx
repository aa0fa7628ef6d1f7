import { judgeIncidents, takeIncidents } from '../../app/decide.ts'
import { useKeys } from '../../app/use-keys.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { ViewerNote } from '../../components/operator-only.tsx'
import { useMayOperate } from '../../components/use-may-operate.ts'
import { Key } from '../../components/key.tsx'
import type { Selection } from './use-selection.ts'

/** What to do with the chosen incidents. */
export function BulkBar({ selection }: { readonly selection: Selection }) {
  const { t, count } = useTexts()
  const { chosen, clear } = selection
  const mayOperate = useMayOperate()
  const act = (call: () => Promise<void>) => {
    if (chosen.length === 0) return
    void call()
    clear()
  }
  const take = () => act(() => takeIncidents(chosen))
  const judge = (verdict: 'false-alarm' | 'planned') => act(() => judgeIncidents(chosen, verdict))
  // Without a selection the keys belong to the line with the focus.
  useKeys(chosen.length === 0 ? {} : { a: take, f: () => judge('false-alarm'), p: () => judge('planned') })
  if (chosen.length === 0) return null
  return (
    <div className="bulk" role="toolbar" aria-label={t('bulk.title')}>
      <b className="nowrap">{count('bulk.selected', chosen.length)}</b>
      <span className="t3 small nowrap hide-phone">{t('bulk.hint')}</span>
      {!mayOperate && <ViewerNote />}
      <button className="btn main" type="button" disabled={!mayOperate} onClick={take}>
        {t('incident.take')}
        <Key name="A" />
      </button>
      <button className="btn" type="button" disabled={!mayOperate} onClick={() => judge('false-alarm')}>
        {t('verdict.false-alarm')}
      </button>
      <button className="btn" type="button" disabled={!mayOperate} onClick={() => judge('planned')}>
        {t('verdict.planned')}
      </button>
      <button className="btn ghost" type="button" onClick={clear}>
        {t('bulk.clear')}
      </button>
    </div>
  )
}
