import { useEffect } from 'react'
import { fetchIncidents } from '../../api/incident-calls.ts'
import type { Incident } from '../../api/types.ts'
import { Icon, kindIcon } from '../../components/icon.tsx'
import { LastedText, MomentText } from '../../components/moment-text.tsx'
import { Problem } from '../../components/problem.tsx'
import { formatHourMinute } from '../../format/moment.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { onIncident } from '../../live/listeners.ts'
import { tierOf } from '../../model/kinds.ts'
import { stripOf } from '../../model/day-strip.ts'
import { Link } from '../../routing/link.tsx'
import { pathOf } from '../../routing/route.ts'
import { serviceNowMs, useFromClock } from '../../state/clock.ts'
import { ScrollBox } from '../../components/scroll-box.tsx'
import { useLoad } from '../../state/use-load.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const MAX_INCIDENTS = 200
const SHOWN = 6
const TICKS = [0, 0.25, 0.5, 0.75, 1]

/** The last 24 hours as a strip, and the incidents behind it. */
export function LastDay({ stream }: { readonly stream: string }) {
  const { t } = useTexts()
  const { data, error, reload, replace } = useLoad(`day ${stream}`, signal =>
    fetchIncidents({ stream, from: serviceNowMs() - DAY_MS }, null, MAX_INCIDENTS, signal)
  )
  useEffect(
    () =>
      onIncident((_, incident) => {
        if (incident.stream !== stream || data === null) return
        const others = data.items.filter(({ id }) => id !== incident.id)
        const items = [incident as (typeof others)[number], ...others].sort((one, other) =>
          one.id < other.id ? 1 : -1
        )
        replace({ ...data, items })
      }),
    [stream, data, replace]
  )
  const items = data?.items ?? []
  return (
    <section className="panel">
      <header>
        <h2 className="grow">{t('day.title')}</h2>
        <span className="legend hide-phone">
          <span>
            <i className="ok" />
            {t('state.healthy')}
          </span>
          {(['impaired', 'lost', 'silent'] as const).map(tier => (
            <span key={tier}>
              <i className={tier} />
              {t(`tier.${tier}`)}
            </span>
          ))}
        </span>
      </header>
      {error !== null && <Problem error={error} onRetry={reload} />}
      <Strip items={items} />
      {items.length === 0 && data !== null && <p className="t2 small quiet">{t('day.none')}</p>}
      {items.length > 0 && <DayTable items={items.slice(0, SHOWN)} />}
      {items.length > SHOWN && (
        <p className="pad small">
          <Link className="link" href={`/incidents?stream=${encodeURIComponent(stream)}&tab=all`}>
            {t('day.all', { incidents: items.length })}
          </Link>
        </p>
      )}
    </section>
  )
}

/** Height as well as colour tells how bad it was. */
const BARS = { lost: [2, 30], impaired: [8, 18], silent: [5, 24] } as const

function Strip({ items }: { readonly items: readonly Incident[] }) {
  const { t, style } = useTexts()
  const toMs = useFromClock(nowMs => Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS)
  const fromMs = toMs - DAY_MS
  const { bars, faultyMs } = stripOf(items, fromMs, toMs)
  const hours = (ms: number) => (ms / 3_600_000).toFixed(1)
  return (
    <div className="pad strip">
      <svg
        viewBox="0 0 1000 34"
        preserveAspectRatio="none"
        role="img"
        aria-label={t('day.label', { healthy: hours(DAY_MS - faultyMs), faulty: hours(faultyMs) })}
      >
        <rect className="fill-ok" x="0" y="14" width="1000" height="6" />
        {bars.map(({ id, tier, isPlanned, from, to }) => (
          <rect
            key={id}
            className={isPlanned ? 'fill-planned' : `fill-${tier}`}
            x={from * 1000}
            y={BARS[tier][0]}
            width={Math.max(3, (to - from) * 1000)}
            height={BARS[tier][1]}
          />
        ))}
      </svg>
      <div className="strip-axis">
        {TICKS.map(share => (
          <span key={share}>{formatHourMinute(fromMs + share * DAY_MS, style)}</span>
        ))}
      </div>
    </div>
  )
}

function DayTable({ items }: { readonly items: readonly Incident[] }) {
  const { t, kind: nameOf, pick } = useTexts()
  return (
    <ScrollBox label={t('day.title')}>
      <table className="tbl dense">
        <thead className="vh">
          <tr>
            <th>{t('table.fault')}</th>
            <th>{t('table.started')}</th>
            <th>{t('table.lasted')}</th>
            <th>{t('table.why')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(incident => (
            <tr key={incident.id}>
              <td>
                <Link
                  className={`state link c-${tierOf(incident.kind)}`}
                  href={pathOf({ page: 'incident', id: incident.id })}
                >
                  <Icon name={kindIcon(incident.kind)} />
                  {nameOf(incident.kind)}
                </Link>
              </td>
              <td>
                <MomentText at={incident.openedAt} />
              </td>
              <td className="r">
                <LastedText incident={incident} />
              </td>
              <td className="t2 ell why">
                {incident.verdict === null ? pick(incident.why, incident.why_zh) : t(`verdict.${incident.verdict}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}
