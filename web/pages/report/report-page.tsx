import { useEffect, useMemo } from 'react'
import { fileDay, saveAs } from '../../app/save-as.ts'
import { fetchReport, type ReportPeriod, reportPath } from '../../api/service-calls.ts'
import { ChoiceField } from '../../components/choice-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Problem } from '../../components/problem.tsx'
import { Segment } from '../../components/segment.tsx'
import { SkeletonLines } from '../../components/skeleton.tsx'
import { formatDay } from '../../format/moment.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { setQuery, useQueryValue } from '../../routing/navigation.ts'
import { cameras } from '../../state/cameras.ts'
import { serviceNowMs } from '../../state/clock.ts'
import { useLoad } from '../../state/use-load.ts'
import { useStore } from '../../state/use-store.ts'
import { DayBars } from './day-bars.tsx'
import { Figures } from './figures.tsx'
import { KindBars } from './kind-bars.tsx'
import { ReportTable } from './report-table.tsx'

const DAY_MS = 86_400_000
const LENGTHS = ['1', '7', '14', '30'] as const

/** How much usable picture did we have, where was it lost, how fast were we? */
export function ReportPage() {
  const { t, style } = useTexts()
  const wanted = useQueryValue('days')
  const group = useQueryValue('group')
  const days = LENGTHS.find(length => length === wanted) ?? '7'
  // Made once for each choice, so that figures, chart and file tell of the same period.
  const period = useMemo<ReportPeriod>(() => {
    const to = serviceNowMs()
    return { from: to - Number(days) * DAY_MS, to, group }
  }, [days, group])
  const { data, error, reload } = useLoad(`report ${days} ${group} ${period.to}`, signal => fetchReport(period, signal))
  useEffect(() => {
    document.title = `${t('nav.report')} · Camera Check`
  }, [t])
  return (
    <div className="page">
      <div className="head">
        <div className="grow">
          <h1>{t('nav.report')}</h1>
          <p className="t2 sub">
            {t('report.period', {
              from: formatDay(period.from, style),
              to: formatDay(period.to, style),
              cameras: data?.cameras.length ?? 0
            })}
          </p>
        </div>
        <Choices days={days} group={group} period={period} />
      </div>
      {error !== null && <Problem error={error} onRetry={reload} />}
      {data === null && error === null && <SkeletonLines lines={8} height={70} />}
      {data !== null && (
        <>
          <Figures total={data.total} />
          <div className="split">
            <DayBars days={data.days} />
            <KindBars faults={data.total.faults} />
          </div>
          <ReportTable cameras={data.cameras} />
        </>
      )}
    </div>
  )
}

interface ChoicesProps {
  readonly days: (typeof LENGTHS)[number]
  readonly group: string | null
  readonly period: ReportPeriod
}

function Choices({ days, group, period }: ChoicesProps) {
  const { t } = useTexts()
  const byGroup = useStore(cameras, book => book.counts?.byGroup ?? null)
  const groups = Object.keys(byGroup ?? {}).sort()
  return (
    <div className="row wrap">
      <Segment
        label={t('report.length')}
        value={days}
        onChange={value => setQuery({ days: value === '7' ? null : value })}
        choices={LENGTHS.map(value => ({ value, label: t('report.days', { days: value }) }))}
      />
      {groups.length > 0 && (
        <ChoiceField
          label={t('wall.group')}
          value={group ?? ''}
          onChange={value => setQuery({ group: value })}
          choices={[
            { value: '', label: t('wall.allGroups', { groups: groups.length }) },
            ...groups.map(name => ({ value: name, label: name }))
          ]}
        />
      )}
      <button
        className="btn"
        type="button"
        onClick={() => void saveAs(reportPath(period, 'csv'), `camera-check-${fileDay(period.to)}.csv`)}
      >
        <Icon name="export" />
        {t('report.csv')}
      </button>
    </div>
  )
}
