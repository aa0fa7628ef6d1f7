import { useTexts } from '../i18n/use-text.ts'
import { Icon } from '../components/icon.tsx'
import type { IconName } from '../components/icon-shapes.tsx'
import { Link } from '../routing/link.tsx'
import { type Route, pathOf } from '../routing/route.ts'
import { incidents, untakenCount } from '../state/incidents.ts'
import { useStore } from '../state/use-store.ts'

/** The pages in the order of the keys 1 to 4. */
export const PAGES = ['wall', 'incidents', 'report', 'system'] as const

const PAGE_ICONS: Readonly<Record<(typeof PAGES)[number], IconName>> = {
  wall: 'wall',
  incidents: 'list',
  report: 'report',
  system: 'system'
}

/** Which entry a page belongs to. */
const HOME: Readonly<Record<Route['page'], string>> = {
  wall: 'wall',
  camera: 'wall',
  incidents: 'incidents',
  incident: 'incidents',
  report: 'report',
  system: 'system',
  add: 'add',
  unknown: ''
}

export function Rail({ page }: { readonly page: Route['page'] }) {
  const { t, count } = useTexts()
  const untaken = useStore(incidents, untakenCount)
  const current = (name: string) => (HOME[page] === name ? ({ 'aria-current': 'page' } as const) : {})
  return (
    <nav className="rail" aria-label={t('nav.main')}>
      <Link className="mark" href="/" aria-label="Camera Check">
        <Mark />
      </Link>
      {PAGES.map(name => (
        <Link key={name} className="nav" href={pathOf({ page: name })} {...current(name)}>
          <Icon name={PAGE_ICONS[name]} />
          <span>{t(`nav.${name}`)}</span>
          {name === 'incidents' && untaken > 0 && (
            <span className="n">
              <span aria-hidden="true">{untaken > 99 ? '99+' : untaken}</span>
              <span className="vh">{count('incidents.untaken', untaken)}</span>
            </span>
          )}
        </Link>
      ))}
      <Link className="nav end" href="/add" {...current('add')}>
        <Icon name="plus" />
        <span>{t('nav.add')}</span>
      </Link>
    </nav>
  )
}

function Mark() {
  return (
    <svg viewBox="0 0 26 26" className="mark-drawing" aria-hidden="true">
      <path d="M3 8V5.5A2.5 2.5 0 0 1 5.5 3H8M18 3h2.5A2.5 2.5 0 0 1 23 5.5V8M23 18v2.5a2.5 2.5 0 0 1-2.5 2.5H18M8 23H5.5A2.5 2.5 0 0 1 3 20.5V18m5.5-4.5 3 3 6-7" />
    </svg>
  )
}
