import type { FleetChannels } from './fleet-channels.ts'

/** An incident, and the camera whose owner is meant. */
export interface OrderedItem {
  readonly stream: string
  readonly incidentId: string
}

export interface MemberOrdersOptions {
  readonly channels: FleetChannels
  /** Tells this run from every other member's. */
  readonly origin: string
  /** Does, of the items, those whose cameras are ours. @returns Ids of what was done. Must not reject. */
  readonly carryOut: (items: readonly OrderedItem[], change: unknown) => Promise<readonly string[]>
}

interface Order {
  readonly change: unknown
  readonly open: Map<string, OrderedItem>
  readonly done: () => void
  timer: NodeJS.Timeout | undefined
  triesLeft: number
}

const MOST_ITEMS = 200
const AGAIN_AFTER_MS = 1000
const MOST_TRIES = 60
/** Whoever waits for an order goes on after this, ms; the order itself is told on. */
const WAIT_MS = 2000
const MOST_ORDERS = 1000
const MOST_MESSAGE_BYTES = 2 * 1024 * 1024

/** Has things done by whichever member owns a camera: told to all, confirmed by who did it, told again until it is. */
export class MemberOrders {
  readonly #options: MemberOrdersOptions
  readonly #orders = new Map<string, Order>()
  #number = 0
  #stop: () => void = () => undefined

  constructor(options: MemberOrdersOptions) {
    this.#options = options
  }

  start(): void {
    this.#stop = this.#options.channels.listen('orders', message => void this.#hear(message))
  }

  /** Resolves once every item was done, or after two seconds. */
  async give(items: readonly OrderedItem[], change: unknown): Promise<void> {
    const given: Promise<void>[] = []
    for (let i = 0; i < items.length; i += MOST_ITEMS) given.push(this.#give(items.slice(i, i + MOST_ITEMS), change))
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>(resolve => {
      timer = setTimeout(resolve, WAIT_MS)
    })
    await Promise.race([Promise.all(given), patience])
    clearTimeout(timer)
  }

  close(): void {
    this.#stop()
    for (const { timer, done } of this.#orders.values()) {
      clearTimeout(timer)
      done()
    }
    this.#orders.clear()
  }

  #give(items: readonly OrderedItem[], change: unknown): Promise<void> {
    return new Promise(resolve => {
      const id = `${this.#options.origin}-${++this.#number}`
      const open = new Map(items.map(item => [item.incidentId, item]))
      this.#orders.set(id, { change, open, done: resolve, timer: undefined, triesLeft: MOST_TRIES })
      const [oldest] = this.#orders.keys()
      if (this.#orders.size > MOST_ORDERS && oldest !== undefined) this.#end(oldest)
      this.#tell(id)
    })
  }

  #tell(id: string): void {
    const order = this.#orders.get(id)
    if (order === undefined) return
    if (order.open.size === 0 || order.triesLeft-- <= 0) {
      this.#end(id)
      return
    }
    this.#send({ order: id, items: [...order.open.values()], change: order.change })
    order.timer = setTimeout(() => this.#tell(id), AGAIN_AFTER_MS).unref()
  }

  #end(id: string): void {
    const order = this.#orders.get(id)
    this.#orders.delete(id)
    clearTimeout(order?.timer)
    order?.done()
  }

  async #hear(message: Buffer): Promise<void> {
    const { order, items, change, done } = parsed(message)
    if (typeof done === 'string' && isIdList(items)) {
      const given = this.#orders.get(done)
      for (const id of items) given?.open.delete(id)
      if (given?.open.size === 0) this.#end(done)
      return
    }
    if (typeof order !== 'string' || !isItemList(items)) return
    const ids = await this.#options.carryOut(items, change)
    if (ids.length > 0) this.#send({ done: order, items: ids })
  }

  #send(message: object): void {
    // Lost: it is told again.
    this.#options.channels.send('orders', Buffer.from(JSON.stringify(message))).catch(() => undefined)
  }
}

function parsed(message: Buffer): Readonly<Record<string, unknown>> {
  if (message.length > MOST_MESSAGE_BYTES) return {}
  try {
    const value: unknown = JSON.parse(message.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function isIdList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(id => typeof id === 'string')
}

function isItemList(value: unknown): value is readonly OrderedItem[] {
  return (
    Array.isArray(value) && value.every(item => typeof item?.stream === 'string' && typeof item.incidentId === 'string')
  )
}
