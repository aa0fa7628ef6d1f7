import type { CameraReport } from '../../../src/model/camera-state.ts'
import type { FaultKind } from '../../../src/model/fault.ts'
import { type Incident, NEW_INCIDENT, type ToldFault } from '../../../src/model/incident.ts'

export function makeFault(kind: FaultKind, fields: Partial<ToldFault> = {}): ToldFault {
  return {
    kind,
    severity: 0.5,
    sinceMs: 0,
    detectMs: 600,
    measure: 'test',
    value: 1,
    limit: 0.5,
    reference: null,
    unit: 'ratio',
    mask: null,
    why: `It is ${kind}.`,
    whyZh: `故障 ${kind}。`,
    ...fields
  }
}

export function makeReport(
  atMs: number,
  kinds: readonly (FaultKind | ToldFault)[],
  fields: Partial<CameraReport> = {}
): CameraReport {
  return {
    stream: 'gate-1',
    atMs,
    frameMs: atMs,
    faults: kinds.map(kind => (typeof kind === 'string' ? makeFault(kind) : kind)),
    explained: [],
    notJudged: [],
    learning: false,
    learnedRatio: 1,
    judged: true,
    shape: [1080, 1920, 3],
    ...fields
  }
}

export function makeIncident(id: string, fields: Partial<Incident> = {}): Incident {
  const kind = fields.kind ?? 'black'
  return {
    ...NEW_INCIDENT,
    id,
    stream: 'gate-1',
    groups: ['north'],
    kind,
    severity: 0.5,
    peakSeverity: 0.5,
    openedAtMs: 1000,
    lastSeenAtMs: 2000,
    detectMs: 600,
    fault: kind === 'service' ? null : makeFault(kind),
    why: 'It is dark.',
    whyZh: '画面全黑。',
    timeline: [{ atMs: 1000, what: 'opened', by: null, en: 'Opened', zh: '发生' }],
    ...fields
  }
}
