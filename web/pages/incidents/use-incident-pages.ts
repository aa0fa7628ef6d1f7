import { useCallback, useEffect, useRef, useState } from 'react'
import { fetchIncidents } from '../../api/incident-calls.ts'
import type { Incident } from '../../api/types.ts'
import { onIncident } from '../../live/listeners.ts'
import { belongs, readListFilter, requestOf } from '../../model/incident-filter.ts'
import { serviceNowMs } from '../../state/clock.ts'

/** Nearer to the top than this, new incidents may join without moving what is read, px. */
const TOP_PX = 80

export interface IncidentPages {
  readonly items: readonly Incident[]
  /** New ones that wait for a click. */
  readonly waiting: readonly Incident[]
  readonly hasMore: boolean
  readonly isLoading: boolean
  readonly error: unknown
  readonly loadMore: () => void
  readonly reload: () => void
  readonly takeWaiting: () => void
}

interface Pages {
  readonly key: string
  readonly items: readonly Incident[]
  readonly waiting: readonly Incident[]
  readonly next: string | null
  readonly isLoading: boolean
  readonly error: unknown
}

const EMPTY = { items: [], waiting: [], next: null, isLoading: true, error: null }

/**
 * The list, page after page, kept in step with what happens.
 *
 * @param key Holds the filters that the service is asked for.
 * @param isBusy Whether somebody points at the list or has chosen some of it: then nothing joins it.
 */
export function useIncidentPages(key: string, isBusy: () => boolean): IncidentPages {
  const [pages, setPages] = useState<Pages>({ key, ...EMPTY })
  const round = useRef(0)
  const load = useCallback(
    async (cursor: string | null) => {
      const mine = ++round.current
      const isNewest = () => mine === round.current
      setPages(now => (now.key === key ? { ...now, isLoading: true, error: null } : { key, ...EMPTY }))
      try {
        const answer = await fetchIncidents(requestOf(readListFilter(key), serviceNowMs()), cursor)
        if (!isNewest()) return
        setPages(now => ({
          key,
          items: cursor === null ? answer.items : [...now.items, ...answer.items],
          waiting: cursor === null ? [] : now.waiting,
          next: answer.next,
          isLoading: false,
          error: null
        }))
      } catch (error) {
        if (isNewest()) setPages(now => ({ ...now, isLoading: false, error }))
      }
    },
    [key]
  )
  useEffect(() => {
    void load(null)
  }, [load])
  const busy = useRef(isBusy)
  busy.current = isBusy
  useEffect(
    () =>
      onIncident((_, incident) => {
        const mayJoin = window.scrollY < TOP_PX && !busy.current()
        setPages(now => withChange(now, incident, mayJoin))
      }),
    []
  )
  const shown = pages.key === key ? pages : { key, ...EMPTY }
  return {
    items: shown.items,
    waiting: shown.waiting,
    hasMore: shown.next !== null,
    isLoading: shown.isLoading,
    error: shown.error,
    loadMore: () => !shown.isLoading && shown.next !== null && void load(shown.next),
    reload: () => void load(null),
    takeWaiting: () => setPages(now => ({ ...now, items: [...now.waiting, ...now.items], waiting: [] }))
  }
}

/** One that is shown changes in its place, also when it no longer belongs: nothing vanishes under the pointer. */
function withChange(pages: Pages, incident: Incident, mayJoin: boolean): Pages {
  const at = pages.items.findIndex(({ id }) => id === incident.id)
  if (at >= 0) return { ...pages, items: pages.items.with(at, incident) }
  const waitingAt = pages.waiting.findIndex(({ id }) => id === incident.id)
  if (waitingAt >= 0) return { ...pages, waiting: pages.waiting.with(waitingAt, incident) }
  const newest = pages.items[0]?.id ?? ''
  if (incident.id < newest || !belongs(incident, readListFilter(pages.key))) return pages
  if (mayJoin && pages.waiting.length === 0) return { ...pages, items: [incident, ...pages.items] }
  return { ...pages, waiting: [incident, ...pages.waiting] }
}
