import { type RefObject, useMemo, useRef, useState } from 'react'
import type { Incident } from '../../api/types.ts'
import { IncidentCard } from '../../components/incident-card.tsx'
import { Tabs, TabPanel } from '../../components/tabs.tsx'
import { useHeld } from '../../components/use-held.ts'
import { useHeldOrder } from '../../components/use-held-order.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { Link } from '../../routing/link.tsx'
import { type IncidentBook, incidents, untakenCount } from '../../state/incidents.ts'
import { useStore } from '../../state/use-store.ts'

const MAX_SHOWN = 40

/** What happened last, and what nobody has taken, beside the wall. */
export function LatestIncidents() {
  const { t } = useTexts()
  const area = useRef<HTMLElement>(null)
  const held = useHeld(area)
  const [tab, setTab] = useState<SideTab>('latest')
  const untaken = useStore(incidents, untakenCount)
  return (
    <aside className="side" aria-label={t('nav.incidents')} ref={area}>
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
        <SideList key={tab} tab={tab} held={held} />
      </TabPanel>
    </aside>
  )
}

function SideList({ tab, held }: { readonly tab: SideTab; readonly held: RefObject<boolean> }) {
  const { t, count } = useTexts()
  const book = useStore(incidents, now => now)
  const ids = useMemo(() => listOf(book, tab).map(({ id }) => id), [book, tab])
  const order = useHeldOrder(ids, held)
  return (
    <>
      {order.fresh > 0 && (
        <button className="btn sm side-fresh" type="button" onClick={order.settle}>
          {count('incidents.waiting', order.fresh)}
        </button>
      )}
      {order.keys.map(id => (
        <Card key={id} id={id} />
      ))}
      {book.isLoaded && ids.length === 0 && <p className="t2 side-none">{t('incidents.quiet')}</p>}
    </>
  )
}

type SideTab = 'latest' | 'untaken'

function listOf({ latest, open }: IncidentBook, tab: SideTab): readonly Incident[] {
  if (tab === 'latest') return latest.filter(({ parentId }) => parentId === null)
  return [...open.values()]
    .filter(({ state, parentId }) => state === 'open' && parentId === null)
    .sort((one, other) => (one.id < other.id ? 1 : -1))
    .slice(0, MAX_SHOWN)
}

/** Changes where it stands, also while the list is held. */
function Card({ id }: { readonly id: string }) {
  const incident = useStore(
    incidents,
    ({ open, latest }) => open.get(id) ?? latest.find(other => other.id === id) ?? null
  )
  return incident === null ? null : <IncidentCard incident={incident} />
}
