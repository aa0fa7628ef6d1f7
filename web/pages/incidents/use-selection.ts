import { useMemo, useState } from 'react'
import type { Incident } from '../../api/types.ts'

export interface Selection {
  readonly chosen: readonly Incident[]
  readonly has: (id: string) => boolean
  readonly toggle: (id: string) => void
  /** From the one that was toggled last to this one. */
  readonly toggleRange: (id: string) => void
  readonly toggleAll: () => void
  readonly isAll: boolean
  readonly clear: () => void
}

/** Which of the shown incidents are chosen. What is not shown any more is not chosen any more. */
export function useSelection(shown: readonly Incident[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [last, setLast] = useState<string | null>(null)
  const chosen = useMemo(() => shown.filter(({ id }) => ids.has(id)), [shown, ids])
  const isAll = chosen.length > 0 && chosen.length === shown.length
  const toggle = (id: string) => {
    setLast(id)
    setIds(now => {
      const next = new Set(now)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }
  const toggleRange = (id: string) => {
    const from = shown.findIndex(incident => incident.id === last)
    const to = shown.findIndex(incident => incident.id === id)
    if (from < 0 || to < 0) return toggle(id)
    const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1).map(incident => incident.id)
    setLast(id)
    setIds(now => new Set([...now, ...range]))
  }
  return {
    chosen,
    has: id => ids.has(id),
    toggle,
    toggleRange,
    toggleAll: () => setIds(isAll ? new Set() : new Set(shown.map(({ id }) => id))),
    isAll,
    clear: () => setIds(new Set())
  }
}
