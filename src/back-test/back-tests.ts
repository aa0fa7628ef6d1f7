import { AppError } from '../errors.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { CameraSettings } from '../model/camera.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import type { FaultKind } from '../model/fault.ts'
import type { Incident } from '../model/incident.ts'
import { eagerSettings, kindsBeyond } from '../pipeline/detect/eager-limits.ts'
import { bitsOf } from '../pipeline/evidence-columns.ts'
import type { IncidentFilter } from '../pipeline/incidents/incident-store.ts'
import type { Page, PageQuery } from '../pipeline/incidents/page.ts'
import type { BackTestControl, BackTestView } from './back-test-control.ts'
import { compareSpells } from './compare-spells.ts'
import { incidentEffects } from './incident-effects.ts'
import { notJudgedSettings } from './not-judged-settings.ts'
import { type Coverage, playEvidence } from './play-evidence.ts'
import { Replay } from './replay.ts'

export interface BackTestsOptions {
  /** MEASURE_DAYS is not 0. */
  readonly isOn: boolean
  /** @throws AppError `camera/not-found` */
  readonly profileOf: (stream: string) => CameraProfile
  /** What a camera with a profile is judged by; null when it is not subscribed. */
  readonly settingsOf: (stream: string, profile: CameraProfile) => CameraSettings | null
  /** @throws AppError `incident/store-failed` */
  readonly evidence: (stream: string) => Promise<readonly EvidenceRun[]>
  readonly incidents: (filter: IncidentFilter, page: PageQuery) => Promise<Page<Incident>>
  readonly reopenWindowMs: number
}

/** Each may take a second of CPU, in slices. */
const MOST_WAITING = 5
const PAGE = 200
const MOST_PAGES = 5

/** Tells what a change of settings would have done: judges what is kept of a camera's frames by both, side by side. */
export class BackTests implements BackTestControl {
  readonly #options: BackTestsOptions
  #turn: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(options: BackTestsOptions) {
    this.#options = options
  }

  /** @throws AppError `camera/not-found`, `back-test/off`, `back-test/busy`, `incident/store-failed` */
  backTest(stream: string, edit: (profile: CameraProfile) => CameraProfile): Promise<BackTestView> {
    return this.inTurn(() => this.compare(stream, edit))
  }

  /** One after the other: all of them share the thread with everything that people ask. @throws AppError `back-test/off`, `back-test/busy` */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#options.isOn) throw new AppError('back-test/off', 'Nothing is kept to back-test on: MEASURE_DAYS is 0')
    if (this.#waiting >= MOST_WAITING) {
      throw new AppError('back-test/busy', `Cannot back-test: ${MOST_WAITING} others wait already`)
    }
    this.#waiting++
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    try {
      return await result
    } finally {
      this.#waiting--
    }
  }

  /** As `backTest`, for who has its turn. @param runs Of the camera, where they were read before. */
  async compare(
    stream: string,
    edit: (profile: CameraProfile) => CameraProfile,
    runs?: readonly EvidenceRun[]
  ): Promise<BackTestView> {
    const { profileOf, evidence, reopenWindowMs } = this.#options
    const before = profileOf(stream)
    const after = edit(before)
    const [inForce, proposed] = [this.settingsOf(stream, before), this.settingsOf(stream, after)]
    const kept = runs ?? (await evidence(stream))
    const [old, next] = [new Replay(inForce, reopenWindowMs), new Replay(proposed, reopenWindowMs)]
    const agreement = new Agreement(inForce, old)
    const coverage = await playEvidence(kept, [old, next], (frame, run) => agreement.take(frame.raised, run))
    const beyond = new Set(
      eagerOf(kept).flatMap(eager => [...kindsBeyond(inForce, eager), ...kindsBeyond(proposed, eager)])
    )
    const incidents = await this.#incidents(stream, coverage)
    const kinds = compareSpells(old.spells(), next.spells())
    return {
      stream,
      ...timesOf(coverage),
      agreement: agreement.share,
      kinds: kinds.map(kind => ({ ...kind, isAtLeast: beyond.has(kind.kind) })),
      incidents: incidentEffects(incidents, old.spells(), next.spells()),
      incidentCount: incidents.length,
      notJudged: notJudgedSettings(before, after)
    }
  }

  /** @throws AppError `camera/not-found` */
  settingsOf(stream: string, profile: CameraProfile): CameraSettings {
    const settings = this.#options.settingsOf(stream, profile)
    if (settings !== null) return settings
    throw new AppError('camera/not-found', `There is no subscribed camera ${JSON.stringify(stream)}`, { stream })
  }

  /** What is kept of a camera. @throws AppError `incident/store-failed` */
  evidence(stream: string): Promise<readonly EvidenceRun[]> {
    return this.#options.evidence(stream)
  }

  async #incidents(stream: string, { fromMs, toMs, frames }: Coverage): Promise<readonly Incident[]> {
    if (frames === 0) return []
    const all: Incident[] = []
    let cursor: string | null = null
    for (let page = 0; page < MOST_PAGES; page++) {
      const filter = { streams: [stream], fromMs, toMs: toMs + 1 }
      const { items, next }: Page<Incident> = await this.#options.incidents(filter, { cursor, limit: PAGE })
      all.push(...items)
      cursor = next
      if (cursor === null) break
    }
    return all
  }
}

/** How often the settings in force give what was raised then, of the frames that were judged by them. */
class Agreement {
  readonly #text: string
  readonly #replay: Replay
  #frames = 0
  #same = 0

  constructor(settings: CameraSettings, replay: Replay) {
    this.#text = JSON.stringify(settings)
    this.#replay = replay
  }

  take(raised: readonly FaultKind[], run: EvidenceRun): void {
    if (JSON.stringify(run.settings) !== this.#text) return
    this.#frames++
    if (bitsOf(raised) === bitsOf(this.#replay.raised)) this.#same++
  }

  get share(): number | null {
    return this.#frames === 0 ? null : this.#same / this.#frames
  }
}

/** What frames were looked at by while they were kept, each once. */
function eagerOf(runs: readonly EvidenceRun[]): readonly CameraSettings[] {
  return [...new Map(runs.map(({ settings }) => [JSON.stringify(settings), settings])).values()].map(eagerSettings)
}

function timesOf({ fromMs, toMs, spans, thinnedMs, frames }: Coverage) {
  const coveredMs = spans.reduce((sum, span) => sum + span.toMs - span.fromMs, 0)
  return { fromMs: frames === 0 ? null : fromMs, toMs: frames === 0 ? null : toMs, coveredMs, thinnedMs }
}
