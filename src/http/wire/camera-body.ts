import type { CameraView } from '../../overview/camera-view.ts'
import type { CameraCounts, CameraState } from '../schemas/cameras.ts'
import { faultBody } from './incident-body.ts'
import { iso, isoOrNull } from './iso.ts'
import { unjudgedReasonZh } from './unjudged-reasons.ts'

/** Made once: of thousands of names nearly all of the time of sorting went into making it. */
const names = new Intl.Collator('en', { numeric: true })

export function cameraBody(view: CameraView): CameraState {
  const [main] = view.faults
  return {
    stream: view.stream,
    name: view.name,
    groups: [...view.groups],
    state: view.state,
    since: iso(view.sinceMs),
    fault: main === undefined ? null : faultBody(main),
    faults: view.faults.map(faultBody),
    explained: [...view.explained],
    notJudged: view.notJudged.map(({ kind, reason }) => ({ kind, reason, reason_zh: unjudgedReasonZh(reason) })),
    acknowledged: view.acknowledged,
    incidentId: view.incidentId,
    lastFrameAt: isoOrNull(view.lastFrameAtMs),
    lagMs: view.lagMs === null ? null : Math.round(view.lagMs * 10) / 10,
    framesPerSecond: Math.round(view.framesPerSecond * 100) / 100,
    analysedPerSecond: Math.round(view.analysedPerSecond * 100) / 100,
    shape: view.shape === null ? null : [...view.shape],
    learnedRatio: Math.round(view.learnedRatio * 100) / 100,
    measures: { ...view.measures }
  }
}

/** What cameras are sorted, found and counted by: of this service's own view of them, and of a body that another member sent. */
export type CameraLook = Pick<CameraView, 'stream' | 'name' | 'groups' | 'state' | 'acknowledged'> & {
  readonly faults: readonly Pick<CameraView['faults'][number], 'kind' | 'severity'>[]
}

/** How many cameras are in each state, with each main fault, and in each group. */
export function countsOf(views: readonly CameraLook[]): CameraCounts {
  const counts = { healthy: 0, learning: 0, faulty: 0, waiting: 0, maintenance: 0, offSchedule: 0 }
  const byKind = new Map<string, number>()
  const byGroup = new Map<string, { total: number; faulty: number }>()
  for (const { state, faults, groups } of views) {
    counts[state === 'off-schedule' ? 'offSchedule' : state]++
    const [main] = faults
    if (state === 'faulty' && main !== undefined) byKind.set(main.kind, (byKind.get(main.kind) ?? 0) + 1)
    for (const group of groups) {
      const own = byGroup.get(group) ?? { total: 0, faulty: 0 }
      own.total++
      if (state === 'faulty') own.faulty++
      byGroup.set(group, own)
    }
  }
  // Built from entries: a group may be called `__proto__`.
  return { ...counts, byKind: Object.fromEntries(byKind), byGroup: Object.fromEntries(byGroup) }
}

/** The most pressing first: faults that nobody has taken, the worst of them first; then the others, then what is well. */
export function bySeverity(one: CameraLook, other: CameraLook): number {
  return rank(one) - rank(other) || worst(other) - worst(one) || names.compare(one.name, other.name)
}

export function byName(one: CameraLook, other: CameraLook): number {
  return names.compare(one.name, other.name)
}

const RANKS: Readonly<Record<CameraView['state'], number>> = {
  faulty: 0,
  learning: 2,
  waiting: 3,
  maintenance: 4,
  'off-schedule': 5,
  healthy: 6
}

function rank({ state, acknowledged }: CameraLook): number {
  return state === 'faulty' && acknowledged ? 1 : RANKS[state]
}

function worst({ faults }: CameraLook): number {
  return faults[0]?.severity ?? 0
}
