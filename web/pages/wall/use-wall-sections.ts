import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { passes, readWallFilter } from '../../model/wall-filter.ts'
import { type WallSection, wallByName, wallSections } from '../../model/wall-sections.ts'
import { cameras } from '../../state/cameras.ts'
import { browserClock } from '../../state/clock.ts'
import { type IncidentBook, incidents } from '../../state/incidents.ts'
import { useHeld } from '../../components/use-held.ts'

/** Tiles change their place at most so often, ms. */
const REORDER_MS = 5000

export interface ShownWall {
  readonly sections: readonly WallSection[]
  /** Cameras on the wall. */
  readonly shown: number
  /** Cameras whose place or section has changed since, while nothing may move. */
  readonly changes: number
  /** Puts everything in its place now. */
  readonly settle: () => void
  /** The element under whose pointer nothing moves. */
  readonly area: RefObject<HTMLDivElement | null>
}

interface Settled {
  readonly search: string
  readonly sections: readonly WallSection[]
  readonly atMs: number
}

/**
 * What is on the wall and in which order. Filters act at once; whatever else changes waits until nobody points at a tile,
 * and for 5 s after the last change of places.
 */
export function useWallSections(search: string): ShownWall {
  const area = useRef<HTMLDivElement>(null)
  const held = useHeld(area)
  const [settled, setSettled] = useState<Settled>(() => arranged(search))
  const [changes, setChanges] = useState(0)
  const fresh = settled.search === search ? settled : arranged(search)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` is the beginning; it is followed from there.
  useEffect(() => {
    let before = fresh
    // What comes with the first loading takes its place at once.
    let isLoading = true
    setSettled(fresh)
    let lookedAt = ''
    const look = () => {
      const version = `${cameras.get().places} ${versionOf(incidents.get())}`
      if (version === lookedAt) return
      const next = arranged(search)
      const moved = movedTiles(before.sections, next.sections)
      if (moved === 0) {
        lookedAt = version
        setChanges(0)
        return
      }
      if (!isLoading && (held.current || next.atMs - before.atMs < REORDER_MS)) {
        setChanges(held.current ? moved : 0)
        return
      }
      lookedAt = version
      before = next
      setSettled(next)
      setChanges(0)
    }
    const lookAround = () => {
      look()
      isLoading = !(cameras.get().isComplete && incidents.get().isLoaded)
    }
    lookAround()
    const stops = [browserClock.subscribe(lookAround), onLoaded(lookAround)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [search, held])

  const shown = useMemo(() => fresh.sections.reduce((sum, section) => sum + section.cameras, 0), [fresh])
  const settle = () => {
    setSettled(arranged(search))
    setChanges(0)
  }
  return { sections: fresh.sections, shown, changes, settle, area }
}

const versions = new WeakMap<IncidentBook, number>()
let lastVersion = 0

/** A number for each book of incidents there was. */
function versionOf(book: IncidentBook): number {
  const known = versions.get(book)
  if (known !== undefined) return known
  versions.set(book, ++lastVersion)
  return lastVersion
}

/** Parts of the first loading are shown as they come. */
function onLoaded(look: () => void): () => void {
  let before = ''
  const check = () => {
    const now = `${cameras.get().byStream.size} ${cameras.get().isComplete} ${incidents.get().isLoaded}`
    if (now === before) return
    before = now
    look()
  }
  const stops = [cameras.subscribe(check), incidents.subscribe(check)]
  return () => {
    for (const stop of stops) stop()
  }
}

function arranged(search: string): Settled {
  const filter = readWallFilter(search)
  const shown = [...cameras.get().byStream.values()].filter(camera => passes(camera, filter))
  const isByName = new URLSearchParams(search).get('sort') === 'name'
  const sections = isByName ? wallByName(shown) : wallSections(shown, [...incidents.get().open.values()])
  return { search, sections, atMs: Date.now() }
}

/** Tiles that are new, gone or in another section; the order within a section is not counted. */
function movedTiles(before: readonly WallSection[], after: readonly WallSection[]): number {
  const places = placesOf(before)
  let moved = 0
  for (const [key, section] of placesOf(after)) {
    if (places.get(key) !== section) moved++
    places.delete(key)
  }
  return moved + places.size
}

function placesOf(sections: readonly WallSection[]): Map<string, string> {
  return new Map(sections.flatMap(({ id, items }) => items.map(({ key }) => [key, id] as const)))
}
