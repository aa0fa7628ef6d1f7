import type { CameraState } from '../api/types.ts'
import { tierOf } from './kinds.ts'

/** Choices of the wall's state filter; `new` is faulty and not acknowledged. */
export const STATE_CHOICES = [
  'faulty',
  'new',
  'silent',
  'learning',
  'healthy',
  'waiting',
  'maintenance',
  'off-schedule'
] as const

export type StateChoice = (typeof STATE_CHOICES)[number]

export interface WallFilter {
  readonly group: string | null
  readonly state: StateChoice | null
  readonly kind: string | null
  /** Lower-case text that the name, the stream or a group must hold. */
  readonly text: string
}

export function readWallFilter(search: string): WallFilter {
  const query = new URLSearchParams(search)
  const state = query.get('state')
  return {
    group: query.get('group'),
    state: STATE_CHOICES.find(choice => choice === state) ?? null,
    kind: query.get('kind'),
    text: (query.get('q') ?? '').trim().toLowerCase()
  }
}

export function isFiltering({ group, state, kind, text }: WallFilter): boolean {
  return group !== null || state !== null || kind !== null || text !== ''
}

export function passes(camera: CameraState, { group, state, kind, text }: WallFilter): boolean {
  if (group !== null && !camera.groups.includes(group)) return false
  if (kind !== null && camera.fault?.kind !== kind) return false
  if (state !== null && !hasState(camera, state)) return false
  return text === '' || holds(camera, text)
}

function hasState(camera: CameraState, state: StateChoice): boolean {
  const isFaulty = camera.state === 'faulty' && camera.fault !== null
  switch (state) {
    case 'faulty':
      return isFaulty && !isSilent(camera)
    case 'new':
      return isFaulty && !camera.acknowledged
    case 'silent':
      return isFaulty && isSilent(camera)
    default:
      return camera.state === state
  }
}

function isSilent(camera: CameraState): boolean {
  return camera.fault !== null && tierOf(camera.fault.kind) === 'silent'
}

function holds(camera: CameraState, text: string): boolean {
  return [camera.name, camera.stream, ...camera.groups].some(name => name.toLowerCase().includes(text))
}
