import { type CameraNumbers, FIGURE_COUNT, FIGURES, MEASURE_SERIES } from '../model/camera-figures.ts'
import { type CameraProfile, groupsOf } from '../model/camera-profile.ts'
import type { CameraReport, CameraStateName } from '../model/camera-state.ts'
import type { Incident } from '../model/incident.ts'
import type { CameraView } from './camera-view.ts'

export interface CameraBoardOptions {
  readonly profileOf: (stream: string) => CameraProfile
  readonly openIncidentsOf: (stream: string) => readonly Incident[]
  /** Epoch ms. */
  readonly clock: () => number
}

interface Place {
  report: CameraReport | null
  state: CameraStateName
  sinceMs: number
  /** As FIGURES has them; NaN where nothing is known. */
  readonly figures: Float64Array
  /** Frames a second that were told last. */
  toldRate: number
}

/** A rate that changes by less, as a share and in frames a second, is no news. */
const NEWS_SHARE = 0.2
const NEWS_RATE = 0.5

/** What is known of every camera now, put together from what the shards report and what people have set. */
export class CameraBoard {
  readonly #options: CameraBoardOptions
  readonly #places = new Map<string, Place>()
  #subscribed: ReadonlySet<string> = new Set()
  readonly #changed = new Set<string>()
  /** Told with the next second: figures of what is known already. */
  readonly #changedFigures = new Set<string>()

  constructor(options: CameraBoardOptions) {
    this.#options = options
  }

  /**
   * Replaces the cameras.
   *
   * @param subscribed All that are watched, by whomever.
   * @returns Those that left the subscription.
   */
  setCameras(streams: readonly string[], subscribed: Iterable<string> = streams): readonly string[] {
    const kept = new Set(streams)
    this.#subscribed = new Set(subscribed)
    const left = [...this.#places.keys()].filter(stream => !kept.has(stream))
    for (const stream of left) {
      this.#places.delete(stream)
      this.#changed.delete(stream)
    }
    const nowMs = this.#options.clock()
    for (const stream of streams) {
      if (this.#places.has(stream)) continue
      const figures = new Float64Array(FIGURE_COUNT).fill(Number.NaN)
      const place: Place = { report: null, state: 'waiting', sinceMs: nowMs, figures, toldRate: 0 }
      this.#places.set(stream, place)
      this.#changed.add(stream)
      this.#settle(stream, place, nowMs)
    }
    return left.filter(stream => !this.#subscribed.has(stream))
  }

  /** All that are watched, by this member or another one. */
  get subscribed(): ReadonlySet<string> {
    return this.#subscribed
  }

  get size(): number {
    return this.#places.size
  }

  get streams(): Iterable<string> {
    return this.#places.keys()
  }

  /** Frames a second of the camera that sends most. */
  get fastestFps(): number {
    let fastest = 0
    for (const { figures } of this.#places.values()) {
      fastest = Math.max(fastest, known(figures[FIGURES.received]) ?? 0)
    }
    return fastest
  }

  has(stream: string): boolean {
    return this.#places.has(stream)
  }

  stateOf(stream: string): CameraStateName | null {
    return this.#places.get(stream)?.state ?? null
  }

  take(report: CameraReport): void {
    const place = this.#places.get(report.stream)
    if (place === undefined) return
    const before = place.report
    place.report = report
    this.#settle(report.stream, place, report.atMs)
    if (before === null || kindsOf(before) !== kindsOf(report)) this.#changed.add(report.stream)
    else if (figuresOf(before) !== figuresOf(report)) this.#changedFigures.add(report.stream)
  }

  takeFigures({ streams, values }: CameraNumbers): void {
    for (const [i, stream] of streams.entries()) {
      const place = this.#places.get(stream)
      if (place === undefined) continue
      const hadFrame = !Number.isNaN(place.figures[FIGURES.lastFrameAtMs] ?? Number.NaN)
      place.figures.set(values.subarray(i * FIGURE_COUNT, (i + 1) * FIGURE_COUNT))
      this.#noteRate(stream, place)
      if (!hadFrame && !Number.isNaN(place.figures[FIGURES.lastFrameAtMs] ?? Number.NaN)) this.touch(stream)
    }
  }

  #noteRate(stream: string, place: Place): void {
    const rate = known(place.figures[FIGURES.received]) ?? 0
    if (Math.abs(rate - place.toldRate) < Math.max(NEWS_RATE, NEWS_SHARE * place.toldRate)) return
    place.toldRate = rate
    this.#changedFigures.add(stream)
  }

  /** Something has changed that the board does not hold itself: a name, an acknowledgement. */
  touch(stream: string): void {
    if (this.#places.has(stream)) this.#changed.add(stream)
  }

  /** Looks whether a maintenance has ended. Runs every second. */
  tick(nowMs: number): void {
    for (const [stream, place] of this.#places) this.#settle(stream, place, nowMs)
    for (const stream of this.#changedFigures) this.touch(stream)
    this.#changedFigures.clear()
  }

  /** Cameras that have changed since the call before. */
  takeChanged(): readonly string[] {
    const changed = [...this.#changed]
    this.#changed.clear()
    return changed
  }

  view(stream: string): CameraView | null {
    const place = this.#places.get(stream)
    return place === undefined ? null : this.#viewOf(stream, place)
  }

  /** All cameras, in the order of the subscription. */
  views(): readonly CameraView[] {
    return [...this.#places].map(([stream, place]) => this.#viewOf(stream, place))
  }

  /** A camera of which nothing is known here but what was set for it. */
  away(stream: string): CameraView {
    const figures = new Float64Array(FIGURE_COUNT).fill(Number.NaN)
    const sinceMs = this.#options.clock()
    return this.#viewOf(stream, { report: null, state: 'waiting', sinceMs, figures, toldRate: 0 })
  }

  #viewOf(stream: string, { report, state, sinceMs, figures }: Place): CameraView {
    const profile = this.#options.profileOf(stream)
    const open = this.#options.openIncidentsOf(stream)
    const main = report?.faults[0]
    const incident = open.find(({ kind }) => kind === main?.kind) ?? open.at(-1)
    return {
      stream,
      name: profile.name ?? stream,
      groups: groupsOf(stream, profile),
      state,
      sinceMs,
      faults: report?.faults ?? [],
      explained: report?.explained ?? [],
      notJudged: report?.notJudged ?? [],
      acknowledged: incident?.state === 'acknowledged',
      incidentId: incident?.id ?? null,
      lastFrameAtMs: known(figures[FIGURES.lastFrameAtMs]),
      lagMs: known(figures[FIGURES.lagMs]),
      framesPerSecond: known(figures[FIGURES.received]) ?? 0,
      analysedPerSecond: known(figures[FIGURES.analysed]) ?? 0,
      shape: report?.shape ?? null,
      learnedRatio: report?.learnedRatio ?? 0,
      measures: measuresOf(figures)
    }
  }

  #settle(stream: string, place: Place, nowMs: number): void {
    const state = stateOf(place.report, this.#options.profileOf(stream), nowMs)
    if (state === place.state) return
    place.state = state
    place.sinceMs = nowMs
    this.#changed.add(stream)
  }
}

function stateOf(report: CameraReport | null, profile: CameraProfile, nowMs: number): CameraStateName {
  if (profile.maintenanceUntilMs !== null && nowMs < profile.maintenanceUntilMs) return 'maintenance'
  if (report === null) return 'waiting'
  if (!report.judged) return 'off-schedule'
  if (report.faults.length > 0) return 'faulty'
  return report.learning ? 'learning' : 'healthy'
}

/** What is news at once. */
function kindsOf({ faults, explained, shape }: CameraReport): string {
  return [faults.map(({ kind }) => kind), explained, shape].join('|')
}

/** What is news by the second: severity in steps, or every frame would be news. */
function figuresOf({ faults, notJudged, learnedRatio }: CameraReport): string {
  const severities = faults.map(({ severity }) => Math.round(severity * 20))
  return [severities, notJudged.map(({ kind, reason }) => kind + reason), Math.round(learnedRatio * 10)].join('|')
}

function measuresOf(figures: Float64Array): Record<string, number> {
  const measures: Record<string, number> = {}
  for (const [i, { name }] of MEASURE_SERIES.entries()) {
    const value = known(figures[FIGURES.measures + i])
    if (value !== null) measures[name] = Math.round(value * 1000) / 1000
  }
  return measures
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
