import { useEffect } from 'react'
import type { SystemState } from '../../../src/http/schemas/system.ts'
import { fetchSystem } from '../../api/service-calls.ts'
import { Icon } from '../../components/icon.tsx'
import { Problem } from '../../components/problem.tsx'
import { SkeletonLines } from '../../components/skeleton.tsx'
import { useMayOperate } from '../../components/use-may-operate.ts'
import { formatDelay, formatNumber, formatRate } from '../../format/figure.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { useLoad } from '../../state/use-load.ts'
import { Figure } from '../report/figures.tsx'
import { AlarmsPanel } from './alarms/alarms-panel.tsx'
import { MemberTable } from './member-table.tsx'
import { ShardTable } from './shard-table.tsx'
import { SystemFacts } from './system-facts.tsx'

const EVERY_MS = 2000

/** Is every camera judged in time, which part is behind? */
export function SystemPage() {
  const { t } = useTexts()
  const may = useMayOperate()
  const { data, error, reload } = useLoad('system', fetchSystem)
  useEffect(() => {
    document.title = `${t('nav.system')} · Camera Check`
  }, [t])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer begins the wait for the next question anew.
  useEffect(() => {
    let isAsked = false
    const timer = setInterval(() => {
      // A question that is asked again is given up: one member of a fleet that hangs would leave the page empty for ever.
      if (isAsked || document.visibilityState !== 'visible') return
      isAsked = true
      reload()
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [data, error, reload])
  return (
    <div className="page">
      <h1>{t('nav.system')}</h1>
      {error !== null && <Problem error={error} onRetry={reload} />}
      {data === null && error === null && <SkeletonLines lines={8} height={60} />}
      {data !== null && (
        <>
          <SilentMembers system={data} />
          <BadChecks system={data} />
          <SystemFigures system={data} />
          {data.fleet !== undefined && <MemberTable fleet={data.fleet} />}
          <ShardTable shards={data.shards} />
          {may && <AlarmsPanel />}
          <SystemFacts system={data} />
        </>
      )}
    </div>
  )
}

/** Their figures are missing in all others. */
function SilentMembers({ system }: { readonly system: SystemState }) {
  const { t, pick } = useTexts()
  return (system.unreachable ?? []).map(({ id, error, error_zh }) => (
    <div key={id} className="reason impaired" role="status">
      <Icon name="warn" className="c-impaired" />
      <p>{t('members.unreachable', { member: id, reason: pick(error, error_zh) })}</p>
    </div>
  ))
}

function BadChecks({ system }: { readonly system: SystemState }) {
  const { pick } = useTexts()
  return system.checks
    .filter(({ ok }) => !ok)
    .map(({ name, member, detail, detail_zh }) => (
      <div key={`${member} ${name}`} className="reason impaired" role="status">
        <Icon name="warn" className="c-impaired" />
        <p>
          <b>{member === undefined ? name : `${member}, ${name}`}:</b> {pick(detail, detail_zh)}
        </p>
      </div>
    ))
}

function SystemFigures({ system }: { readonly system: SystemState }) {
  const { t, language } = useTexts()
  const { rates, latencyMs, queues, snapshots } = system
  const delay = (ms: number | null) => (ms === null ? '–' : formatDelay(ms, language))
  const lost = rates.received === 0 ? 0 : rates.dropped / rates.received
  return (
    <div className="kpis">
      <Figure
        title={t('system.cameras')}
        value={formatNumber(system.cameras, language)}
        note={t(system.running ? 'system.running' : 'system.stopped')}
      />
      <Figure
        title={t('system.analysed')}
        value={formatNumber(rates.analysed, language, 1)}
        unit="fps"
        note={t('system.received', { rate: formatRate(rates.received, language) })}
      />
      <Figure
        title={t('system.lag')}
        value={delay(latencyMs.p50)}
        note={t('system.lagNote', { p99: delay(latencyMs.p99) })}
      />
      <Figure
        title={t('system.dropped')}
        value={formatNumber(lost * 100, language, 2)}
        unit="%"
        note={t('system.droppedNote', { dropped: queues.dropped })}
      />
      <Figure
        title={t('system.snapshots')}
        value={formatNumber(snapshots.stored, language)}
        note={t('system.snapshotsNote', { failed: snapshots.failed, waiting: snapshots.waiting })}
      />
    </div>
  )
}
