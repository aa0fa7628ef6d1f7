import { AppError, errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { CameraSettings } from '../model/camera.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import type { FaultKind } from '../model/fault.ts'
import type { Incident } from '../model/incident.ts'
import { EVIDENCE_COLUMNS } from '../pipeline/evidence-columns.ts'
import type { Hand } from '../pipeline/incidents/incident-change.ts'
import type { BackTests } from './back-tests.ts'
import { playEvidence } from './play-evidence.ts'
import type { GuardVerdict, Remedy, RemedyControl } from './remedy-control.ts'
import { Replay } from './replay.ts'
import { changedProfile, type SettingChange, smallestChange } from './smallest-change.ts'
import { overlap } from './spell.ts'

export interface RemediesOptions {
  readonly tests: Pick<BackTests, 'inTurn' | 'compare' | 'evidence' | 'settingsOf'>
  /** @throws AppError `incident/not-found` */
  readonly incident: (id: string) => Promise<Incident>
  readonly profileOf: (stream: string) => CameraProfile
  readonly changeProfile: (
    stream: string,
    by: string,
    edit: (profile: CameraProfile) => CameraProfile
  ) => Promise<unknown>
  /** Writes into the timeline of an incident. */
  readonly remark: (id: string, text: { readonly en: string; readonly zh: string }, hand: Hand) => Promise<unknown>
  /** Whether what is found by some settings is found by others too, on the camera's own recent frames. Never rejects. */
  readonly guard: (
    stream: string,
    kind: FaultKind,
    before: CameraSettings,
    after: CameraSettings
  ) => Promise<GuardVerdict>
  readonly reopenWindowMs: number
  readonly log: Log
}

const MOST_KEPT = 100
/** What happens before an incident is raised belongs to it; the clocks of frames and service may differ, ms. */
const BEFORE_MS = 120_000
const SLACK_MS = 10_000
const WAITING: GuardVerdict = {
  state: 'waiting',
  en: 'Faults are being injected into recent frames of the camera',
  zh: '正在将故障注入该摄像机的近期画面'
}
const NOT_KEPT = {
  en: 'What the camera was judged by then is not kept any more, or the settings in force do not raise it',
  zh: '当时的判断依据已不再保存，或现行设置不会触发该告警'
}
const NO_CHANGE = {
  en: 'No limit of this fault, moved within reason, would have avoided it; a mask or a schedule may',
  zh: '在合理范围内调整限值都无法避免该告警，可考虑使用屏蔽区或时间表'
}

/** Finds for a false alarm the smallest change with which it would not have been raised, and carries it out when somebody says so. */
export class Remedies implements RemedyControl {
  readonly #options: RemediesOptions
  readonly #known = new Map<string, { remedy: Remedy; basis: string }>()
  /** One self-test after the other. */
  #guarding: Promise<unknown> = Promise.resolve()

  constructor(options: RemediesOptions) {
    this.#options = options
  }

  async propose(id: string): Promise<Remedy> {
    const incident = await this.#options.incident(id)
    const { stream, kind } = incident
    if (stream === null || kind === 'service' || incident.verdict !== 'false-alarm') {
      throw new AppError('remedy/not-false-alarm', `Incident ${id} is no false alarm of a camera`)
    }
    const known = this.#known.get(id)?.remedy
    if (known?.guard.state === 'waiting') return known
    return this.#options.tests.inTurn(() => this.#find(incident, stream, kind))
  }

  view(id: string): Remedy {
    return this.#of(id).remedy
  }

  async apply(id: string, hand: Hand, isDespite: boolean): Promise<Remedy> {
    const { remedy, basis } = this.#of(id)
    const { change, stream, guard } = remedy
    if (change === null || remedy.isApplied) throw notFound(id)
    if (guard.state !== 'passed' && !(guard.state === 'not-run' && isDespite)) {
      throw new AppError('remedy/refused', `The change is not carried out: ${guard.en}`, {
        messageZh: `未执行更改：${guard.zh}`
      })
    }
    await this.#options.changeProfile(stream, hand.by, profile => {
      if (basisOf(profile, change.kind) !== basis) {
        throw new AppError('remedy/outdated', `Settings of ${change.kind} were changed since: propose anew`)
      }
      return changedProfile(profile, change)
    })
    const applied = { ...remedy, isApplied: true }
    this.#keep(applied, basis)
    await this.#options.remark(id, remarkOf(change), hand)
    return applied
  }

  async #find(incident: Incident, stream: string, kind: FaultKind): Promise<Remedy> {
    const { tests, profileOf } = this.#options
    const profile = profileOf(stream)
    const runs = await tests.evidence(stream)
    const ofIncident = within(runs, incident.openedAtMs - BEFORE_MS, (incident.closedAtMs ?? Infinity) + SLACK_MS)
    const wouldRaise = (next: CameraProfile) => this.#raises(ofIncident, incident, tests.settingsOf(stream, next))
    const inForce = tests.settingsOf(stream, profile)
    const isRaised = await wouldRaise(profile)
    const limits = inForce.faults?.[kind]?.limits ?? {}
    const change = isRaised ? await smallestChange(kind, profile, limits, wouldRaise) : null
    const base = { incidentId: incident.id, stream, isApplied: false }
    if (change === null) {
      const reason = isRaised ? NO_CHANGE : NOT_KEPT
      const guard = { state: 'not-run', ...reason } as const
      return this.#keep({ ...base, change: null, reason, backTest: null, guard }, '')
    }
    const backTest = await tests.compare(stream, before => changedProfile(before, change), runs)
    const remedy: Remedy = { ...base, change, reason: null, backTest, guard: WAITING }
    this.#keep(remedy, basisOf(profile, kind))
    this.#guard(remedy, inForce, tests.settingsOf(stream, changedProfile(profile, change)))
    return remedy
  }

  async #raises(runs: readonly EvidenceRun[], incident: Incident, settings: CameraSettings): Promise<boolean> {
    const replay = new Replay(settings, this.#options.reopenWindowMs)
    await playEvidence(runs, [replay])
    const period = { fromMs: incident.openedAtMs, toMs: incident.closedAtMs ?? Infinity }
    return replay.spells().some(spell => spell.kind === incident.kind && overlap(spell, period, SLACK_MS))
  }

  #guard(remedy: Remedy, before: CameraSettings, after: CameraSettings): void {
    const { guard, log } = this.#options
    const { stream, change, incidentId } = remedy
    if (change === null) return
    this.#guarding = this.#guarding.then(async () => {
      const verdict = await guard(stream, change.kind, before, after).catch((cause: unknown) => {
        log.warn({ stream, error: errorText(cause) }, 'A change for a false alarm could not be tested')
        return { state: 'not-run', en: 'The self-test gave no result', zh: '自检未得出结果' } as const
      })
      const known = this.#known.get(incidentId)
      if (known?.remedy === remedy) known.remedy = { ...remedy, guard: verdict }
    })
  }

  #of(id: string): { readonly remedy: Remedy; readonly basis: string } {
    const known = this.#known.get(id)
    if (known === undefined) throw notFound(id)
    return known
  }

  #keep(remedy: Remedy, basis: string): Remedy {
    this.#known.delete(remedy.incidentId)
    this.#known.set(remedy.incidentId, { remedy, basis })
    const [oldest] = this.#known.keys()
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest)
    return remedy
  }
}

/** What a change was worked out on. */
function basisOf(profile: CameraProfile, kind: FaultKind): string {
  return JSON.stringify(profile.faults[kind] ?? null)
}

function remarkOf({ kind, setting, from, to }: SettingChange): { en: string; zh: string } {
  return {
    en: `So that it is not raised again, ${setting} of ${kind} was moved from ${from} to ${to}`,
    zh: `为避免再次误报，已将 ${kind} 的 ${setting} 由 ${from} 改为 ${to}`
  }
}

function notFound(id: string): AppError {
  return new AppError('remedy/not-found', `There is no change to be carried out for incident ${id}: propose one first`)
}

/** The frames of a time. */
function within(runs: readonly EvidenceRun[], fromMs: number, toMs: number): readonly EvidenceRun[] {
  return runs.flatMap(run => {
    const first = run.times.findIndex(atMs => atMs >= fromMs)
    const last = run.times.findLastIndex(atMs => atMs <= toMs)
    if (first < 0 || last < first) return []
    const values = run.values.subarray(first * EVIDENCE_COLUMNS, (last + 1) * EVIDENCE_COLUMNS)
    return [{ ...run, times: run.times.slice(first, last + 1), values }]
  })
}
