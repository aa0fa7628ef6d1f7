import { fetchAudit } from '../../../api/camera-calls.ts'
import { MomentText } from '../../../components/moment-text.tsx'
import { Nothing, Problem } from '../../../components/problem.tsx'
import { SkeletonLines } from '../../../components/skeleton.tsx'
import { changeLines } from '../../../model/change-text.ts'
import { useTexts } from '../../../i18n/use-text.ts'
import { ScrollBox } from '../../../components/scroll-box.tsx'
import { useLoad } from '../../../state/use-load.ts'

/** Who changed what, newest first. */
export function History({ stream }: { readonly stream: string }) {
  const { t, named } = useTexts()
  const { data, error, reload } = useLoad(`audit ${stream}`, () => fetchAudit(stream, null))
  if (error !== null) return <Problem error={error} onRetry={reload} />
  if (data === null) return <SkeletonLines lines={4} height={34} />
  if (data.items.length === 0) return <Nothing title={t('history.none')} />
  return (
    <ScrollBox label={t('settings.history')}>
      <table className="tbl">
        <thead>
          <tr>
            <th>{t('history.when')}</th>
            <th>{t('history.who')}</th>
            <th>{t('history.what')}</th>
            <th>{t('history.change')}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map(({ id, at, by, action, change }) => (
            <tr key={id}>
              <td>
                <MomentText at={at} />
              </td>
              <td>{by}</td>
              <td>{named('action', action)}</td>
              <td className="wraps mono t2">
                {changeLines(change).map(line => (
                  <div key={line}>{line}</div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}
