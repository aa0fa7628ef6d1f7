import { type FormEvent, useEffect, useState } from 'react'
import { RequestError } from '../api/request.ts'
import { signIn } from '../api/session-calls.ts'
import { Icon, IconSprite } from '../components/icon.tsx'
import type { Texts } from '../i18n/texts.ts'
import { useTexts } from '../i18n/use-text.ts'
import { preferences, setPreferences } from '../state/preferences.ts'
import { session } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'

/** Asks for the token when the service wants one. The token goes to the service once, and is kept nowhere here. */
export function SignIn() {
  const { t, language } = useTexts()
  const hasEnded = useStore(session, now => now.hasEnded)
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  useEffect(() => {
    document.title = `${t('signIn.go')} · Camera Check`
  }, [t])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '' || isBusy) return
    setBusy(true)
    setFailure(null)
    try {
      await signIn(text.trim())
    } catch (cause) {
      setFailure(cause)
      setBusy(false)
    }
  }
  const problem = failure === null ? null : problemOf(failure, { t, language })
  return (
    <main className="sign-in">
      <IconSprite />
      <form className="panel" onSubmit={event => void submit(event)}>
        <div className="row">
          <h1 className="grow">{t('signIn.title')}</h1>
          <Language />
        </div>
        <p className="t2">{t(hasEnded && problem === null ? 'signIn.ended' : 'signIn.text')}</p>
        <TokenField value={text} onChange={setText} isWrong={problem !== null} />
        {problem !== null && (
          <p className="c-lost row" role="alert" id="sign-in-problem">
            <Icon name="warn" />
            {problem}
          </p>
        )}
        <button className="btn main" type="submit" aria-disabled={isBusy}>
          {t('signIn.go')}
        </button>
        <p className="t3 small">{t('signIn.hint')}</p>
      </form>
    </main>
  )
}

interface TokenFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isWrong: boolean
}

function TokenField({ value, onChange, isWrong }: TokenFieldProps) {
  const { t } = useTexts()
  return (
    <div className="stackv tight">
      <label htmlFor="token">{t('signIn.token')}</label>
      <span className="field">
        <input
          id="token"
          type="password"
          autoComplete="current-password"
          autoCapitalize="off"
          spellCheck={false}
          required
          maxLength={4096}
          // biome-ignore lint/a11y/noAutofocus: there is nothing else to do here.
          autoFocus
          aria-invalid={isWrong}
          aria-describedby={isWrong ? 'sign-in-problem' : undefined}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      </span>
    </div>
  )
}

function Language() {
  const { t } = useTexts()
  const language = useStore(preferences, now => now.language)
  const other = language === 'en' ? 'zh' : 'en'
  return (
    <button className="btn ghost" type="button" onClick={() => setPreferences({ language: other })}>
      <span lang={other === 'zh' ? 'zh-CN' : 'en'}>{t('top.language')}</span>
    </button>
  )
}

function problemOf(failure: unknown, { t, language }: Pick<Texts, 't' | 'language'>): string {
  if (!(failure instanceof RequestError)) return String(failure)
  if (failure.code === 'http/unauthorized') return t('signIn.refused')
  if (failure.code === 'http/too-many-requests') return t('signIn.locked')
  if (failure.code === 'http/forbidden') return t('signIn.nothingToSee')
  return failure.textIn(language)
}
