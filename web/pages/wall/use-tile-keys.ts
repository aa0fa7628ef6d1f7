import type { RefObject } from 'react'
import { takeIncident } from '../../app/decide.ts'
import { useKeys } from '../../app/use-keys.ts'
import { rowOf, type WallLayout } from '../../model/wall-rows.ts'
import { setQuery } from '../../routing/navigation.ts'
import { cameras } from '../../state/cameras.ts'
import { incidents } from '../../state/incidents.ts'

/** Room for what stays at the top of the window, px. */
const HEADER_PX = 110

/** J and K walk through the tiles, also those that do not exist yet; A takes the one that has the focus. */
export function useTileKeys(layout: WallLayout | null, wall: RefObject<HTMLElement | null>): void {
  const step = (by: 1 | -1) => {
    if (layout === null || wall.current === null) return
    const keys = layout.rows.flatMap(row => row.items?.map(item => item.key) ?? [])
    const at = keys.indexOf(focusedKey() ?? '')
    const next = keys[at < 0 ? 0 : at + by]
    const row = next === undefined ? null : rowOf(layout.rows, next)
    if (next === undefined || row === null) return
    const top = wall.current.getBoundingClientRect().top + row.top
    const isSeen = top >= HEADER_PX && top + row.height <= window.innerHeight
    if (!isSeen) window.scrollBy({ top: top - window.innerHeight / 3, behavior: 'instant' })
    focusWhenThere(next)
  }
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    t: () => setQuery({ view: 'table' }),
    a: () => takeFocused(focusedKey())
  })
}

function focusedKey(): string | null {
  return document.activeElement?.getAttribute('data-key') ?? null
}

/** A tile far away is drawn with the next frames only. */
function focusWhenThere(key: string, tries = 10): void {
  const tile = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
  if (tile !== null) tile.focus({ preventScroll: true })
  else if (tries > 0) requestAnimationFrame(() => focusWhenThere(key, tries - 1))
}

/** J and K walk through the lines of the table. */
export function useLineKeys(): void {
  const step = (by: 1 | -1) => {
    const lines = [...document.querySelectorAll<HTMLElement>('.wall-table [data-key]')]
    const at = lines.indexOf(document.activeElement as HTMLElement)
    const next = lines[at < 0 ? 0 : at + by]
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'center' })
  }
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    t: () => setQuery({ view: null }),
    a: () => takeFocused(focusedKey())
  })
}

function takeFocused(key: string | null): void {
  if (key === null) return
  const { open } = incidents.get()
  const id = key.startsWith('group:')
    ? key.slice('group:'.length)
    : cameras.get().byStream.get(key.slice('camera:'.length))?.incidentId
  const incident = open.get(id ?? '')
  if (incident?.state === 'open') void takeIncident(incident)
}
