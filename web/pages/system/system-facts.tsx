import type { ReactNode } from 'react'
import type { SystemState } from '../../../src/http/schemas/system.ts'
import { Icon } from '../../components/icon.tsx'
import { LengthText, MomentText } from '../../components/moment-text.tsx'
import { formatBytes, formatDelay, formatNumber } from '../../format/figure.ts'
import { useTexts } from '../../i18n/use-text.ts'

/** Stores, connections and versions. */
export function SystemFacts({ system }: { readonly system: SystemState }) {
  const { t, language, pick } = useTexts()
  const { snapshots, incidents, redis, queues, latencyMs } = system
  const number = (value: number) => formatNumber(value, language)
  return (
    <div className="thirds3">
      <Facts title={t('system.store')}>
        <Fact name={t('system.pictures')} value={<Sign ok={snapshots.ok} text={snapshots.kind} />} />
        <Fact name={t('system.stored')} value={number(snapshots.stored)} />
        <Fact name={t('system.failed')} value={number(snapshots.failed)} />
        <Fact
          name={t('system.waitingUploads')}
          value={`${number(snapshots.waiting)}, ${formatBytes(snapshots.waitingBytes, language)}`}
        />
        <Fact name={t('nav.incidents')} value={<Sign ok={incidents.ok} text={incidents.kind} />} />
        <Fact name={t('system.kept')} value={t('system.keptOpen', { kept: incidents.count, open: incidents.open })} />
      </Facts>
      <Facts title={t('system.frames')}>
        {redis === null ? (
          <Fact name={t('system.source')} value={t('system.overHttp')} />
        ) : (
          <Fact name="Redis" value={<Sign ok={redis.ok} text={redis.url} />} />
        )}
        <Fact
          name={t('system.queue')}
          value={`${number(queues.waiting)}, ${formatBytes(queues.waitingBytes, language)}`}
        />
        <Fact name={t('system.droppedAll')} value={number(queues.dropped)} />
        <Fact name={t('system.p95')} value={latencyMs.p95 === null ? '–' : formatDelay(latencyMs.p95, language)} />
        <Fact name={t('system.max')} value={latencyMs.max === null ? '–' : formatDelay(latencyMs.max, language)} />
        <Fact name={t('system.viewers')} value={number(system.websocketClients)} />
      </Facts>
      <Facts title={t('system.version')}>
        <Fact name={t('system.runningVersion')} value={<b>{system.version}</b>} />
        <Fact name="Node" value={system.node} />
        <Fact name={t('system.started')} value={<MomentText at={system.startedAt} />} />
        <Fact name={t('system.up')} value={<LengthText from={system.startedAt} to={null} />} />
        <Fact name={t('system.zone')} value={system.timeZone} />
        {system.checks
          .filter(({ member }) => member === system.fleet?.self)
          .map(({ name, ok, detail, detail_zh }) => (
            <Fact key={name} name={name} value={<Sign ok={ok} text={pick(detail, detail_zh)} />} />
          ))}
      </Facts>
    </div>
  )
}

function Facts({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
      </header>
      <dl className="facts pad">{children}</dl>
    </section>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function Sign({ ok, text }: { readonly ok: boolean; readonly text: string }) {
  return (
    <span className={ok ? 'state' : 'state c-impaired'}>
      <Icon name={ok ? 'healthy' : 'warn'} className={ok ? 'c-ok' : ''} />
      {text}
    </span>
  )
}
