import type { CameraState, Fault, Incident } from '../../web/api/types.ts'

const AT = '2026-11-22T13:00:00.000Z'

/** A healthy camera with what a test is about. */
export function cameraState(stream: string, change: Partial<CameraState> = {}): CameraState {
  return {
    stream,
    name: stream,
    groups: [],
    state: 'healthy',
    since: AT,
    fault: null,
    faults: [],
    explained: [],
    notJudged: [],
    acknowledged: false,
    incidentId: null,
    lastFrameAt: AT,
    lagMs: 20,
    framesPerSecond: 5,
    analysedPerSecond: 5,
    shape: [720, 1280, 3],
    learnedRatio: 1,
    measures: {},
    ...change
  }
}

export function fault(kind: Fault['kind'], since = AT): Fault {
  return {
    kind,
    severity: 0.5,
    since,
    measure: 'mean luma',
    value: 2,
    limit: 15,
    reference: null,
    unit: 'levels',
    why: 'The picture is almost black.',
    why_zh: '画面几乎全黑。'
  }
}

/** A camera with a fault that nobody has taken. */
export function faulty(stream: string, kind: Fault['kind'], change: Partial<CameraState> = {}): CameraState {
  const raised = fault(kind)
  return cameraState(stream, { state: 'faulty', fault: raised, faults: [raised], ...change })
}

export function incident(id: string, change: Partial<Incident> = {}): Incident {
  return {
    id,
    stream: 'gate-1',
    name: null,
    group: null,
    kind: 'black',
    tier: 'lost',
    state: 'open',
    severity: 0.5,
    peakSeverity: 0.5,
    openedAt: AT,
    lastSeenAt: AT,
    closedAt: null,
    explained: [],
    fault: null,
    flaps: 0,
    why: 'The picture is almost black.',
    why_zh: '画面几乎全黑。',
    pictures: { before: null, first: null, worst: null, after: null },
    acknowledgedBy: null,
    acknowledgedAt: null,
    note: null,
    verdict: null,
    members: [],
    parentId: null,
    ...change
  }
}
