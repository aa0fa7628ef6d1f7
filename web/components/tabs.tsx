import type { ReactNode } from 'react'
import { ACROSS, useArrowKeys } from './use-arrow-keys.ts'

export interface Tab<T extends string> {
  readonly value: T
  readonly label: string
  readonly count?: number | null
}

export interface TabsProps<T extends string> {
  readonly label: string
  readonly tabs: readonly Tab<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
  /** Prefix of the ids that tie a tab to its panel. */
  readonly id: string
}

export function Tabs<T extends string>({ label, tabs, value, onChange, id }: TabsProps<T>) {
  const keys = useArrowKeys(tabs, value, onChange, ACROSS)
  return (
    <div className="tabs" role="tablist" aria-label={label} {...keys}>
      {tabs.map(tab => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={`${id}-tab-${tab.value}`}
          aria-controls={`${id}-panel`}
          aria-selected={tab.value === value}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
          {tab.count !== undefined && tab.count !== null && <span className="c">{tab.count}</span>}
        </button>
      ))}
    </div>
  )
}

/** What the chosen tab shows. */
export function TabPanel({
  id,
  value,
  className,
  children
}: {
  readonly id: string
  readonly value: string
  readonly className?: string
  readonly children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel without controls must be reached by keyboard to be scrolled.
    <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${value}`} className={className} tabIndex={0}>
      {children}
    </div>
  )
}
