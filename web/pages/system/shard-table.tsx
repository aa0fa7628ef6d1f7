import type { SystemState } from '../../../src/http/schemas/system.ts'
import { Icon } from '../../components/icon.tsx'
import { formatBytes, formatRate, formatShare } from '../../format/figure.ts'
import { ScrollBox } from '../../components/scroll-box.tsx'
import { useTexts } from '../../i18n/use-text.ts'

type Shard = SystemState['shards'][number]

/** A thread that is busier or slower than this is about to fall behind. */
const BUSY = 0.85
const STALL_MS = 250

/** The threads that judge. */
export function ShardTable({ shards }: { readonly shards: readonly Shard[] }) {
  const { t } = useTexts()
  return (
    <section className="panel">
      <header>
        <h2 className="grow">{t('system.threads')}</h2>
      </header>
      <ScrollBox label={t('system.threads')}>
        <table className="tbl">
          <thead>
            <tr>
              <th>{t('system.thread')}</th>
              <th>{t('table.state')}</th>
              <th className="r">{t('system.cameras')}</th>
              <th className="r">{t('system.analysed')}</th>
              <th>{t('system.cpu')}</th>
              <th className="r">{t('system.memory')}</th>
              <th className="r">{t('system.stall')}</th>
              <th className="r">{t('system.restarts')}</th>
            </tr>
          </thead>
          <tbody>
            {shards.map(shard => (
              <ShardLine key={`${shard.member} ${shard.id}`} shard={shard} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  )
}

function ShardLine({ shard }: { readonly shard: Shard }) {
  const { t, language } = useTexts()
  const { id, member, alive, cameras, framesPerSecond, cpu, memoryBytes, stallMs, restarts } = shard
  const isBehind = cpu > BUSY || stallMs > STALL_MS
  const state = alive ? (isBehind ? 'behind' : 'healthy') : 'down'
  return (
    <tr>
      <td className="b">{member === undefined ? id : `${member}, ${id}`}</td>
      <td>
        <span className={`state ${state === 'healthy' ? 'c-ok' : state === 'behind' ? 'c-impaired' : 'c-lost'}`}>
          <Icon name={state === 'healthy' ? 'healthy' : 'warn'} />
          {t(`system.${state}`)}
        </span>
      </td>
      <td className="r">{cameras}</td>
      <td className="r">{formatRate(framesPerSecond, language)}</td>
      <td>
        <span className="meter" aria-hidden="true">
          <i className={cpu > BUSY ? 'w' : ''} style={{ width: `${Math.min(1, cpu) * 100}%` }} />
        </span>{' '}
        <span className="t2 small">{formatShare(cpu, language)}</span>
      </td>
      <td className="r">{memoryBytes === null ? '–' : formatBytes(memoryBytes, language)}</td>
      <td className={stallMs > STALL_MS ? 'r c-impaired b' : 'r'}>{stallMs.toFixed(0)} ms</td>
      <td className="r">{restarts}</td>
    </tr>
  )
}
