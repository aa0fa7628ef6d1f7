import { Icon } from '../components/icon.tsx'
import { formatClock, formatShortDay, zoneName } from '../format/moment.ts'
import { formatLength } from '../format/length.ts'
import { useTexts } from '../i18n/use-text.ts'
import type { Route } from '../routing/route.ts'
import { browserClock, useFromClock } from '../state/clock.ts'
import { connection, staleAgeMs } from '../state/connection.ts'
import { preferences, setPreferences } from '../state/preferences.ts'
import { session } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { Crumbs } from './crumbs.tsx'
import { Key } from '../components/key.tsx'
import { openDialog } from './dialogs.ts'

export function TopBar({ route }: { readonly route: Route }) {
  const { t, language } = useTexts()
  const theme = useStore(preferences, now => now.theme)
  return (
    <header className="top">
      <Crumbs route={route} />
      <button className="find" type="button" onClick={() => openDialog('find')} aria-keyshortcuts="/">
        <Icon name="search" />
        <span className="grow ell">{t('find.open')}</span>
        <Key name="/" />
      </button>
      <LiveSign />
      <span className="sep" />
      <Clock />
      <button
        className="btn ghost hide-phone"
        type="button"
        onClick={() => setPreferences({ language: language === 'en' ? 'zh' : 'en' })}
      >
        <span lang={language === 'en' ? 'zh-CN' : 'en'}>{t('top.language')}</span>
      </button>
      <button
        className="btn ghost icon"
        type="button"
        onClick={() => setPreferences({ theme: theme === 'dark' ? 'light' : 'dark' })}
        aria-label={t(theme === 'dark' ? 'top.toLight' : 'top.toDark')}
      >
        <Icon name="theme" />
      </button>
      <button
        className="btn ghost icon"
        type="button"
        onClick={() => openDialog('preferences')}
        aria-label={t('preferences.title')}
      >
        <Icon name="gear" />
      </button>
      <Account />
    </header>
  )
}

/** Who is signed in; nothing where nobody needs to be. */
function Account() {
  const { t } = useTexts()
  const { name, role } = useStore(session, now => now)
  if (name === null || role === null) return null
  return (
    <button
      className="btn ghost account-button"
      type="button"
      onClick={() => openDialog('account')}
      aria-label={t('account.open', { name, role: t(`role.${role}`) })}
    >
      <Icon name="person" />
      <span className="ell hide-phone">{name}</span>
    </button>
  )
}

/** Whether what is shown is live, and how old it is when it is not. */
function LiveSign() {
  const { t, language } = useTexts()
  const state = useStore(connection, now => now.state)
  const age = useStore(browserClock, nowMs => staleAgeMs(connection.get(), nowMs))
  if (age !== null) {
    return (
      <span className="live stale">
        <Icon name="warn" />
        <b>{t('live.stale')}</b>
        <span className="hide-phone">{formatLength(age, language)}</span>
      </span>
    )
  }
  return (
    <span className="live">
      <Icon name="live" className={state === 'live' ? '' : 'c-off'} />
      {t(state === 'live' ? 'live.live' : 'live.connecting')}
    </span>
  )
}

function Clock() {
  const { style } = useTexts()
  const clock = useFromClock(nowMs => formatClock(nowMs, style))
  const day = useFromClock(nowMs => `${formatShortDay(nowMs, style)} · ${zoneName(nowMs, style)}`)
  return (
    <span className="clock">
      {clock}
      <small>{day}</small>
    </span>
  )
}
