import type { FleetState } from '../../../src/http/schemas/fleet.ts'
import { Icon } from '../../components/icon.tsx'
import { LengthText } from '../../components/moment-text.tsx'
import { ScrollBox } from '../../components/scroll-box.tsx'
import { formatNumber, formatShare } from '../../format/figure.ts'
import { useTexts } from '../../i18n/use-text.ts'

type Member = FleetState['members'][number]

/** A member that is busier than this is about to be full. */
const BUSY = 0.85

/** The processes that share the cameras. */
export function MemberTable({ fleet }: { readonly fleet: FleetState }) {
  const { t, count } = useTexts()
  return (
    <section className="panel">
      <header>
        <h2 className="grow">{t('members.title')}</h2>
        {fleet.unowned > 0 && <span className="state c-impaired">{count('members.unowned', fleet.unowned)}</span>}
      </header>
      <ScrollBox label={t('members.title')}>
        <table className="tbl">
          <thead>
            <tr>
              <th>{t('members.name')}</th>
              <th>{t('table.state')}</th>
              <th>{t('members.load')}</th>
              <th className="r">{t('system.cameras')}</th>
              <th className="r">{t('members.slots')}</th>
              <th className="r">{t('members.epoch')}</th>
              <th>{t('members.url')}</th>
              <th className="r">{t('system.up')}</th>
              <th>{t('system.version')}</th>
            </tr>
          </thead>
          <tbody>
            {fleet.members.map(member => (
              <MemberLine key={member.id} member={member} isSelf={member.id === fleet.self} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  )
}

function MemberLine({ member, isSelf }: { readonly member: Member; readonly isSelf: boolean }) {
  const { t, language } = useTexts()
  const { id, url, version, since, load, cameras, slots, epoch, coordinator, alive } = member
  const notes = [...(isSelf ? [t('members.self')] : []), ...(coordinator ? [t('members.coordinator')] : [])]
  return (
    <tr>
      <td className="b">
        {id}
        {notes.length > 0 && <span className="t2 small"> {notes.join(', ')}</span>}
      </td>
      <td>
        <span className={alive ? 'state c-ok' : 'state c-lost'}>
          <Icon name={alive ? 'healthy' : 'warn'} />
          {t(alive ? 'members.alive' : 'members.silent')}
        </span>
      </td>
      <td>
        <span className="meter" aria-hidden="true">
          <i className={load > BUSY ? 'w' : ''} style={{ width: `${Math.min(1, load) * 100}%` }} />
        </span>{' '}
        <span className="t2 small">{formatShare(load, language)}</span>
      </td>
      <td className="r">{formatNumber(cameras, language)}</td>
      <td className="r">{formatNumber(slots, language)}</td>
      <td className="r">{formatNumber(epoch, language)}</td>
      <td className="t2">{url}</td>
      <td className="r">
        <LengthText from={since} to={null} />
      </td>
      <td>{version}</td>
    </tr>
  )
}
