import { useEffect, useState } from 'react'
import { tellFailure } from '../../app/decide.ts'
import { applyRemedy, fetchRemedy, proposeRemedy } from '../../api/incident-calls.ts'
import type { IncidentDetail, RemedyAnswer } from '../../api/types.ts'
import { BackTestResult } from '../../components/back-test-result.tsx'
import { Icon } from '../../components/icon.tsx'
import { OperatorOnly } from '../../components/operator-only.tsx'
import { useTexts } from '../../i18n/use-text.ts'

const ASK_AGAIN_MS = 2000
const GUARD = {
  waiting: { icon: 'learning', colour: 't2' },
  passed: { icon: 'healthy', colour: 'c-ok' },
  refused: { icon: 'warn', colour: 'c-lost' },
  'not-run': { icon: 'warn', colour: 'c-impaired' }
} as const

/** A false alarm need not come again: the smallest change, what else it would have done, and whether it costs anything. */
export function Remedy({ incident }: { readonly incident: IncidentDetail }) {
  const { t } = useTexts()
  const [remedy, setRemedy] = useState<RemedyAnswer | null>(null)
  const [isBusy, setBusy] = useState(false)
  const isWaiting = remedy?.guard.state === 'waiting'
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => void fetchRemedy(incident.id).then(setRemedy, () => undefined), ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [isWaiting, incident.id])
  const run = (call: () => Promise<RemedyAnswer>) => {
    setBusy(true)
    void call()
      .then(setRemedy, tellFailure)
      .finally(() => setBusy(false))
  }
  return (
    <section className="panel" aria-label={t('remedy.title')}>
      <header>
        <h2 className="grow">{t('remedy.title')}</h2>
      </header>
      <div className="pad stackv tight">
        <OperatorOnly>
          {remedy === null && (
            <>
              <p className="t2 small">{t('remedy.what')}</p>
              <button
                className="btn"
                type="button"
                disabled={isBusy}
                onClick={() => run(() => proposeRemedy(incident.id))}
              >
                {t(isBusy ? 'backTest.asking' : 'remedy.propose')}
              </button>
            </>
          )}
          {remedy !== null && (
            <Proposal
              remedy={remedy}
              isBusy={isBusy}
              onApply={isDespite => run(() => applyRemedy(incident.id, isDespite))}
            />
          )}
        </OperatorOnly>
      </div>
    </section>
  )
}

interface ProposalProps {
  readonly remedy: RemedyAnswer
  readonly isBusy: boolean
  readonly onApply: (isDespite: boolean) => void
}

function Proposal({ remedy, isBusy, onApply }: ProposalProps) {
  const { t, kind: nameOf, pick } = useTexts()
  const { change, reason, reason_zh: reasonZh, backTest, guard, isApplied } = remedy
  if (change === null) return <p>{pick(reason ?? '', reasonZh ?? '')}</p>
  const { icon, colour } = GUARD[guard.state]
  return (
    <>
      <p>
        <b>{nameOf(change.kind)}</b>: <code>{change.setting}</code>{' '}
        {t('remedy.change', { from: String(change.from), to: String(change.to) })}
      </p>
      {backTest !== null && <BackTestResult result={backTest} />}
      <div className="row" role="status">
        <Icon name={icon} className={colour} />
        <span>{pick(guard.text, guard.text_zh)}</span>
      </div>
      {isApplied && <p className="c-ok">{t('remedy.applied')}</p>}
      {!isApplied && guard.state !== 'refused' && (
        <button
          className="btn main"
          type="button"
          disabled={isBusy || guard.state === 'waiting'}
          onClick={() => onApply(guard.state === 'not-run')}
        >
          {t(guard.state === 'not-run' ? 'remedy.applyDespite' : 'remedy.apply')}
        </button>
      )}
    </>
  )
}
