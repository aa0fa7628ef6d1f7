import type { CameraSettings, CameraState } from '../../api/types.ts'
import { Icon, kindIcon } from '../../components/icon.tsx'
import { LengthText, MomentText } from '../../components/moment-text.tsx'
import { formatMoment } from '../../format/moment.ts'
import { formatShare } from '../../format/figure.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { tierOf } from '../../model/kinds.ts'
import { serviceNowMs } from '../../state/clock.ts'

export interface VerdictProps {
  readonly camera: CameraState
  readonly settings: CameraSettings | null
}

/** One sentence with a figure, its limit and a start time; then what else is up, and what cannot be told. */
export function Verdict({ camera, settings }: VerdictProps) {
  const { t, kind: nameOf, pick, list } = useTexts()
  const { fault, faults, explained, notJudged } = camera
  const others = faults.slice(1)
  return (
    <div className="stackv tight">
      <div className={`reason ${fault === null ? '' : tierOf(fault.kind)}`} role="status">
        <Icon
          name={fault === null ? stateIcon(camera) : kindIcon(fault.kind)}
          className={fault === null ? 't3' : `c-${tierOf(fault.kind)}`}
        />
        <p>
          {fault === null ? (
            <StateSentence camera={camera} settings={settings} />
          ) : (
            <>
              <b>{t('camera.faultName', { fault: nameOf(fault.kind) })}</b> {pick(fault.why, fault.why_zh)}{' '}
              <Since at={fault.since} />
            </>
          )}
        </p>
      </div>
      {others.map(other => (
        <p key={other.kind} className="t2 small aside">
          <Icon name={kindIcon(other.kind)} className={`c-${tierOf(other.kind)}`} />
          <span>
            <b>{t('camera.faultName', { fault: nameOf(other.kind) })}</b> {pick(other.why, other.why_zh)}
          </span>
        </p>
      ))}
      {fault !== null && explained.length > 0 && (
        <p className="t2 small aside">
          {t('camera.explained', { kinds: list(explained.map(nameOf)), cause: nameOf(fault.kind) })}
        </p>
      )}
      {notJudged.length > 0 && <CannotTell notJudged={notJudged} />}
    </div>
  )
}

function Since({ at }: { readonly at: string }) {
  const { rich } = useTexts()
  return (
    <span className="t2">
      {rich('camera.since', {
        time: <MomentText key="t" at={at} />,
        length: <LengthText key="l" from={at} to={null} />
      })}
    </span>
  )
}

function StateSentence({ camera, settings }: VerdictProps) {
  const { t, style, language } = useTexts()
  const { state, since, learnedRatio } = camera
  const until = settings?.maintenanceUntil ?? null
  if (state === 'maintenance' && until !== null) {
    const text = t('camera.inMaintenance', { until: formatMoment(Date.parse(until), serviceNowMs(), style) })
    const note = settings?.maintenanceNote ?? null
    return <>{note === null ? text : `${text} ${note}`}</>
  }
  if (state === 'learning') return <>{t('camera.learning', { share: formatShare(learnedRatio, language) })}</>
  if (state === 'waiting') return <>{t('camera.waiting')}</>
  if (state === 'off-schedule') return <>{t('camera.offSchedule')}</>
  return (
    <>
      <b>{t('camera.allWell')}</b> <Since at={since} />
    </>
  )
}

function stateIcon({ state }: CameraState) {
  return state === 'faulty' ? 'warn' : state
}

/** Reasons once each, with the faults that they hold for. */
function CannotTell({ notJudged }: { readonly notJudged: CameraState['notJudged'] }) {
  const { t, kind: nameOf, pick, list } = useTexts()
  const byReason = Map.groupBy(notJudged, ({ reason, reason_zh }) => pick(reason, reason_zh))
  return (
    <details className="t2 small aside">
      <summary>{t('camera.cannotTell', { kinds: notJudged.length })}</summary>
      <ul>
        {[...byReason].map(([reason, kinds]) => (
          <li key={reason}>{t('camera.reasonFor', { kinds: list(kinds.map(({ kind }) => nameOf(kind))), reason })}</li>
        ))}
      </ul>
    </details>
  )
}
