import type { AlarmTargetBody, DeadLetter } from '../../../../src/http/schemas/alarms.ts'
import { settleDead } from '../../../api/alarm-calls.ts'
import { tellFailure } from '../../../app/decide.ts'
import { MomentText } from '../../../components/moment-text.tsx'
import { ScrollBox } from '../../../components/scroll-box.tsx'
import { useTexts } from '../../../i18n/use-text.ts'

export interface DeadLettersProps {
  readonly items: readonly DeadLetter[]
  readonly targets: readonly AlarmTargetBody[]
  readonly onChanged: () => void
}

/** Alarms that were given up: try them again, or let them go. */
export function DeadLetters({ items, targets, onChanged }: DeadLettersProps) {
  const { t, kind: nameOf } = useTexts()
  if (items.length === 0) return null
  const settle = (verb: 'retry' | 'discard', ids: readonly string[]) =>
    void settleDead(verb, ids).then(onChanged, tellFailure)
  const all = items.map(({ id }) => id)
  return (
    <>
      <header>
        <h3 className="grow">{t('alarms.deadTitle')}</h3>
        <button className="btn sm" type="button" onClick={() => settle('retry', all)}>
          {t('alarms.retryAll')}
        </button>
        <button className="btn sm" type="button" onClick={() => settle('discard', all)}>
          {t('alarms.discardAll')}
        </button>
      </header>
      <ScrollBox label={t('alarms.deadTitle')}>
        <table className="tbl">
          <thead>
            <tr>
              <th>{t('alarms.when')}</th>
              <th>{t('alarms.field.name')}</th>
              <th>{t('alarms.alarm')}</th>
              <th>{t('alarms.error')}</th>
              <th className="r">{t('alarms.tries')}</th>
              <th>{t('alarms.actions')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, at, target, what, kind, stream, error, attempts }) => (
              <tr key={id}>
                <td>
                  <MomentText at={at} />
                </td>
                <td className="b">{targets.find(one => one.id === target)?.name ?? target}</td>
                <td>
                  {stream ?? ''} {kind === 'service' ? t('alarms.service') : nameOf(kind)}, {t(`alarms.what.${what}`)}
                </td>
                <td className="t2">{error}</td>
                <td className="r">{attempts}</td>
                <td>
                  <button className="btn sm" type="button" onClick={() => settle('retry', [id])}>
                    {t('alarms.retry')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  )
}
