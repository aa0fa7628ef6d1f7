import { useState } from 'react'
import type { AlarmTargetBody, TestAnswer } from '../../../../src/http/schemas/alarms.ts'
import { removeTarget, testTarget } from '../../../api/alarm-calls.ts'
import { tellFailure } from '../../../app/decide.ts'
import { Icon } from '../../../components/icon.tsx'
import { MomentText } from '../../../components/moment-text.tsx'
import { useTexts } from '../../../i18n/use-text.ts'

export interface TargetLineProps {
  readonly target: AlarmTargetBody
  /** Whether who is signed in may change targets. */
  readonly may: boolean
  readonly onEdit: (target: AlarmTargetBody) => void
  readonly onChanged: () => void
}

/** One target: how its newest alarm went, and what can be done with it. */
export function TargetLine({ target, may, onEdit, onChanged }: TargetLineProps) {
  const { t } = useTexts()
  const { id, name, type, waiting, dead, fixed } = target
  const [test, setTest] = useState<TestAnswer | 'running' | null>(null)
  const [isRemoving, setRemoving] = useState(false)
  const runTest = () => {
    setTest('running')
    testTarget(id).then(setTest, (cause: unknown) => {
      setTest(null)
      tellFailure(cause)
    })
  }
  const remove = () => void removeTarget(id).then(onChanged, tellFailure)
  return (
    <tr>
      <td className="b">{name}</td>
      <td>{t(`alarms.type.${type}`)}</td>
      <td>
        <TargetState target={target} />{' '}
        <span role="status" className="small">
          {test !== null && <TestText test={test} />}
        </span>
      </td>
      <td className="r">{waiting}</td>
      <td className={dead > 0 ? 'r c-impaired b' : 'r'}>{dead}</td>
      <td>
        <span className="row">
          {may && (
            <button className="btn sm" type="button" disabled={test === 'running'} onClick={runTest}>
              {t('alarms.test')}
            </button>
          )}
          {may && !fixed && (
            <>
              <button className="btn sm" type="button" onClick={() => onEdit(target)}>
                {t('alarms.change')}
              </button>
              <button className="btn sm" type="button" onClick={isRemoving ? remove : () => setRemoving(true)}>
                {t(isRemoving ? 'alarms.removeSure' : 'alarms.remove')}
              </button>
            </>
          )}
          {fixed && <span className="t2 small">{t('alarms.fixed')}</span>}
        </span>
      </td>
    </tr>
  )
}

function TargetState({ target }: { readonly target: AlarmTargetBody }) {
  const { t } = useTexts()
  const { enabled, last } = target
  if (!enabled) return <span className="state t2">{t('alarms.off')}</span>
  if (last === null) return <span className="state t2">{t('alarms.unused')}</span>
  const isOk = last.outcome === 'delivered'
  return (
    <span className={isOk ? 'state c-ok' : 'state c-impaired'} title={last.error ?? ''}>
      <Icon name={isOk ? 'healthy' : 'warn'} />
      <span>
        {t(isOk ? 'alarms.delivered' : 'alarms.failed')} <MomentText at={last.at} />
        {last.error !== null && <span className="t2 small"> {last.error}</span>}
      </span>
    </span>
  )
}

function TestText({ test }: { readonly test: TestAnswer | 'running' }) {
  const { t } = useTexts()
  if (test === 'running') return <span className="t2">{t('alarms.testing')}</span>
  if (test.delivered) return <span className="c-ok">{t('alarms.tested', { ms: Math.round(test.tookMs) })}</span>
  return <span className="c-impaired">{t('alarms.testFailed', { why: test.error ?? '' })}</span>
}
