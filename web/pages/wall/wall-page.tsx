import { useEffect } from 'react'
import { Problem } from '../../components/problem.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { loadEverything } from '../../live/load-everything.ts'
import { isFiltering, readWallFilter } from '../../model/wall-filter.ts'
import { navigate, redirect, useSearch } from '../../routing/navigation.ts'
import { cameras } from '../../state/cameras.ts'
import { useStore } from '../../state/use-store.ts'
import { FleetSummary } from './fleet-summary.tsx'
import { LatestIncidents } from './latest-incidents.tsx'
import { useWallSections } from './use-wall-sections.ts'
import { WallFilters } from './wall-filters.tsx'
import { WallSkeleton } from './wall-skeleton.tsx'
import { WallTable } from './wall-table.tsx'
import { WallTiles } from './wall-tiles.tsx'

/** Is anything wrong, where, what kind, has someone taken it? */
export function WallPage() {
  const { t, count } = useTexts()
  const search = useSearch()
  const filter = readWallFilter(search)
  const error = useStore(cameras, book => book.error)
  const isEmpty = useStore(cameras, book => book.isComplete && book.byStream.size === 0)
  const isLoaded = useStore(cameras, book => book.counts !== null)
  const total = useStore(cameras, book => book.total)
  const wall = useWallSections(search)
  const view = new URLSearchParams(search).get('view') === 'table' ? 'table' : 'tiles'
  useEffect(() => {
    document.title = 'Camera Check'
  }, [])
  useEffect(() => {
    // A new user with no camera is shown how to get the first picture in.
    if (isEmpty) redirect('/add')
  }, [isEmpty])
  return (
    <>
      <h1 className="vh">{t('nav.wall')}</h1>
      <FleetSummary filter={filter} />
      <WallFilters filter={filter} view={view} shown={wall.shown} />
      <div className="wall">
        <div className="wall-main" ref={wall.area}>
          {error !== null && <Problem error={error} onRetry={() => void loadEverything()} />}
          {wall.changes > 0 && (
            <button className="btn fresh-bar" type="button" onClick={wall.settle}>
              {count('wall.changes', wall.changes)}
            </button>
          )}
          {!isLoaded && error === null && <WallSkeleton />}
          {isLoaded && wall.shown === 0 && <NoMatch total={total} isFiltered={isFiltering(filter)} />}
          {view === 'tiles' ? <WallTiles sections={wall.sections} /> : <WallTable sections={wall.sections} />}
        </div>
        <LatestIncidents />
      </div>
    </>
  )
}

function NoMatch({ total, isFiltered }: { readonly total: number; readonly isFiltered: boolean }) {
  const { t } = useTexts()
  if (!isFiltered || total === 0) return null
  return (
    <div className="nothing">
      <b>{t('wall.noMatch', { total })}</b>
      <button className="btn" type="button" onClick={() => navigate('/')}>
        {t('wall.clear')}
      </button>
    </div>
  )
}
