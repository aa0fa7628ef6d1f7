import { Icon } from '../components/icon.tsx'
import { MomentText } from '../components/moment-text.tsx'
import { useTexts } from '../i18n/use-text.ts'
import { Link } from '../routing/link.tsx'
import { pathOf } from '../routing/route.ts'
import { incidents } from '../state/incidents.ts'
import { useStore } from '../state/use-store.ts'

/** Says on every page when something fails that the service itself depends on: then other cameras may be judged late or not at all. */
export function ServiceBanner() {
  const { t, rich, pick } = useTexts()
  const open = useStore(incidents, book => book.open)
  const ofService = [...open.values()].filter(({ kind, state }) => kind === 'service' && state === 'open')
  return ofService.map(incident => (
    <div key={incident.id} className="banner service" role="status">
      <Icon name="warn" />
      <p className="grow">
        {rich('service.banner', {
          why: <b key="why">{pick(incident.why, incident.why_zh)}</b>,
          since: <MomentText key="since" at={incident.openedAt} />
        })}
      </p>
      <Link className="link" href={pathOf({ page: 'incident', id: incident.id })}>
        {t('camera.openIncident')}
      </Link>
    </div>
  ))
}
