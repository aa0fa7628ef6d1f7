import { useState } from 'react'
import { IncidentCard } from '../../components/incident-card.tsx'
import { Tabs, TabPanel } from '../../components/tabs.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { Link } from '../../routing/link.tsx'
import { incidents, untakenCount } from '../../state/incidents.ts'
import { useStore } from '../../state/use-store.ts'

const MAX_SHOWN = 40

/** What happened last, and what nobody has taken, beside the wall. */
export function LatestIncidents() {
  const { t } = useTexts()
  const [tab, setTab] = useState<'latest' | 'untaken'>('latest')
  const latest = useStore(incidents, book => book.latest)
  const open = useStore(incidents, book => book.open)
  const untaken = useStore(incidents, untakenCount)
  const isLoaded = useStore(incidents, book => book.isLoaded)
  const shown =
    tab === 'latest'
      ? latest.filter(({ parentId }) => parentId === null)
      : [...open.values()]
          .filter(({ state, parentId }) => state === 'open' && parentId === null)
          .sort((one, other) => (one.id < other.id ? 1 : -1))
          .slice(0, MAX_SHOWN)
  return (
    <aside className="side" aria-label={t('nav.incidents')}>
      <header>
        <Tabs
          label={t('nav.incidents')}
          id="side"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'latest', label: t('side.latest') },
            { value: 'untaken', label: t('side.untaken'), count: untaken }
          ]}
        />
        <Link className="link small" href="/incidents">
          {t('side.all')}
        </Link>
      </header>
      <TabPanel id="side" value={tab}>
        {shown.map(incident => (
          <IncidentCard key={incident.id} incident={incident} />
        ))}
        {isLoaded && shown.length === 0 && <p className="t2 side-none">{t('incidents.quiet')}</p>}
      </TabPanel>
    </aside>
  )
}
