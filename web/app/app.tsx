import { lazy, Suspense } from 'react'
import { Problem } from '../components/problem.tsx'
import { IconSprite } from '../components/icon.tsx'
import { useTexts } from '../i18n/use-text.ts'
import { WallPage } from '../pages/wall/wall-page.tsx'
import { goBack, navigate, usePath } from '../routing/navigation.ts'
import { parsePath, pathOf, type Route } from '../routing/route.ts'
import { useStore } from '../state/use-store.ts'
import { session } from '../state/session.ts'
import { AccountDialog } from './account-dialog.tsx'
import { Announcer } from './announcer.tsx'
import { dialog, openDialog } from './dialogs.ts'
import { FindDialog } from './find-dialog.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { PreferencesDialog } from './preferences-dialog.tsx'
import { PAGES, Rail } from './rail.tsx'
import { ServiceBanner } from './service-banner.tsx'
import { SignIn } from './sign-in.tsx'
import { StaleBanner } from './stale-banner.tsx'
import { ToastList } from './toast-list.tsx'
import { TopBar } from './top-bar.tsx'
import { UnknownPage } from './unknown-page.tsx'
import { useKeys } from './use-keys.ts'

// Most people look at the wall alone: the other pages come when they are opened.
const CameraPage = lazy(async () => ({ default: (await import('../pages/camera/camera-page.tsx')).CameraPage }))
const IncidentPage = lazy(async () => ({ default: (await import('../pages/incident/incident-page.tsx')).IncidentPage }))
const IncidentsPage = lazy(async () => ({
  default: (await import('../pages/incidents/incidents-page.tsx')).IncidentsPage
}))
const ReportPage = lazy(async () => ({ default: (await import('../pages/report/report-page.tsx')).ReportPage }))
const SystemPage = lazy(async () => ({ default: (await import('../pages/system/system-page.tsx')).SystemPage }))
const AddPage = lazy(async () => ({ default: (await import('../pages/add/add-page.tsx')).AddPage }))

export function App() {
  const { t } = useTexts()
  const path = usePath()
  const route = parsePath(path)
  const phase = useStore(session, now => now.phase)
  useKeys({
    '/': () => openDialog('find'),
    '?': () => openDialog('preferences'),
    escape: () => leave(route),
    ...Object.fromEntries(PAGES.map((page, index) => [String(index + 1), () => navigate(pathOf({ page }))]))
  })
  if (phase === 'asking') return null
  if (phase === 'out') return <SignIn />
  return (
    <>
      <IconSprite />
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <Rail page={route.page} />
      <div className="body">
        <TopBar route={route} />
        <StaleBanner />
        <ServiceBanner />
        <main id="main" tabIndex={-1}>
          <PageBoundary key={path} instead={error => <Broken error={error} />}>
            <Suspense fallback={null}>
              <Page route={route} />
            </Suspense>
          </PageBoundary>
        </main>
      </div>
      <ToastList />
      <Announcer />
      <OpenDialog />
    </>
  )
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'wall':
      return <WallPage />
    case 'camera':
      return <CameraPage key={route.stream} stream={route.stream} />
    case 'incidents':
      return <IncidentsPage />
    case 'incident':
      return <IncidentPage key={route.id} id={route.id} />
    case 'report':
      return <ReportPage />
    case 'system':
      return <SystemPage />
    case 'add':
      return <AddPage />
    case 'unknown':
      return <UnknownPage />
  }
}

function Broken({ error }: { readonly error: unknown }) {
  return (
    <div className="page">
      <Problem error={error} onRetry={() => window.location.reload()} />
    </div>
  )
}

function leave(route: Route): void {
  if (route.page === 'camera') goBack('/')
  if (route.page === 'incident') goBack('/incidents')
}

function OpenDialog() {
  const name = useStore(dialog, now => now)
  if (name === 'find') return <FindDialog />
  if (name === 'preferences') return <PreferencesDialog />
  if (name === 'account') return <AccountDialog />
  return null
}
