import { Icon } from '../components/icon.tsx'
import { useTexts } from '../i18n/use-text.ts'
import { Link } from '../routing/link.tsx'
import type { Route } from '../routing/route.ts'
import { cameras } from '../state/cameras.ts'
import { useStore } from '../state/use-store.ts'

/** Where one is. */
export function Crumbs({ route }: { readonly route: Route }) {
  const { t, count } = useTexts()
  const total = useStore(cameras, book => book.total)
  switch (route.page) {
    case 'camera':
      return <CameraCrumbs stream={route.stream} />
    case 'incident':
      return <Trail steps={[{ text: t('nav.incidents'), href: '/incidents' }]} here={t('incident.one')} />
    case 'wall':
      return <Trail steps={[]} here={t('nav.wall')} beside={count('wall.cameras', total)} />
    case 'unknown':
      return <Trail steps={[]} here="Camera Check" />
    default:
      return <Trail steps={[]} here={t(route.page === 'add' ? 'add.crumb' : `nav.${route.page}`)} />
  }
}

function CameraCrumbs({ stream }: { readonly stream: string }) {
  const { t } = useTexts()
  const camera = useStore(cameras, book => book.byStream.get(stream) ?? null)
  const group = camera?.groups[0]
  const steps = [
    { text: t('nav.wall'), href: '/' },
    ...(group === undefined ? [] : [{ text: group, href: `/?group=${encodeURIComponent(group)}` }])
  ]
  return <Trail steps={steps} here={camera?.name ?? stream} />
}

interface TrailProps {
  readonly steps: readonly { readonly text: string; readonly href: string }[]
  readonly here: string
  readonly beside?: string
}

function Trail({ steps, here, beside }: TrailProps) {
  return (
    <div className="crumbs grow">
      {steps.map(({ text, href }) => (
        <span className="crumb" key={href}>
          <Link href={href}>{text}</Link>
          <Icon name="right" />
        </span>
      ))}
      <b className="ell" title={here}>
        {here}
      </b>
      {beside !== undefined && <span className="hide-phone">{beside}</span>}
    </div>
  )
}
