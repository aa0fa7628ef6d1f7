import { useState } from 'react'
import type { AlarmTargetBody } from '../../../../src/http/schemas/alarms.ts'
import { fetchDead, fetchTargets } from '../../../api/alarm-calls.ts'
import { Nothing, Problem } from '../../../components/problem.tsx'
import { ScrollBox } from '../../../components/scroll-box.tsx'
import { useTexts } from '../../../i18n/use-text.ts'
import { mayAdmin, session } from '../../../state/session.ts'
import { useLoad } from '../../../state/use-load.ts'
import { useStore } from '../../../state/use-store.ts'
import { DeadLetters } from './dead-letters.tsx'
import { TargetForm } from './target-form.tsx'
import { TargetLine } from './target-line.tsx'

/** Where alarms go to, how that goes, and what was given up. */
export function AlarmsPanel() {
  const { t } = useTexts()
  const may = useStore(session, mayAdmin)
  const targets = useLoad('alarm-targets', fetchTargets)
  const dead = useLoad('dead-letters', fetchDead)
  const [edited, setEdited] = useState<AlarmTargetBody | 'new' | null>(null)
  const items = targets.data?.items ?? []
  const reload = () => {
    targets.reload()
    dead.reload()
  }
  const close = () => setEdited(null)
  return (
    <section className="panel" id="alarms">
      <header>
        <h2 className="grow">{t('alarms.title')}</h2>
        {may && (
          <button className="btn" type="button" onClick={() => setEdited('new')}>
            {t('alarms.add')}
          </button>
        )}
      </header>
      {targets.error !== null && <Problem error={targets.error} onRetry={reload} />}
      {targets.data !== null && items.length === 0 && (
        <Nothing title={t('alarms.none')}>
          <p className="t2 small">{t('alarms.noneHint')}</p>
        </Nothing>
      )}
      {items.length > 0 && (
        <ScrollBox label={t('alarms.title')}>
          <table className="tbl">
            <thead>
              <tr>
                <th>{t('alarms.field.name')}</th>
                <th>{t('alarms.type')}</th>
                <th>{t('table.state')}</th>
                <th className="r">{t('alarms.waiting')}</th>
                <th className="r">{t('alarms.dead')}</th>
                <th>{t('alarms.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map(target => (
                <TargetLine key={target.id} target={target} may={may} onEdit={setEdited} onChanged={reload} />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      <DeadLetters items={dead.data?.items ?? []} targets={items} onChanged={reload} />
      {edited !== null && (
        <TargetForm
          target={edited === 'new' ? null : edited}
          onClose={close}
          onSaved={() => {
            close()
            reload()
          }}
        />
      )}
    </section>
  )
}
