import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useHeld } from '../../components/use-held.ts'
import { nextWall, type SettledWall } from '../../model/settled-wall.ts'
import { passes, readWallFilter } from '../../model/wall-filter.ts'
import { type WallSection, wallByName, wallSections } from '../../model/wall-sections.ts'
import { cameras } from '../../state/cameras.ts'
import { browserClock } from '../../state/clock.ts'
import { type IncidentBook, incidents } from '../../state/incidents.ts'

export interface ShownWall {
  readonly sections: readonly WallSection[]
  /** Cameras on the wall. */
  readonly shown: number
  /** Tiles that wait to change their place while nothing may move. */
  readonly changes: number
  /** Puts everything in its place now. */
  readonly settle: () => void
  /** The element under whose pointer nothing moves. */
  readonly area: RefObject<HTMLDivElement | null>
}

interface FilteredWall extends SettledWall {
  readonly search: string
}

/** What is on the wall and in which order. Filters act at once; `nextWall` says when anything else may. */
export function useWallSections(search: string): ShownWall {
  const area = useRef<HTMLDivElement>(null)
  const held = useHeld(area)
  const [settled, setSettled] = useState<FilteredWall>(() => wallNow(search))
  const [changes, setChanges] = useState(0)
  const wall = useMemo(() => (settled.search === search ? settled : wallNow(search)), [settled, search])
  const latest = useRef(wall)
  latest.current = wall

  useEffect(() => followWall(search, held, latest, setSettled, setChanges), [search, held])

  const shown = useMemo(() => wall.sections.reduce((sum, section) => sum + section.cameras, 0), [wall])
  const settle = () => {
    setSettled(wallNow(search))
    setChanges(0)
  }
  return { sections: wall.sections, shown, changes, settle, area }
}

/** Looks once a second, and when a part of the first loading has come. @returns Ends it. */
function followWall(
  search: string,
  held: RefObject<boolean>,
  latest: RefObject<FilteredWall>,
  setSettled: (wall: FilteredWall) => void,
  setChanges: (changes: number) => void
): () => void {
  let isLoading = true
  let doneAt = ''
  const look = () => {
    const version = `${cameras.get().places} ${versionOf(incidents.get())}`
    const isChanged = version !== doneAt
    if (isChanged) {
      const moment = { nowMs: Date.now(), isHeld: held.current, isLoading }
      const { wall, waiting, isDone } = nextWall(latest.current, sectionsNow(search), moment)
      if (wall !== latest.current) {
        latest.current = { ...wall, search }
        setSettled(latest.current)
      }
      setChanges(waiting)
      if (isDone) doneAt = version
    }
    isLoading = !(cameras.get().isComplete && incidents.get().isLoaded)
  }
  look()
  const stops = [browserClock.subscribe(look), onLoaded(look)]
  return () => {
    for (const stop of stops) stop()
  }
}

function wallNow(search: string): FilteredWall {
  return { search, sections: sectionsNow(search), atMs: Date.now() }
}

function sectionsNow(search: string): readonly WallSection[] {
  const filter = readWallFilter(search)
  const shown = [...cameras.get().byStream.values()].filter(camera => passes(camera, filter))
  const isByName = new URLSearchParams(search).get('sort') === 'name'
  return isByName ? wallByName(shown) : wallSections(shown, [...incidents.get().open.values()])
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
