import { Icon, kindIcon } from '../../components/icon.tsx'
import type { IconName } from '../../components/icon-shapes.tsx'
import type { CameraCounts } from '../../api/types.ts'
import { formatNumber } from '../../format/figure.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { KINDS, tierOf } from '../../model/kinds.ts'
import type { StateChoice, WallFilter } from '../../model/wall-filter.ts'
import { setQuery } from '../../routing/navigation.ts'
import { cameras } from '../../state/cameras.ts'
import { useStore } from '../../state/use-store.ts'

interface Stat {
  readonly state: StateChoice
  readonly icon: IconName
  readonly tone: string
  readonly count: number
  readonly isHot: boolean
}

/** Counts of the whole fleet; each is a filter. */
export function FleetSummary({ filter }: { readonly filter: WallFilter }) {
  const { t, language, kind: nameOf } = useTexts()
  const counts = useStore(cameras, book => book.counts)
  const kinds = counts === null ? [] : KINDS.filter(kind => (counts.byKind[kind] ?? 0) > 0)
  return (
    <section className="fleet" aria-label={t('fleet.title')}>
      {statsOf(counts).map(({ state, icon, tone, count, isHot }) => (
        <button
          key={state}
          type="button"
          className={isHot && count > 0 ? 'stat hot' : 'stat'}
          aria-pressed={filter.state === state}
          onClick={() => setQuery({ state: filter.state === state ? null : state })}
        >
          <strong>{counts === null ? '–' : formatNumber(count, language)}</strong>
          <span>
            <Icon name={icon} className={tone} />
            {t(`fleet.${state}`)}
          </span>
        </button>
      ))}
      <div className="kinds">
        {kinds.map(kind => (
          <button
            key={kind}
            type="button"
            className="kind"
            aria-pressed={filter.kind === kind}
            onClick={() => setQuery({ kind: filter.kind === kind ? null : kind })}
          >
            <Icon name={kindIcon(kind)} className={`c-${tierOf(kind)}`} />
            {nameOf(kind)} <b>{counts?.byKind[kind]}</b>
          </button>
        ))}
      </div>
    </section>
  )
}

function statsOf(counts: CameraCounts | null): readonly Stat[] {
  const silent = counts?.byKind['stream-gap'] ?? 0
  const rare: readonly Stat[] = [
    { state: 'waiting', icon: 'waiting', tone: 't3', count: counts?.waiting ?? 0, isHot: false },
    { state: 'maintenance', icon: 'maintenance', tone: 't3', count: counts?.maintenance ?? 0, isHot: false },
    { state: 'off-schedule', icon: 'off-schedule', tone: 't3', count: counts?.offSchedule ?? 0, isHot: false }
  ]
  return [
    { state: 'faulty', icon: 'warn', tone: 'c-lost', count: (counts?.faulty ?? 0) - silent, isHot: true },
    { state: 'silent', icon: 'stream-gap', tone: '', count: silent, isHot: true },
    { state: 'learning', icon: 'learning', tone: 'c-learn', count: counts?.learning ?? 0, isHot: false },
    { state: 'healthy', icon: 'healthy', tone: '', count: counts?.healthy ?? 0, isHot: false },
    ...rare.filter(({ count }) => count > 0)
  ]
}
