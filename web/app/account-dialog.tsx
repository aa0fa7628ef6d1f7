import { signOut } from '../api/session-calls.ts'
import { Modal } from '../components/modal.tsx'
import { MomentText } from '../components/moment-text.tsx'
import { useTexts } from '../i18n/use-text.ts'
import { session } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { tellFailure } from './decide.ts'
import { closeDialog } from './dialogs.ts'

/** Who is signed in, what they may do, until when; and the way out. */
export function AccountDialog() {
  const { t } = useTexts()
  const { name, role, expiresAtMs } = useStore(session, now => now)
  const leave = () => {
    closeDialog()
    void signOut().catch(tellFailure)
  }
  if (name === null || role === null) return null
  return (
    <Modal label={t('account.title')} onClose={closeDialog}>
      <div className="row">
        <h2 className="grow title">{t('account.title')}</h2>
        <button className="btn" type="button" onClick={closeDialog}>
          {t('preferences.close')}
        </button>
      </div>
      <dl className="form account">
        <dt>{t('account.name')}</dt>
        <dd className="b">{name}</dd>
        <dt>{t('account.role')}</dt>
        <dd>
          {t(`role.${role}`)}
          <p className="t2 small">{t(`roleMay.${role}`)}</p>
        </dd>
        {expiresAtMs !== null && (
          <>
            <dt>{t('account.until')}</dt>
            <dd>
              <MomentText at={new Date(expiresAtMs).toISOString()} />
            </dd>
          </>
        )}
      </dl>
      <div className="row">
        <button className="btn main" type="button" onClick={leave}>
          {t('account.signOut')}
        </button>
      </div>
    </Modal>
  )
}
