import { Nothing } from '../components/problem.tsx'
import { useTexts } from '../i18n/use-text.ts'
import { Link } from '../routing/link.tsx'

export function UnknownPage() {
  const { t } = useTexts()
  return (
    <div className="page">
      <Nothing title={t('unknown.title')}>
        <Link className="link" href="/">
          {t('unknown.back')}
        </Link>
      </Nothing>
    </div>
  )
}
