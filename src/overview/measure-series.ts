import { MEASURE_SERIES } from '../model/camera-figures.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { Incident } from '../model/incident.ts'
import { DETECTORS } from '../pipeline/detect/registry.ts'
import type { MeasureHistory } from './measure-history.ts'
import type { SeriesView } from './overview-control.ts'

export interface SeriesWish {
  readonly stream: string
  readonly fromMs: number
  readonly toMs: number
  /** Most points of each series. */
  readonly most: number
  readonly profile: CameraProfile
  /** Of the camera, that began before the end. */
  readonly incidents: readonly Incident[]
}

/** The measures of one camera over a period, with what they are held against and when they alarmed. */
export function measureSeries(history: MeasureHistory, wish: SeriesWish): readonly SeriesView[] {
  const { stream, fromMs, toMs, most, profile, incidents } = wish
  return MEASURE_SERIES.map(({ name, unit, kind, limitName, usual }, index) => ({
    measure: name,
    unit,
    kind,
    points: history.points(stream, index, fromMs, toMs, most),
    limit: limitName === null ? null : limitOf(kind, limitName, profile),
    usual,
    alarms: incidents
      .filter(incident => incident.kind === kind && (incident.closedAtMs ?? toMs) > fromMs)
      .map(({ openedAtMs, closedAtMs }) => [Math.max(fromMs, openedAtMs), Math.min(toMs, closedAtMs ?? toMs)] as const)
      .reverse()
  }))
}

function limitOf(kind: (typeof MEASURE_SERIES)[number]['kind'], name: string, profile: CameraProfile): number | null {
  const own = profile.faults[kind]?.limits?.[name]
  return own ?? DETECTORS.find(({ id }) => id === kind)?.limits[name] ?? null
}
