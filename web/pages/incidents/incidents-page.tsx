import { useEffect, useMemo, useRef } from 'react'
import { useHeld } from '../../components/use-held.ts'
import { Nothing, Problem } from '../../components/problem.tsx'
import { SkeletonLines } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { holdsText, INCIDENT_TABS, readListFilter, topLevel } from '../../model/incident-filter.ts'
import { changedQuery } from '../../routing/changed-query.ts'
import { navigate, setQuery, useSearch } from '../../routing/navigation.ts'
import { incidents, untakenCount } from '../../state/incidents.ts'
import { useStore } from '../../state/use-store.ts'
import { BulkBar } from './bulk-bar.tsx'
import { IncidentFilters } from './incident-filters.tsx'
import { IncidentTable } from './incident-table.tsx'
import { useIncidentPages } from './use-incident-pages.ts'
import { useSelection } from './use-selection.ts'

/** What is open and whose is it; is it one cause? */
export function IncidentsPage() {
  const { t, count } = useTexts()
  const search = useSearch()
  const filter = readListFilter(search)
  // The text is looked for in what is loaded, so it asks for nothing anew.
  const area = useRef<HTMLDivElement>(null)
  const held = useHeld(area)
  const hasChosen = useRef(false)
  const pages = useIncidentPages(changedQuery(search, { q: null }), () => held.current || hasChosen.current)
  const open = useStore(incidents, book => book.open.size)
  const untaken = useStore(incidents, untakenCount)
  const shown = useMemo(
    () => topLevel(pages.items).filter(incident => holdsText(incident, filter.text)),
    [pages.items, filter.text]
  )
  const selection = useSelection(shown)
  hasChosen.current = selection.chosen.length > 0
  useEffect(() => {
    document.title = `${t('nav.incidents')} · Camera Check`
  }, [t])
  const counts = { open, new: untaken, ended: null, false: null, all: null }
  return (
    <div className="page">
      <h1>{t('nav.incidents')}</h1>
      <Tabs
        label={t('incidents.which')}
        id="incidents"
        value={filter.tab}
        onChange={tab => setQuery({ tab: tab === 'open' ? null : tab })}
        tabs={INCIDENT_TABS.map(value => ({ value, label: t(`incidents.${value}`), count: counts[value] }))}
      />
      <div id="incidents-panel" role="tabpanel" aria-labelledby={`incidents-tab-${filter.tab}`} className="stackv">
        <IncidentFilters filter={filter} shown={shown.length} hasMore={pages.hasMore} />
        {pages.waiting.length > 0 && (
          <button className="btn fresh-bar" type="button" onClick={pages.takeWaiting}>
            {count('incidents.waiting', pages.waiting.length)}
          </button>
        )}
        {pages.error !== null && <Problem error={pages.error} onRetry={pages.reload} />}
        {pages.isLoading && pages.items.length === 0 && <SkeletonLines lines={10} height={44} />}
        {!pages.isLoading && pages.error === null && shown.length === 0 && <NoIncident search={search} />}
        <div ref={area}>{shown.length > 0 && <IncidentTable shown={shown} selection={selection} />}</div>
        {pages.hasMore && (
          <button className="btn more" type="button" disabled={pages.isLoading} onClick={pages.loadMore}>
            {t('incidents.more')}
          </button>
        )}
      </div>
      <BulkBar selection={selection} />
    </div>
  )
}

function NoIncident({ search }: { readonly search: string }) {
  const { t } = useTexts()
  if (search === '') return <Nothing title={t('incidents.quiet')} />
  return (
    <Nothing title={t('incidents.noMatch')}>
      <button className="btn" type="button" onClick={() => navigate('/incidents')}>
        {t('wall.clear')}
      </button>
    </Nothing>
  )
}
