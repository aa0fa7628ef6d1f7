import { fetchIncident } from '../../api/incident-calls.ts'
import type { IncidentDetail } from '../../api/types.ts'
import { IncidentCard } from '../../components/incident-card.tsx'
import { Nothing } from '../../components/problem.tsx'
import { SkeletonLines } from '../../components/skeleton.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { useLoad } from '../../state/use-load.ts'

/** Most cameras whose incidents are loaded one by one. */
const SHOWN = 24

/** The cameras of a group incident. */
export function Members({ incident }: { readonly incident: IncidentDetail }) {
  const { t, count } = useTexts()
  const shown = incident.members.slice(0, SHOWN)
  const { data } = useLoad(`members ${shown.map(({ incidentId }) => incidentId).join()}`, async signal => {
    const answers = await Promise.allSettled(shown.map(({ incidentId }) => fetchIncident(incidentId, signal)))
    return answers.filter(answer => answer.status === 'fulfilled').map(({ value }) => value)
  })
  if (incident.members.length === 0) return <Nothing title={t('incident.noCamera')} />
  return (
    <section className="panel">
      <header>
        <h2 className="grow">{count('wall.cameras', incident.members.length)}</h2>
      </header>
      {data === null && <SkeletonLines lines={shown.length} height={60} />}
      <div className="member-list">
        {data?.map(member => (
          <IncidentCard key={member.id} incident={member} />
        ))}
      </div>
      {incident.members.length > SHOWN && (
        <p className="t2 small pad">{t('incident.moreMembers', { more: incident.members.length - SHOWN })}</p>
      )}
    </section>
  )
}
