import { incidentPicturePath } from '../api/incident-calls.ts'
import { withQuery } from '../api/request.ts'
import type { Incident } from '../api/types.ts'
import { formatLength } from '../format/length.ts'
import { useTexts } from '../i18n/use-text.ts'
import { tierOf } from '../model/kinds.ts'
import { Link } from '../routing/link.tsx'
import { pathOf } from '../routing/route.ts'
import { Icon, kindIcon } from './icon.tsx'
import { LivePicture } from './live-picture.tsx'
import { MomentText } from './moment-text.tsx'
import { useIncidentSubject } from './use-incident-subject.ts'

/** Pixels; twice as wide as it is drawn, for fine screens. */
const CARD_WIDTH = 160

/** The picture that shows an incident best, or null. The id of the picture makes the address another one when it changes. */
export function incidentThumbPath(incident: Incident): string | null {
  const { worst, first, before } = incident.pictures
  const [moment, picture] = worst !== null ? ['worst', worst] : first !== null ? ['first', first] : ['before', before]
  return picture === null
    ? null
    : withQuery(incidentPicturePath(incident.id, moment as string), { t: picture?.at, width: CARD_WIDTH })
}

/** An incident in a narrow list. */
export function IncidentCard({ incident }: { readonly incident: Incident }) {
  const { t, language, kind: nameOf } = useTexts()
  const { state, kind, openedAt, closedAt } = incident
  const isOver = state === 'closed'
  const what = useIncidentSubject()(incident)
  const status = isOver
    ? incident.verdict === null
      ? t('incident.endedAfter', {
          length: formatLength(Date.parse(closedAt ?? openedAt) - Date.parse(openedAt), language)
        })
      : t(`verdict.${incident.verdict}`)
    : state === 'acknowledged'
      ? t('incident.takenBy', { by: incident.acknowledgedBy ?? '' })
      : t('incident.new')
  return (
    <Link className={isOver ? 'inc done' : 'inc'} href={pathOf({ page: 'incident', id: incident.id })}>
      <LivePicture path={incidentThumbPath(incident)} everyMs={null} alt="" />
      <span className="what">
        <span className={isOver ? 'k' : `k c-${tierOf(kind)}`}>
          <Icon name={kindIcon(kind)} />
          {nameOf(kind)}
        </span>
        <span className="w ell">{what}</span>
        <span className="s ell">{status}</span>
      </span>
      <span className="at">
        <MomentText at={openedAt} />
      </span>
    </Link>
  )
}
