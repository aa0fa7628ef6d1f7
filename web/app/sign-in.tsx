import { type FormEvent, useState } from 'react'
import { useTexts } from '../i18n/use-text.ts'
import { setToken } from '../state/token.ts'

/** Asks for the token when the service wants one. */
export function SignIn({ isRefused }: { readonly isRefused: boolean }) {
  const { t } = useTexts()
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') setToken(text.trim())
  }
  return (
    <main className="sign-in">
      <form className="panel" onSubmit={submit}>
        <h1>{t('signIn.title')}</h1>
        <p className="t2">{t('signIn.text')}</p>
        <label className="field">
          <span className="vh">{t('signIn.token')}</span>
          <input
            type="password"
            autoComplete="current-password"
            placeholder={t('signIn.token')}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        </label>
        {isRefused && (
          <p className="c-lost small" role="alert">
            {t('signIn.refused')}
          </p>
        )}
        <button className="btn main" type="submit">
          {t('signIn.go')}
        </button>
      </form>
    </main>
  )
}
