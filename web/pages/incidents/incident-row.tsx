import { useState } from 'react'
import { fetchIncident } from '../../api/incident-calls.ts'
import type { Incident } from '../../api/types.ts'
import { Icon } from '../../components/icon.tsx'
import { LengthText, MomentText } from '../../components/moment-text.tsx'
import { FaultChip } from '../../components/state-chip.tsx'
import { useIncidentSubject } from '../../components/use-incident-subject.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { Link } from '../../routing/link.tsx'
import { pathOf } from '../../routing/route.ts'
import { incidents } from '../../state/incidents.ts'
import { useLoad } from '../../state/use-load.ts'
import type { Selection } from './use-selection.ts'

/** Most cameras of a group that are listed under it. */
const MEMBERS_SHOWN = 24

export interface IncidentRowProps {
  readonly incident: Incident
  readonly selection: Selection
}

export function IncidentRow({ incident, selection }: IncidentRowProps) {
  const { t } = useTexts()
  const subject = useIncidentSubject()(incident)
  const [isOpen, setOpen] = useState(false)
  const isChosen = selection.has(incident.id)
  return (
    <>
      <tr data-id={incident.id} className={isChosen ? 'sel' : ''}>
        <td className="pick">
          <input
            type="checkbox"
            className="check"
            aria-label={t('incidents.select', { what: subject })}
            checked={isChosen}
            onChange={() => undefined}
            onClick={event => (event.shiftKey ? selection.toggleRange(incident.id) : selection.toggle(incident.id))}
          />
        </td>
        <td>
          <FaultChip kind={incident.kind} taken={incident.state !== 'open'} />
        </td>
        <td>
          <span className="row subject">
            <Link className="b ell row-focus" href={pathOf({ page: 'incident', id: incident.id })}>
              {subject}
            </Link>
            {incident.members.length > 0 && (
              <button
                className="btn icon sm ghost turn"
                type="button"
                aria-expanded={isOpen}
                aria-label={t('incidents.members')}
                onClick={() => setOpen(!isOpen)}
              >
                <Icon name="down" />
              </button>
            )}
          </span>
        </td>
        <Times incident={incident} />
        <td className="t2 hide-phone">
          <TakenBy incident={incident} />
        </td>
        <Reason incident={incident} />
      </tr>
      {isOpen && <MemberRows incident={incident} />}
    </>
  )
}

function Times({ incident }: { readonly incident: Incident }) {
  return (
    <>
      <td className="hide-phone">
        <MomentText at={incident.openedAt} />
      </td>
      <td className="r">
        <LengthText from={incident.openedAt} to={incident.closedAt} />
      </td>
    </>
  )
}

function TakenBy({ incident }: { readonly incident: Incident }) {
  const { t } = useTexts()
  if (incident.verdict !== null) return <>{t(`verdict.${incident.verdict}`)}</>
  return <>{incident.acknowledgedBy ?? t('incident.nobodyYet')}</>
}

function Reason({ incident }: { readonly incident: Incident }) {
  const { pick } = useTexts()
  const why = pick(incident.why, incident.why_zh)
  return (
    <td className="t2 hide-narrow why ell" title={why}>
      {why}
    </td>
  )
}

function MemberRows({ incident }: { readonly incident: Incident }) {
  const { t } = useTexts()
  const shown = incident.members.slice(0, MEMBERS_SHOWN)
  const { data } = useLoad(`rows ${incident.id}`, async signal => {
    const { open } = incidents.get()
    const answers = await Promise.allSettled(
      shown.map(async ({ incidentId }) => open.get(incidentId) ?? fetchIncident(incidentId, signal))
    )
    return answers.filter(answer => answer.status === 'fulfilled').map(({ value }) => value)
  })
  return (
    <>
      {data?.map(member => (
        <tr key={member.id} className="sub" data-id={member.id}>
          <td />
          <td>
            <FaultChip kind={member.kind} taken={member.state !== 'open'} />
          </td>
          <td>
            <Link className="ell row-focus" href={pathOf({ page: 'incident', id: member.id })}>
              {member.name ?? member.stream}
            </Link>
          </td>
          <Times incident={member} />
          <td className="t3 hide-phone">{t('incidents.withGroup')}</td>
          <Reason incident={member} />
        </tr>
      ))}
      {incident.members.length > MEMBERS_SHOWN && (
        <tr className="sub">
          <td />
          <td colSpan={6}>
            <Link className="link" href={pathOf({ page: 'incident', id: incident.id })}>
              {t('incident.moreMembers', { more: incident.members.length - MEMBERS_SHOWN })}
            </Link>
          </td>
        </tr>
      )}
    </>
  )
}
