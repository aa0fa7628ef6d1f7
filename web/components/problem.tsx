import type { ReactNode } from 'react'
import { RequestError } from '../api/request.ts'
import { useTexts } from '../i18n/use-text.ts'
import { Icon } from './icon.tsx'

/** Says what failed and offers to try again. What was loaded before stays where it is. */
export function Problem({ error, onRetry }: { readonly error: unknown; readonly onRetry: (() => void) | null }) {
  const { t, language } = useTexts()
  const text = error instanceof RequestError ? error.textIn(language) : String(error)
  return (
    <div className="problem" role="alert">
      <Icon name="warn" className="c-impaired" />
      <div className="grow">
        <b>{t('problem.title')}</b>
        <p className="t2 small">{text}</p>
      </div>
      {onRetry !== null && (
        <button className="btn" type="button" onClick={onRetry}>
          {t('problem.retry')}
        </button>
      )}
    </div>
  )
}

/** Nothing to show, and why that is so. */
export function Nothing({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="nothing">
      <b>{title}</b>
      {children}
    </div>
  )
}
