import { Icon } from '../components/icon.tsx'
import { useTexts } from '../i18n/use-text.ts'
import { dismissToast, toasts } from '../state/toasts.ts'
import { useStore } from '../state/use-store.ts'

export function ToastList() {
  const { t } = useTexts()
  const shown = useStore(toasts, now => now)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text, tone, undo }) => (
        <div key={id} className={tone === 'bad' ? 'toast bad' : 'toast'}>
          <Icon name={tone === 'bad' ? 'warn' : 'healthy'} />
          <span className="grow">{text}</span>
          {undo !== null && (
            <button
              className="btn sm"
              type="button"
              onClick={() => {
                dismissToast(id)
                undo()
              }}
            >
              {t('toast.undo')}
            </button>
          )}
          <button
            className="btn sm ghost icon"
            type="button"
            onClick={() => dismissToast(id)}
            aria-label={t('toast.close')}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  )
}
