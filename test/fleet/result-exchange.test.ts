import { afterEach, beforeEach, expect, it } from 'vitest'
import { RedisFleetChannels } from '../../src/fleet/adapters/redis-fleet-channels.ts'
import { ResultExchange } from '../../src/fleet/result-exchange.ts'
import { silentLog } from '../../src/lib/log.ts'
import { ResultHub } from '../../src/pipeline/publish/hub.ts'
import { FakeSubscriber } from '../pipeline/publish/fake-subscriber.ts'
import { describeWithRedis } from '../servers/need.ts'
import { addressOf } from '../servers/redis-address.ts'
import { TcpProxy } from '../servers/tcp-proxy.ts'
import { until } from '../servers/until.ts'

/** One member: its hub, its exchange, and the cameras that it owns, with the token of each. */
class Member {
  readonly tokens = new Map<string, number>()
  readonly hub: ResultHub
  readonly exchange: ResultExchange
  readonly channels: RedisFleetChannels

  constructor(name: string, url: string, sendMode: 'all' | 'abnormal' = 'all') {
    this.channels = new RedisFleetChannels(addressOf(url))
    this.hub = new ResultHub({
      sendMode,
      queueMessages: 100_000,
      stallMs: 30_000,
      clock: () => 0,
      onClients: count => this.exchange.setClients(count)
    })
    this.exchange = new ResultExchange({
      channels: this.channels,
      fleet: {
        fenceOf: stream => {
          const token = this.tokens.get(stream)
          return token === undefined ? null : { slot: 0, session: name, token }
        }
      },
      hub: this.hub,
      sendMode,
      origin: name,
      clock: () => performance.now(),
      log: silentLog
    })
    this.hub.setStreams(1, ['a', 'b', '门口'])
    this.channels.start()
    this.exchange.start()
  }

  attach(): Client {
    const client = new Client()
    client.detach = this.hub.attach(client)
    return client
  }

  tell(stream: string, number: number, abnormal = false): void {
    const text = JSON.stringify({ epoch: 1, data: { stream, number } })
    this.exchange.offer([{ stream, abnormal, cursor: `${number}-0`, text }])
  }

  async close(): Promise<void> {
    await this.exchange.close()
    await this.hub.close(10)
    await this.channels.close()
  }
}

/** Takes everything at once. */
class Client extends FakeSubscriber {
  detach: () => void = () => undefined

  override send(messages: readonly Buffer[], taken: () => void): void {
    super.send(messages, taken)
    this.takeAll()
  }

  numbers(stream: string): number[] {
    return this.texts()
      .map(text => JSON.parse(text).data as { stream: string; number: number })
      .filter(data => data.stream === stream)
      .map(data => data.number)
  }
}

describeWithRedis('ResultExchange', url => {
  let members: Member[]
  const member = (name: string, at = url, mode: 'all' | 'abnormal' = 'all') => {
    const made = new Member(name, at, mode)
    members.push(made)
    return made
  }
  beforeEach(() => {
    members = []
  })
  afterEach(async () => {
    for (const one of members) await one.close()
  })

  /** Tells results until the client of another member gets one. */
  async function heard(owner: Member, client: Client, stream = 'b'): Promise<number> {
    let number = 0
    await until(() => {
      owner.tell(stream, ++number)
      return client.numbers(stream).length > 0
    })
    // What was sent meanwhile is on its way.
    await until(() => client.numbers(stream).at(-1) === number)
    return number
  }

  it('gives clients of each member the results of all, once and in order', async () => {
    const [one, two] = [member('m1'), member('m2')]
    one.tokens.set('a', 1).set('门口', 1)
    two.tokens.set('b', 2)
    const clients = [one.attach(), two.attach()] as const
    await heard(two, clients[0])
    await heard(one, clients[1], 'a')
    const from = clients.map(client => client.received.length)
    for (let number = 1000; number < 3000; number++) {
      one.tell('a', number)
      two.tell('b', number)
      if (number % 10 === 0) one.tell('门口', number)
      if (number % 100 === 0) await new Promise(resolve => setImmediate(resolve))
    }
    for (const [i, client] of clients.entries()) {
      await until(() => client.received.length === (from[i] ?? 0) + 4200)
      for (const stream of ['a', 'b']) {
        expect(client.numbers(stream).slice(-2000)).toEqual(Array.from({ length: 2000 }, (_, n) => n + 1000))
      }
      expect(client.numbers('门口')).toHaveLength(200)
    }
    expect(one.exchange.stats()).toMatchObject({ dropped: 0, refused: { stale: 0, repeated: 0, unreadable: 0 } })
  })

  it('sends nothing while nobody else listens, and stops when the last client of the others is gone', async () => {
    const [one, two] = [member('m1'), member('m2')]
    one.tokens.set('a', 1)
    two.tokens.set('b', 2)
    const own = one.attach()
    for (let number = 0; number < 50; number++) one.tell('a', number)
    await until(() => own.numbers('a').length === 50)
    expect(one.exchange.stats().sent).toBe(0)
    // The client of one makes two send, not one.
    await heard(two, own)
    expect(one.exchange.stats().sent).toBe(0)
    const goodbyes: string[] = []
    two.channels.listen('listening', message => goodbyes.push(message.toString()))
    own.detach()
    // It lingers for 5 s.
    await until(() => goodbyes.includes('-m1'))
    const { sent } = two.exchange.stats()
    for (let number = 9000; number < 9010; number++) two.tell('b', number)
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(two.exchange.stats()).toMatchObject({ sent, dropped: 0 })
  })

  it('takes nothing of an owner after its successor, and nothing of the successor twice', async () => {
    const [one, two, watcher] = [member('m1'), member('m2'), member('m3')]
    one.tokens.set('a', 1)
    const client = watcher.attach()
    const last = await heard(one, client, 'a')
    // Two takes over with an older place, as after a crash; one has not noticed.
    two.tokens.set('a', 2)
    for (let number = last - 1; number <= last + 5; number++) two.tell('a', number)
    await until(() => client.numbers('a').at(-1) === last + 5)
    one.tell('a', last + 6)
    one.tell('a', last + 7)
    two.tell('a', last + 6)
    await until(() => client.numbers('a').at(-1) === last + 6)
    const all = client.numbers('a')
    expect(new Set(all).size).toBe(all.length)
    expect(all.filter(number => number > last)).toEqual([1, 2, 3, 4, 5, 6].map(n => last + n))
    await until(() => watcher.exchange.stats().refused.stale === 2)
    expect(watcher.exchange.stats().refused.repeated).toBe(last === 1 ? 1 : 2)
    // One has noticed: its own clients get nothing of what is not its camera any more.
    one.tokens.delete('a')
    one.tell('a', last + 8)
    expect(one.exchange.stats().refused.stale).toBe(1)
  })

  it('leaves out before sending what WS_SEND_MODE leaves out', async () => {
    const [one, two] = [member('m1', url, 'abnormal'), member('m2', url, 'abnormal')]
    two.tokens.set('b', 2)
    const client = one.attach()
    let number = 0
    await until(() => {
      two.tell('b', ++number, true)
      two.tell('b', ++number, false)
      return client.received.length > 0
    })
    await until(() => client.numbers('b').at(-1) === number - 1)
    expect(client.numbers('b').every(one => one % 2 === 1)).toBe(true)
    expect(two.exchange.stats().sent).toBe(client.received.length)
  })

  it('passes over what is no batch', async () => {
    const one = member('m1')
    one.attach()
    const raw = new RedisFleetChannels(addressOf(url))
    raw.start()
    for (const bytes of ['', 'x', '\xc1', '\xc1\xff', `\xc1\x01x${'\xff'.repeat(40)}`]) {
      await until(async () => {
        const before = one.exchange.stats().refused.unreadable
        await raw.send('results', Buffer.from(bytes, 'latin1'))
        await new Promise(resolve => setTimeout(resolve, 5))
        return one.exchange.stats().refused.unreadable > before
      })
    }
    await raw.send('listening', Buffer.alloc(100_000, '+'))
    await raw.close()
    expect(one.exchange.stats().received).toBe(0)
  })

  it('loses what Redis does not take, counts it, and goes on', async () => {
    const { hostname, port } = new URL(url)
    const proxy = await TcpProxy.start(hostname, Number(port))
    const [one, two] = [member('m1'), member('m2', `redis://127.0.0.1:${proxy.port}/0`)]
    two.tokens.set('b', 2)
    const [far, near] = [one.attach(), two.attach()]
    const last = await heard(two, far)
    await proxy.refuse()
    const text = JSON.stringify({ epoch: 1, data: { stream: 'b', number: 0, padding: 'x'.repeat(10_000) } })
    for (let i = 0; i < 1000; i++) {
      two.exchange.offer([{ stream: 'b', abnormal: false, cursor: `${last + i + 1}-0`, text }])
    }
    // Four MiB wait at most; the rest is given up at once.
    expect(two.exchange.stats().dropped).toBeGreaterThan(500)
    await until(() => near.received.length >= 1000)
    await until(() => two.exchange.stats().dropped === 1000, 20_000)
    await proxy.resume()
    await until(() => {
      two.tell('b', last + 2000)
      return far.numbers('b').at(-1) === last + 2000
    }, 10_000)
    await proxy.refuse()
  })
})
