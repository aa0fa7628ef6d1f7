import { useEffect } from 'react'
import { fetchMeasures } from '../../api/camera-calls.ts'
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
  const seen = useSeenSpans(stream)
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
          <span>
            <i className="unseen" />
            {t('report.notWatched')}
          </span>
        </span>
      </header>
      {error !== null && <Problem error={error} onRetry={reload} />}
      <Strip items={items} seen={seen} />
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

/** When the camera was seen in the last day; nothing until that is known. */
function useSeenSpans(stream: string): readonly Span[] {
  const { data, reload } = useLoad(`seen ${stream}`, async () => {
    const toMs = serviceNowMs()
    return (await fetchMeasures(stream, toMs - DAY_MS, toMs, 1)).seen
  })
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), MINUTE_MS)
    return () => clearInterval(timer)
  }, [reload])
  return data ?? []
}

type Span = readonly [fromMs: number, toMs: number]

/** Height as well as colour tells how bad it was. */
const BARS = { lost: [2, 30], impaired: [8, 18], silent: [5, 24] } as const

function Strip({ items, seen }: { readonly items: readonly Incident[]; readonly seen: readonly Span[] }) {
  const { t, style } = useTexts()
  const toMs = useFromClock(nowMs => Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS)
  const fromMs = toMs - DAY_MS
  const { bars, faultyMs, healthyMs, seen: watched } = stripOf(items, seen, fromMs, toMs)
  const hours = (ms: number) => (ms / 3_600_000).toFixed(1)
  return (
    <div className="pad strip">
      <svg
        viewBox="0 0 1000 34"
        preserveAspectRatio="none"
        role="img"
        aria-label={t('day.label', {
          healthy: hours(healthyMs),
          faulty: hours(faultyMs),
          unknown: hours(Math.max(0, DAY_MS - healthyMs - faultyMs))
        })}
      >
        <line className="line-unseen" x1="0" y1="17" x2="1000" y2="17" />
        {watched.map(({ from, to }) => (
          <rect
            key={from}
            className="fill-ok"
            x={from * 1000}
            y="14"
            width={Math.max(1, (to - from) * 1000)}
            height="6"
          />
        ))}
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
