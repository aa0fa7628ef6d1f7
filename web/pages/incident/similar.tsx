import { fetchIncidents } from '../../api/incident-calls.ts'
import type { IncidentDetail } from '../../api/types.ts'
import { IncidentCard } from '../../components/incident-card.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { Link } from '../../routing/link.tsx'
import { useLoad } from '../../state/use-load.ts'

const SHOWN = 4

/** The same camera with the same fault before. */
export function Similar({ incident, stream }: { readonly incident: IncidentDetail; readonly stream: string }) {
  const { t } = useTexts()
  const { data } = useLoad(`similar ${incident.id}`, signal =>
    fetchIncidents({ stream, kind: incident.kind }, null, SHOWN + 1, signal)
  )
  const others = (data?.items ?? []).filter(({ id }) => id !== incident.id).slice(0, SHOWN)
  if (others.length === 0) return null
  return (
    <section className="panel">
      <header>
        <h2 className="grow">{t('similar.title')}</h2>
        <Link
          className="link small"
          href={`/incidents?kind=${incident.kind}&stream=${encodeURIComponent(stream)}&tab=all`}
        >
          {t('side.all')}
        </Link>
      </header>
      {others.map(other => (
        <IncidentCard key={other.id} incident={other} />
      ))}
    </section>
  )
}
