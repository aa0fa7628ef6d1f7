import { incidentsCsvPath } from '../../api/incident-calls.ts'
import { fileDay, saveAs } from '../../app/save-as.ts'
import { ChoiceField } from '../../components/choice-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { type ListFilter, PERIODS, type Period, requestOf } from '../../model/incident-filter.ts'
import { KINDS } from '../../model/kinds.ts'
import { setQuery, useQueryValue } from '../../routing/navigation.ts'
import { cameras } from '../../state/cameras.ts'
import { serviceNowMs } from '../../state/clock.ts'
import { useStore } from '../../state/use-store.ts'

export interface IncidentFiltersProps {
  readonly filter: ListFilter
  readonly shown: number
  readonly hasMore: boolean
}

function exportCsv(filter: ListFilter): Promise<void> {
  const nowMs = serviceNowMs()
  return saveAs(incidentsCsvPath(requestOf(filter, nowMs)), `camera-check-incidents-${fileDay(nowMs)}.csv`)
}

export function IncidentFilters({ filter, shown, hasMore }: IncidentFiltersProps) {
  const { t, count, kind: nameOf } = useTexts()
  const byGroup = useStore(cameras, book => book.counts?.byGroup ?? null)
  const text = useQueryValue('q') ?? ''
  const groups = Object.keys(byGroup ?? {}).sort()
  return (
    <div className="row wrap incident-filters">
      <SearchField label={t('incidents.filter')} value={text} onChange={q => setQuery({ q })} />
      <ChoiceField
        label={t('table.fault')}
        value={filter.kind ?? ''}
        onChange={kind => setQuery({ kind })}
        choices={[
          { value: '', label: t('wall.anyState') },
          ...[...KINDS, 'service'].map(kind => ({ value: kind, label: nameOf(kind) }))
        ]}
      />
      {groups.length > 0 && (
        <ChoiceField
          label={t('wall.group')}
          value={filter.group ?? ''}
          onChange={group => setQuery({ group })}
          choices={[
            { value: '', label: t('wall.allGroups', { groups: groups.length }) },
            ...groups.map(group => ({ value: group, label: group }))
          ]}
        />
      )}
      <ChoiceField
        label={t('table.started')}
        value={filter.period}
        onChange={period => setQuery({ period: period === 'any' ? null : period })}
        choices={(Object.keys(PERIODS) as Period[]).map(period => ({ value: period, label: t(`period.${period}`) }))}
      />
      {filter.stream !== null && (
        <button className="btn" type="button" onClick={() => setQuery({ stream: null })}>
          {t('incidents.onlyCamera', { stream: filter.stream })} ×
        </button>
      )}
      <span className="grow" />
      <span className="t2 small nowrap hide-phone">
        {count(hasMore ? 'incidents.shownMore' : 'incidents.shown', shown)}
      </span>
      <button className="btn" type="button" onClick={() => void exportCsv(filter)}>
        <Icon name="export" />
        {t('report.csv')}
      </button>
    </div>
  )
}
