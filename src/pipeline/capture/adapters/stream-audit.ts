import type { Redis } from 'ioredis'
import type { Log } from '../../../lib/log.ts'
import type { FrameSink } from '../frame-source.ts'
import { type ClusterSlots, isRedirection } from './cluster-slots.ts'
import { compareIds } from './entry-id.ts'

/** Streams compared with what was read, a second: the comparison makes the server copy an entry of each, 0.5 ms for 266 KB. */
const STREAMS_PER_CHECK = 50

const DESCRIBE_STREAM = `-- Where a stream ends, and how many entries it ever had, without its pictures (XINFO sends them along: the plain
-- form two, FULL as many as it is told, and 0 stands for all).
-- KEYS[1]: the stream. ARGV: none.
-- Returns {last id, entries added}; entries added is '' before Redis 7, {'0-0', '0'} when there is no such key.
if redis.call('EXISTS', KEYS[1]) == 0 then return {'0-0', '0'} end
local info = redis.pcall('XINFO', 'STREAM', KEYS[1], 'FULL', 'COUNT', '1')
-- Before Redis 6 there is no FULL.
if info.err then info = redis.call('XINFO', 'STREAM', KEYS[1]) end
local last, added = '0-0', ''
for i = 1, #info, 2 do
  if info[i] == 'last-generated-id' then last = info[i + 1] end
  if info[i] == 'entries-added' then added = tostring(info[i + 1]) end
end
return {last, added}`

interface Description {
  readonly lastId: string
  /** Entries that were ever added, null where the server does not count them (before Redis 7). */
  readonly added: number | null
}

interface Account {
  readonly stream: string
  readonly key: string
  /** `entries-added` when counting began, below 0 after a stream was made anew; null until reading caught up once. */
  base: number | null
  /** Entries received since, and those reported lost. */
  received: number
  /** Where the stream ended when it was last asked about, until reading gets there. */
  pending: Description | null
  /** Entries up to this one were passed over on purpose; null when that has been told. */
  skippedTo: string | null
}

/** What was known of a stream when the server was asked about it. */
interface Look {
  readonly account: Account
  readonly cursor: string
  readonly received: number
}

export interface Restart {
  readonly stream: string
  readonly restartAt: string
}

export interface StreamAuditOptions {
  readonly redis: Redis
  readonly sink: FrameSink
  readonly log: Log
  /** Given when the server is a node of a cluster. */
  readonly cluster?: ClusterSlots
}

/** A key that the node cannot tell about now: it is another's, or the cluster is being changed. */
const NOT_HERE = null

/**
 * Holds what was read of each stream against what the server says was added, so that entries which a producer trimmed
 * away unread are counted and not silently missing, and finds streams that were deleted and made anew.
 */
export class StreamAudit {
  readonly #options: StreamAuditOptions
  readonly #accounts = new Map<string, Account>()
  #at = 0
  /** False once the server refused scripts: XINFO alone then, which sends pictures along. */
  #scripts = true

  constructor(options: StreamAuditOptions) {
    this.#options = options
  }

  knows(stream: string): boolean {
    return this.#accounts.has(stream)
  }

  forget(stream: string): void {
    this.#accounts.delete(stream)
  }

  /** @param ids Of the entries that were just read, in their order. */
  received(stream: string, ids: readonly string[]): void {
    const account = this.#accounts.get(stream)
    const newest = ids.at(-1)
    if (account === undefined || newest === undefined) return
    const { pending } = account
    if (pending !== null && compareIds(newest, pending.lastId) >= 0) {
      const upToThere = ids.filter(id => compareIds(id, pending.lastId) <= 0).length
      this.#balance(account, account.received + upToThere, pending)
    }
    account.received += ids.length
  }

  /** Entries before this one, and behind the cursor, are not read: newer ones are worth more. */
  skipped(stream: string, to: string): void {
    const account = this.#accounts.get(stream)
    if (account !== undefined) account.skippedTo = to
  }

  /** True once entries of the stream that are not read will be found missing. */
  counts(stream: string): boolean {
    return (this.#accounts.get(stream)?.base ?? null) !== null
  }

  /**
   * Begins an account for each stream.
   *
   * @param streams A stream without a cursor is read from its end, so its account balances at once.
   * @returns Where each stream ends now; null where that cannot be told now, nothing where the key is no stream.
   */
  async begin(
    streams: readonly { stream: string; key: string; cursor: string | null }[]
  ): Promise<Map<string, string | null>> {
    const descriptions = await this.#describe(streams.map(({ key }) => key))
    const ends = new Map<string, string | null>()
    streams.forEach(({ stream, key, cursor }, index) => {
      const description = descriptions[index]
      if (description === undefined) return
      if (description === NOT_HERE) {
        ends.set(stream, null)
        return
      }
      const base = cursor === null ? description.added : null
      this.#accounts.set(stream, { stream, key, base, received: 0, pending: null, skippedTo: null })
      ends.set(stream, description.lastId)
    })
    return ends
  }

  /**
   * Compares the next few streams.
   *
   * @param cursorOf How far a stream has been read.
   * @returns Streams whose cursor points behind their end, because they were made anew, and where to go on.
   */
  async check(cursorOf: (stream: string) => string | null): Promise<Restart[]> {
    const looks = this.#nextTurn(cursorOf)
    if (looks.length === 0) return []
    const descriptions = await this.#describe(looks.map(({ account }) => account.key))
    return looks.flatMap((look, index) => {
      const description = descriptions[index]
      return description == null ? [] : this.#compare(look, cursorOf(look.account.stream), description)
    })
  }

  #nextTurn(cursorOf: (stream: string) => string | null): Look[] {
    const accounts = [...this.#accounts.values()]
    if (accounts.length === 0) return []
    const start = this.#at % accounts.length
    const turn = accounts.slice(start, start + STREAMS_PER_CHECK)
    this.#at = start + turn.length
    return turn.flatMap(account => {
      const cursor = cursorOf(account.stream)
      return cursor === null ? [] : [{ account, cursor, received: account.received }]
    })
  }

  /**
   * Frames are read while the server is being asked. So only a cursor from before the question can prove that a stream
   * ends before it; one from after it may simply know of entries that are younger than the answer.
   *
   * @param cursorNow How far the stream has been read by now; null when it is no longer watched.
   */
  #compare({ account, cursor, received }: Look, cursorNow: string | null, description: Description): Restart[] {
    if (cursorNow === null || this.#accounts.get(account.stream) !== account) return []
    const order = compareIds(cursor, description.lastId)
    if (order > 0) {
      // It is being read again already: what that gives is held against it the next time.
      if (cursorNow !== cursor) return []
      return [{ stream: account.stream, restartAt: this.#restart(account, description) }]
    }
    const orderNow = compareIds(cursorNow, description.lastId)
    if (order === 0) this.#balance(account, received, description)
    else if (orderNow === 0) this.#balance(account, account.received, description)
    else if (orderNow < 0) account.pending ??= description
    return []
  }

  /**
   * Reading has caught up: what was added and neither received nor told is lost.
   *
   * @param received What had been received when the stream ended where the description says.
   */
  #balance(account: Account, received: number, { lastId, added }: Description): void {
    account.pending = null
    const wasSkipped = account.skippedTo !== null
    if (account.skippedTo !== null && compareIds(account.skippedTo, lastId) <= 0) account.skippedTo = null
    if (added === null) return
    if (account.base === null || added < account.base + received) {
      account.base = added - received
      return
    }
    const lost = added - account.base - received
    if (lost === 0) return
    account.received += lost
    this.#options.sink.lost(account.stream, lost, wasSkipped ? 'overload' : 'trimmed')
  }

  #restart(account: Account, { lastId, added }: Description): string {
    const seen = (account.base ?? 0) + account.received
    // A replica that took over lacks a few of the last writes, and everything in it has been read. A stream that was
    // made anew has not been read, and has had few entries so far.
    const tookOver = account.base !== null && added !== null && added < seen && added * 2 >= seen
    this.#options.log.warn(
      { stream: account.stream, lastId },
      tookOver
        ? 'The stream lost its last entries, reading on from its end'
        : 'The stream was made anew, reading it from its beginning'
    )
    account.base = tookOver ? added : 0
    account.received = 0
    account.pending = null
    account.skippedTo = null
    return tookOver ? lastId : '0-0'
  }

  async #describe(keys: readonly string[]): Promise<(Description | typeof NOT_HERE | undefined)[]> {
    const { redis, cluster, log } = this.#options
    const pipeline = redis.pipeline()
    const places = keys.map(key => {
      if (cluster?.isAsking(key) === true) pipeline.call('ASKING')
      if (this.#scripts) pipeline.eval(DESCRIBE_STREAM, 1, key)
      else pipeline.call('XINFO', 'STREAM', key)
      return pipeline.length - 1
    })
    const replies = (await pipeline.exec()) ?? []
    if (this.#scripts && replies.some(([error]) => error !== null && /NOPERM|unknown command/i.test(error.message))) {
      this.#scripts = false
      log.warn({}, 'Redis refuses scripts (EVAL), asking with XINFO, which costs more')
      return this.#describe(keys)
    }
    return places.map((place, i) => {
      const [error, reply] = replies[place] ?? [null, null]
      if (error !== null && isRedirection(error)) cluster?.redirected([keys[i] ?? ''], error.message)
      return descriptionOf(error, reply)
    })
  }
}

function descriptionOf(error: Error | null, reply: unknown): Description | typeof NOT_HERE | undefined {
  if (error !== null) {
    if (/^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN|LOADING)\b/.test(error.message)) return NOT_HERE
    return /no such key/i.test(error.message) ? { lastId: '0-0', added: 0 } : undefined
  }
  if (!Array.isArray(reply)) return undefined
  const fields = reply.length === 2 ? { lastId: reply[0], added: reply[1] } : fieldsOfXinfo(reply)
  if (typeof fields.lastId !== 'string') return undefined
  const added = fields.added === '' || fields.added === undefined ? null : Number(fields.added)
  return { lastId: fields.lastId, added }
}

function fieldsOfXinfo(reply: readonly unknown[]): { lastId: unknown; added: unknown } {
  const at = (name: string): unknown => reply[reply.indexOf(name) + 1]
  return { lastId: at('last-generated-id'), added: reply.includes('entries-added') ? at('entries-added') : undefined }
}
