import type { ReactNode } from 'react'
import { useTexts } from '../i18n/use-text.ts'
import { mayOperate, session } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'

/** Controls that a viewer sees and cannot use, with the reason beside them. */
export function OperatorOnly({ children }: { readonly children: ReactNode }) {
  const may = useStore(session, mayOperate)
  return (
    <fieldset className="operator-only" disabled={!may}>
      {!may && <ViewerNote />}
      {children}
    </fieldset>
  )
}

/** Why something cannot be done. */
export function ViewerNote() {
  const { t } = useTexts()
  const { name, role } = useStore(session, now => now)
  return (
    <p className="t2 small viewer-note">
      {t('account.viewerNote', { name: name ?? '', role: role === null ? '' : t(`role.${role}`) })}
    </p>
  )
}
