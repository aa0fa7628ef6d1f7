import { randomBytes } from 'node:crypto'
import { AppError } from '../errors.ts'
import type { AuditEntry } from '../model/audit-entry.ts'
import type { Delivery } from '../model/alarm.ts'
import type { PictureRole } from '../model/incident.ts'
import type { AlarmStore, QueueCount } from '../pipeline/incidents/alarm-store.ts'
import type { Page, PageQuery } from '../pipeline/incidents/page.ts'
import type { AlarmControl, TargetView } from './alarm-control.ts'
import type { Courier } from './courier.ts'
import { exampleAlarm } from './example-message.ts'
import { shownSecrets } from './hidden-secrets.ts'
import { makeTarget } from './make-target.ts'
import type { PictureLinks } from './picture-links.ts'
import type { SendOutcome } from './send-outcome.ts'
import type { BookedTarget, TargetBook } from './target-book.ts'
import { targetProblems } from './target-problems.ts'
import { type AlarmTarget, MOST_TARGETS, SECRET_FIELDS, type SecretField, type TargetInput } from './target-schema.ts'

export interface AlarmDeskOptions {
  readonly store: AlarmStore
  readonly book: TargetBook
  readonly courier: Pick<Courier, 'send'>
  readonly links: Pick<PictureLinks, 'check'>
  /** A picture of an incident as it lies in the store. @throws AppError `incident/not-found`, `snapshot/not-found` */
  readonly picture: (incident: string, role: PictureRole) => Promise<Uint8Array>
  /** Sorts by time; for the audit list. */
  readonly newId: (nowMs: number) => string
  /** Epoch ms. */
  readonly clock: () => number
}

const NO_QUEUE: QueueCount = { waiting: 0, oldestMs: null, dead: 0, last: null }

/** What people set for alarms, and what they see of them. Any member of a fleet answers, since all of it lies in the store. */
export class AlarmDesk implements AlarmControl {
  readonly #options: AlarmDeskOptions
  /** One change after the other, so that two cannot both be the last that fits. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: AlarmDeskOptions) {
    this.#options = options
  }

  async targets(): Promise<readonly TargetView[]> {
    const booked = await this.#options.book.all()
    const counts = await this.#options.store.counts(booked.map(({ target }) => target.id))
    return booked.map(one => viewOf(one, counts.get(one.target.id) ?? NO_QUEUE))
  }

  add(input: TargetInput, by: string): Promise<TargetView> {
    return this.#inTurn(async () => {
      const own = (await this.#options.book.all()).filter(({ isFixed }) => !isFixed)
      if (own.length >= MOST_TARGETS) {
        throw new AppError('alarm/too-many-targets', `Cannot add a target: there are ${own.length} already`)
      }
      return this.#keep(makeTarget(randomBytes(6).toString('hex'), input, null), null, by)
    })
  }

  change(id: string, input: TargetInput, by: string): Promise<TargetView> {
    return this.#inTurn(async () => {
      const before = await this.#own(id)
      return this.#keep(makeTarget(id, input, before), before, by)
    })
  }

  remove(id: string, by: string): Promise<void> {
    return this.#inTurn(async () => {
      const { name, type } = await this.#own(id)
      await this.#options.store.removeTarget(id, this.#entry(by, { target: id, name, type, what: 'removed' }))
    })
  }

  async test(id: string): Promise<SendOutcome & { readonly tookMs: number }> {
    const { target } = await this.#options.book.get(id)
    const beganMs = this.#options.clock()
    const outcome = await this.#options.courier.send(target, exampleAlarm(beganMs), 0, true)
    return { ...outcome, tookMs: Math.max(0, this.#options.clock() - beganMs) }
  }

  dead(target: string | null, page: PageQuery): Promise<Page<Delivery>> {
    return this.#options.store.dead(target, page)
  }

  retry(ids: readonly string[]): Promise<number> {
    return this.#options.store.revive(ids, this.#options.clock())
  }

  discard(ids: readonly string[]): Promise<number> {
    return this.#options.store.removeDead(ids)
  }

  async picture(incident: string, role: PictureRole, ends: string, signature: string): Promise<Uint8Array> {
    const { links, clock, picture } = this.#options
    await links.check(incident, role, ends, signature, clock())
    return picture(incident, role)
  }

  async #keep(target: AlarmTarget, before: AlarmTarget | null, by: string): Promise<TargetView> {
    const problems = targetProblems(target)
    if (problems.length > 0) {
      throw new AppError('alarm/target-invalid', problems.map(({ path, en }) => `${path}: ${en}`).join('; '), {
        messageZh: problems.map(({ path, zh }) => `${path}：${zh}`).join('；')
      })
    }
    const what = before === null ? 'added' : 'changed'
    const change = { target: target.id, name: target.name, type: target.type, what, ...differences(before, target) }
    await this.#options.store.saveTarget(target.id, JSON.stringify(target), this.#entry(by, change))
    const counts = await this.#options.store.counts([target.id])
    return viewOf({ target, isFixed: false }, counts.get(target.id) ?? NO_QUEUE)
  }

  async #own(id: string): Promise<AlarmTarget> {
    const { target, isFixed } = await this.#options.book.get(id)
    if (isFixed) throw new AppError('alarm/target-fixed', `Cannot change ${id}: it stands in ALARM_TARGETS_FILE`)
    return target
  }

  #entry(by: string, change: object): AuditEntry {
    const atMs = this.#options.clock()
    return { id: this.#options.newId(atMs), atMs, by, action: 'alarm-target', stream: null, change }
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task)
    this.#turn = result.catch(() => undefined)
    return result
  }
}

function viewOf({ target, isFixed }: BookedTarget, queue: QueueCount): TargetView {
  const { url: _url, token: _token, secret: _secret, password: _password, headers: _headers, ...shown } = target
  return { target: shown, isFixed, secrets: shownSecrets(target), queue }
}

/** `{field: [before, after]}`; of secrets only that they are others. */
function differences(before: AlarmTarget | null, after: AlarmTarget): Record<string, readonly [unknown, unknown]> {
  if (before === null) return {}
  const fields = (Object.keys(after) as (keyof AlarmTarget)[]).filter(
    field => JSON.stringify(before[field]) !== JSON.stringify(after[field])
  )
  const isSecret = (field: string): boolean => SECRET_FIELDS.includes(field as SecretField)
  return Object.fromEntries(
    fields.map(field => [field, isSecret(field) ? (['***', '***'] as const) : ([before[field], after[field]] as const)])
  )
}
