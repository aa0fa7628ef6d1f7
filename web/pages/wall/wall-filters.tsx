import { useEffect, useState } from 'react'
import { ChoiceField } from '../../components/choice-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { Segment } from '../../components/segment.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { STATE_CHOICES, type WallFilter } from '../../model/wall-filter.ts'
import { setQuery, useQueryValue } from '../../routing/navigation.ts'
import { cameras } from '../../state/cameras.ts'
import { useStore } from '../../state/use-store.ts'

/** More tiles than this are easier to read as a table. */
const MANY = 200

export interface WallFiltersProps {
  readonly filter: WallFilter
  readonly view: 'tiles' | 'table'
  readonly shown: number
}

/** Filters of the wall; they stand in the address, so that a view can be shared. */
export function WallFilters({ filter, view, shown }: WallFiltersProps) {
  const { t, count } = useTexts()
  const total = useStore(cameras, book => book.total)
  const byGroup = useStore(cameras, book => book.counts?.byGroup ?? null)
  const sort = useQueryValue('sort') === 'name' ? 'name' : 'severity'
  const groups = Object.keys(byGroup ?? {}).sort()
  return (
    <div className="filters">
      <TextFilter label={count('wall.filter', total)} />
      {groups.length > 0 && (
        <ChoiceField
          label={t('wall.group')}
          value={filter.group ?? ''}
          onChange={value => setQuery({ group: value })}
          choices={[
            { value: '', label: t('wall.allGroups', { groups: groups.length }) },
            ...groups.map(group => ({ value: group, label: group }))
          ]}
        />
      )}
      <ChoiceField
        label={t('wall.state')}
        value={filter.state ?? ''}
        onChange={value => setQuery({ state: value })}
        choices={[
          { value: '', label: t('wall.anyState') },
          ...STATE_CHOICES.map(state => ({ value: state, label: t(`fleet.${state}`) }))
        ]}
      />
      <ChoiceField
        label={t('wall.sort')}
        value={sort}
        onChange={value => setQuery({ sort: value === 'name' ? 'name' : null })}
        choices={[
          { value: 'severity', label: t('wall.bySeverity') },
          { value: 'name', label: t('wall.byName') }
        ]}
      />
      <span className="grow" />
      <span className="t2 small nowrap hide-phone">
        {view === 'tiles' && shown > MANY ? t('wall.many', { shown, total }) : t('wall.shown', { shown, total })}
      </span>
      <Segment
        label={t('wall.view')}
        value={view}
        onChange={value => setQuery({ view: value === 'table' ? 'table' : null })}
        choices={[
          { value: 'tiles', label: <ViewLabel icon="wall" text={t('wall.tiles')} /> },
          { value: 'table', label: <ViewLabel icon="list" text={t('wall.table')} /> }
        ]}
      />
    </div>
  )
}

function ViewLabel({ icon, text }: { readonly icon: 'wall' | 'list'; readonly text: string }) {
  return (
    <>
      <Icon name={icon} />
      {text}
    </>
  )
}

/** Keeps what is typed apart from the address, which drops blanks at the ends. */
function TextFilter({ label }: { readonly label: string }) {
  const inAddress = useQueryValue('q') ?? ''
  const [text, setText] = useState(inAddress)
  useEffect(() => {
    setText(now => (now.trim() === inAddress ? now : inAddress))
  }, [inAddress])
  const change = (value: string) => {
    setText(value)
    setQuery({ q: value.trim() })
  }
  return <SearchField label={label} value={text} onChange={change} />
}
