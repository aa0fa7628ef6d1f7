import { memo } from 'react'
import { LengthText, MomentText } from '../../components/moment-text.tsx'
import { StateChip } from '../../components/state-chip.tsx'
import { formatDelay, formatRate } from '../../format/figure.ts'
import { useTexts } from '../../i18n/use-text.ts'
import type { WallSection } from '../../model/wall-sections.ts'
import { Link } from '../../routing/link.tsx'
import { pathOf } from '../../routing/route.ts'
import { cameras } from '../../state/cameras.ts'
import { incidents } from '../../state/incidents.ts'
import { useStore } from '../../state/use-store.ts'
import { useLineKeys } from './use-tile-keys.ts'
import { useWindowed } from './use-windowed.ts'

const ROW_PX = 34
const HEAD_PX = 30

/** The same cameras as lines of a table; stacks are told one by one. */
export function WallTable({ sections }: { readonly sections: readonly WallSection[] }) {
  const { t } = useTexts()
  const { element, from, to } = useWindowed()
  const streams = sections.flatMap(section =>
    section.items.flatMap(item => item.incident?.members.map(member => member.stream) ?? [item.stream])
  )
  const first = Math.min(streams.length, Math.max(0, Math.floor((from - HEAD_PX) / ROW_PX)))
  const last = Math.min(streams.length, Math.max(first, Math.ceil((to - HEAD_PX) / ROW_PX)))
  useLineKeys()
  return (
    <div ref={element} className="panel scroll wall-table">
      <table className="tbl" aria-rowcount={streams.length + 1}>
        <thead>
          <tr>
            <th>{t('table.state')}</th>
            <th>{t('table.camera')}</th>
            <th className="hide-phone">{t('table.group')}</th>
            <th>{t('table.since')}</th>
            <th className="r">{t('table.lasted')}</th>
            <th className="r hide-phone">{t('table.rate')}</th>
            <th className="r hide-phone">{t('table.lag')}</th>
            <th className="hide-phone">{t('table.takenBy')}</th>
          </tr>
        </thead>
        <tbody>
          <Spacer rows={first} />
          {streams.slice(first, last).map(stream => (
            <CameraRow key={stream} stream={stream} />
          ))}
          <Spacer rows={streams.length - last} />
        </tbody>
      </table>
    </div>
  )
}

function Spacer({ rows }: { readonly rows: number }) {
  return rows === 0 ? null : <tr className="spacer" style={{ height: rows * ROW_PX }} />
}

const CameraRow = memo(function CameraRow({ stream }: { readonly stream: string }) {
  const { t, language } = useTexts()
  const camera = useStore(cameras, book => book.byStream.get(stream) ?? null)
  const takenBy = useStore(incidents, book => book.open.get(camera?.incidentId ?? '')?.acknowledgedBy ?? null)
  if (camera === null) return null
  const since = camera.fault?.since ?? camera.since
  return (
    <tr>
      <td>
        <StateChip camera={camera} />
      </td>
      <td className="b">
        <Link className="row-link" data-key={`camera:${stream}`} href={pathOf({ page: 'camera', stream })}>
          {camera.name}
        </Link>
      </td>
      <td className="t2 hide-phone">{camera.groups.join(', ')}</td>
      <td>
        <MomentText at={since} />
      </td>
      <td className="r">
        <LengthText from={since} to={null} />
      </td>
      <td className="r hide-phone">{formatRate(camera.framesPerSecond, language)}</td>
      <td className="r hide-phone">{camera.lagMs === null ? '–' : formatDelay(camera.lagMs, language)}</td>
      <td className="t2 hide-phone">
        {camera.state === 'faulty' ? (camera.acknowledged ? (takenBy ?? '–') : t('incident.nobody')) : ''}
      </td>
    </tr>
  )
})
