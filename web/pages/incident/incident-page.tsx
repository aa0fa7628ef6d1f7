import { useEffect, useState } from 'react'
import { judgeIncident, takeIncident } from '../../app/decide.ts'
import { useKeys } from '../../app/use-keys.ts'
import { fetchIncident } from '../../api/incident-calls.ts'
import type { IncidentDetail } from '../../api/types.ts'
import { Icon, kindIcon } from '../../components/icon.tsx'
import { LastedText, MomentText } from '../../components/moment-text.tsx'
import { Problem } from '../../components/problem.tsx'
import { SkeletonLines } from '../../components/skeleton.tsx'
import { FaultChip } from '../../components/state-chip.tsx'
import { formatClock, formatLongDay } from '../../format/moment.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { onIncident } from '../../live/listeners.ts'
import { useIncidentSubject } from '../../components/use-incident-subject.ts'
import { Link } from '../../routing/link.tsx'
import { pathOf } from '../../routing/route.ts'
import { useLoad } from '../../state/use-load.ts'
import { Decide } from './decide-panel.tsx'
import { Members } from './members.tsx'
import { Pictures } from './pictures.tsx'
import { Remedy } from './remedy.tsx'
import { Similar } from './similar.tsx'
import { Timeline } from './timeline.tsx'
import { Why } from './why.tsx'

/** What did it look like before, during, after; why was it called; why not something else? */
export function IncidentPage({ id }: { readonly id: string }) {
  const { t } = useTexts()
  const { data, error, reload } = useLoad<IncidentDetail>(`incident ${id}`, signal => fetchIncident(id, signal))
  const [note, setNote] = useState('')
  // A change, also one by somebody else, brings a new line of the timeline with it.
  useEffect(() => onIncident((_, changed) => changed.id === id && reload()), [id, reload])
  useKeys({
    a: () => data?.state === 'open' && void takeIncident(data, note),
    f: () => data !== null && void judgeIncident(data, 'false-alarm', note),
    p: () => data !== null && void judgeIncident(data, 'planned', note)
  })
  return (
    <div className="page">
      {data === null && <h1 className="vh">{t('incident.one')}</h1>}
      {error !== null && data === null && <Problem error={error} onRetry={reload} />}
      {data === null && error === null && <SkeletonLines lines={8} height={60} />}
      {data !== null && (
        <>
          <IncidentHead incident={data} />
          <div className="two narrow">
            <div className="stackv">
              {data.stream === null ? <Members incident={data} /> : <Pictures incident={data} />}
              {data.fault !== null && <Why incident={data} fault={data.fault} />}
            </div>
            <div className="stackv">
              <Decide incident={data} note={note} onNote={setNote} />
              {data.verdict === 'false-alarm' && data.stream !== null && <Remedy incident={data} />}
              <Timeline incident={data} />
              {data.stream !== null && <Similar incident={data} stream={data.stream} />}
            </div>
          </div>
        </>
      )}
    </div>
  )
}

function IncidentHead({ incident }: { readonly incident: IncidentDetail }) {
  const { t, kind: nameOf, pick, style, count, rich } = useTexts()
  const subject = useIncidentSubject()(incident)
  const { stream, group, kind, state, openedAt, closedAt, why, why_zh, flaps } = incident
  useEffect(() => {
    document.title = `${nameOf(kind)}: ${subject} · Camera Check`
  }, [nameOf, kind, subject])
  return (
    <>
      <div>
        <div className="row wrap">
          <h1>{subject}</h1>
          <FaultChip kind={kind} taken={state !== 'open'} big />
          {closedAt !== null && (
            <span className="chip plain big">
              <Icon name="healthy" />
              {t('incident.ended')} <MomentText at={closedAt} />
            </span>
          )}
          {incident.verdict !== null && <span className="chip plain big">{t(`verdict.${incident.verdict}`)}</span>}
        </div>
        <p className="t2 sub">
          {group !== null && `${group} · `}
          {rich('incident.when', {
            day: formatLongDay(Date.parse(openedAt), style),
            time: formatClock(Date.parse(openedAt), style),
            length: <LastedText key="length" incident={incident} />
          })}
          {flaps > 0 && ` · ${count('incident.flaps', flaps)}`}
          {stream !== null && (
            <>
              {' · '}
              <Link className="link" href={pathOf({ page: 'camera', stream })}>
                {t('incident.toCamera')}
              </Link>
            </>
          )}
        </p>
      </div>
      <div className={`reason ${closedAt === null ? incident.tier : ''}`}>
        <Icon name={kindIcon(kind)} className={`c-${incident.tier}`} />
        <p>
          <b>{t('camera.faultName', { fault: nameOf(kind) })}</b> {pick(why, why_zh)}
        </p>
      </div>
    </>
  )
}
