import { memo } from 'react'
import type { Incident } from '../../api/types.ts'
import { LivePicture } from '../../components/live-picture.tsx'
import { LengthText, MomentText } from '../../components/moment-text.tsx'
import { FaultChip } from '../../components/state-chip.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { tierOf } from '../../model/kinds.ts'
import { livePicturePath } from '../../pictures/use-picture.ts'
import { Link } from '../../routing/link.tsx'
import { pathOf } from '../../routing/route.ts'
import { incidents } from '../../state/incidents.ts'
import { useStore } from '../../state/use-store.ts'

export interface GroupTileProps {
  readonly incident: Incident
  /** The camera whose picture stands for all. */
  readonly stream: string
  readonly itemKey: string
}

/** Cameras of one group that fail together, as a stack. */
export const GroupTile = memo(function GroupTile({ incident, stream, itemKey }: GroupTileProps) {
  const { count, t } = useTexts()
  const now = useStore(incidents, book => book.open.get(incident.id) ?? incident)
  const cameras = now.members.length
  return (
    <Link
      className={`tile stack ${tierOf(now.kind)}${now.state === 'open' ? '' : ' taken'}`}
      href={pathOf({ page: 'incident', id: now.id })}
      data-key={itemKey}
    >
      <LivePicture path={livePicturePath(stream, 320)} everyMs={2000} alt="">
        <span className="x" aria-hidden="true">
          ×{cameras}
        </span>
        <FaultChip kind={now.kind} taken={now.state !== 'open'} onPicture />
      </LivePicture>
      <span className="nm">
        {t('wall.groupName', { group: now.group ?? '', cameras: count('wall.cameras', cameras) })}
      </span>
      <span className="mt">
        <span>
          <MomentText at={now.openedAt} /> · <LengthText from={now.openedAt} to={now.closedAt} />
        </span>
      </span>
    </Link>
  )
})
