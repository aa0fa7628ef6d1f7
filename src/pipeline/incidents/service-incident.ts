import { type Incident, NEW_INCIDENT } from '../../model/incident.ts'
import { closedIncident, entry, noted } from './incident-change.ts'
import { type Bilingual, TEXTS } from './incident-texts.ts'

/** What the service depends on, and how that is. */
export interface ServiceCheck {
  readonly name: string
  readonly ok: boolean
  /** One sentence. */
  readonly detail: string
}

/** What fails for less than this is nobody's business: a connection is made again within seconds, ms. */
const FAILS_FOR_MS = 10_000
/** Another reason for the same failure is told after so long, ms. */
const TOLD_AGAIN_MS = 30_000

/** The one incident of the service itself: open while something that it depends on fails. */
export class ServiceIncident {
  readonly #newId: (nowMs: number) => string
  #open: Incident | null = null
  #failingSinceMs: number | null = null
  /** What was told last. */
  #told = { names: '', atMs: 0 }

  constructor(newId: (nowMs: number) => string) {
    this.#newId = newId
  }

  /** Takes up what the store has. @param open All incidents that go on. */
  resume(open: readonly Incident[]): void {
    this.#open = open.find(({ kind }) => kind === 'service') ?? null
  }

  /** Somebody else keeps it from now on. */
  forget(): void {
    this.#open = null
    this.#failingSinceMs = null
  }

  get(id: string): Incident | undefined {
    return this.#open?.id === id ? this.#open : undefined
  }

  /** Puts its changed form in the place of the old one. */
  replace(incident: Incident): void {
    if (this.#open?.id === incident.id) this.#open = incident.state === 'closed' ? null : incident
  }

  /** @returns What has changed, or null. Runs about every second. */
  advance(
    checks: readonly ServiceCheck[],
    nowMs: number
  ): { readonly told: 'opened' | 'updated' | 'closed'; readonly incident: Incident } | null {
    const failing = checks.filter(({ ok }) => !ok)
    if (failing.length === 0) return this.#well(nowMs)
    // Of before the clock was set back.
    if (this.#failingSinceMs === null || this.#failingSinceMs > nowMs) this.#failingSinceMs = nowMs
    const why = whyOf(failing)
    if (this.#open !== null) {
      if (!this.#isNews(failing, why.en, nowMs)) return null
      this.#open = { ...this.#open, why: why.en, whyZh: why.zh, lastSeenAtMs: nowMs }
      return { told: 'updated', incident: this.#open }
    }
    if (nowMs - this.#failingSinceMs < FAILS_FOR_MS) return null
    this.#told = { names: failing.map(({ name }) => name).join(), atMs: nowMs }
    this.#open = serviceIncident(this.#newId(nowMs), why, this.#failingSinceMs, nowMs)
    return { told: 'opened', incident: this.#open }
  }

  /** Something else fails, or something fails otherwise than it did a while ago: which snapshot it was is no news. */
  #isNews(failing: readonly ServiceCheck[], why: string, nowMs: number): boolean {
    const names = failing.map(({ name }) => name).join()
    const isAnother = names !== this.#told.names
    if (!isAnother && (why === this.#open?.why || nowMs - this.#told.atMs < TOLD_AGAIN_MS)) return false
    this.#told = { names, atMs: nowMs }
    return true
  }

  #well(nowMs: number): { readonly told: 'closed'; readonly incident: Incident } | null {
    this.#failingSinceMs = null
    if (this.#open === null) return null
    const incident = closedIncident(this.#open, 'cleared', nowMs)
    this.#open = null
    return { told: 'closed', incident }
  }
}

function whyOf(failing: readonly ServiceCheck[]): Bilingual {
  const details = failing.map(({ name, detail }) => `${name}: ${detail}`)
  return { en: `The service lacks something: ${details.join('; ')}.`, zh: `服务依赖异常：${details.join('；')}。` }
}

function serviceIncident(id: string, why: Bilingual, sinceMs: number, nowMs: number): Incident {
  const incident: Incident = {
    ...NEW_INCIDENT,
    id,
    stream: null,
    kind: 'service',
    severity: 1,
    peakSeverity: 1,
    openedAtMs: sinceMs,
    lastSeenAtMs: nowMs,
    detectMs: nowMs - sinceMs,
    why: why.en,
    whyZh: why.zh
  }
  return noted(incident, entry('opened', nowMs, TEXTS.opened('service')))
}
