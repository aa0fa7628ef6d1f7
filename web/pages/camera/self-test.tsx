import { useEffect, useState } from 'react'
import { fetchSelfTest, runSelfTest } from '../../api/camera-calls.ts'
import { Icon, kindIcon } from '../../components/icon.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { OperatorOnly } from '../../components/operator-only.tsx'
import { Nothing, Problem } from '../../components/problem.tsx'
import { ScrollBox } from '../../components/scroll-box.tsx'
import { SkeletonLines } from '../../components/skeleton.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { useLoad } from '../../state/use-load.ts'

const WHILE_RUNNING_MS = 3000
const EVERY_MS = 60_000
const COLOUR = { found: 'c-ok', 'in-part': 'c-impaired', missed: 'c-lost', unknown: 't2' } as const

/** What would this camera see? */
export function SelfTest({ stream }: { readonly stream: string }) {
  const { t } = useTexts()
  const { data, error, reload } = useLoad(`self-test ${stream}`, signal => fetchSelfTest(stream, signal))
  const [refusal, setRefusal] = useState<unknown>(null)
  const isGoing = data !== null && data.state !== 'idle'
  useEffect(() => {
    const timer = setInterval(
      () => document.visibilityState === 'visible' && reload(),
      isGoing ? WHILE_RUNNING_MS : EVERY_MS
    )
    return () => clearInterval(timer)
  }, [reload, isGoing])
  const run = async () => {
    setRefusal(null)
    await runSelfTest(stream).catch(setRefusal)
    reload()
  }
  return (
    <section className="panel self-test">
      <header>
        <h2 className="grow">{t('selfTest.title')}</h2>
        {data?.last && (
          <span className="t2 small">
            <MomentText at={data.last.at} />
          </span>
        )}
      </header>
      {error !== null && data === null && <Problem error={error} onRetry={reload} />}
      {data === null && error === null && <SkeletonLines lines={4} height={24} />}
      {refusal !== null && <Problem error={refusal} onRetry={null} />}
      {data !== null && data.last === null && <Nothing title={t('selfTest.none')} />}
      {data?.last && <Seen last={data.last} />}
      {data !== null && (
        <div className="pad">
          <p className="t2 small">{t('selfTest.what')}</p>
          <OperatorOnly>
            <button className="btn" type="button" disabled={isGoing} onClick={() => void run()}>
              {t(isGoing ? `selfTest.${data.state as 'waiting' | 'running'}` : 'selfTest.run')}
            </button>
          </OperatorOnly>
        </div>
      )}
    </section>
  )
}

type Last = NonNullable<Awaited<ReturnType<typeof fetchSelfTest>>['last']>

function Seen({ last }: { readonly last: Last }) {
  const { t, kind: nameOf, pick } = useTexts()
  return (
    <>
      {last.failed.length > 0 && (
        <p className="pad self-test-note" role="note">
          <Icon name="warn" className="c-impaired" />{' '}
          {t('selfTest.failed', { kinds: last.failed.map(nameOf).join(', ') })}
        </p>
      )}
      <ScrollBox label={t('selfTest.title')}>
        <table className="tbl dense">
          <thead className="vh">
            <tr>
              <th>{t('table.fault')}</th>
              <th>{t('selfTest.seen')}</th>
              <th>{t('table.why')}</th>
            </tr>
          </thead>
          <tbody>
            {last.faults.map(({ kind, seen, isOff, text, text_zh: textZh }) => (
              <tr key={kind}>
                <td>
                  <span className="state">
                    <Icon name={kindIcon(kind)} />
                    {nameOf(kind)}
                  </span>
                </td>
                <td className={isOff ? 't2' : COLOUR[seen]}>{t(isOff ? 'selfTest.off' : `selfTest.${seen}`)}</td>
                <td className="t2">{pick(text, textZh)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  )
}
