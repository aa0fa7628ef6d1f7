import { afterEach, expect, it } from 'vitest'
import { RedisFleetChannels } from '../../src/fleet/adapters/redis-fleet-channels.ts'
import { FleetChecks } from '../../src/fleet/fleet-checks.ts'
import { MemberOrders } from '../../src/fleet/member-orders.ts'
import { describeWithRedis } from '../servers/need.ts'
import { addressOf } from '../servers/redis-address.ts'
import { until } from '../servers/until.ts'

describeWithRedis('members', url => {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  /** Connected, and listening to what is sent. */
  async function channels(topic: 'orders' | 'checks') {
    const made = new RedisFleetChannels(addressOf(url, 9))
    closing.push(() => made.close())
    made.start()
    let isListening = false
    made.listen(
      topic,
      () => undefined,
      () => {
        isListening = true
      }
    )
    await until(() => isListening)
    return made
  }
  const item = (stream: string) => ({ stream, incidentId: `i-${stream}` })

  it('have things done by who owns a camera, once it does', async () => {
    const owned = new Map([
      ['m1', new Set(['a'])],
      ['m2', new Set(['b'])]
    ])
    const done: string[] = []
    const orders = []
    for (const [name, own] of owned) {
      const one = new MemberOrders({
        channels: await channels('orders'),
        origin: name,
        carryOut: async (items, change) => {
          const ours = items.filter(({ stream }) => own.has(stream)).map(({ incidentId }) => incidentId)
          done.push(...ours.map(id => `${name} ${id} ${JSON.stringify(change)}`))
          return ours
        }
      })
      one.start()
      closing.push(() => one.close())
      orders.push(one)
    }
    await orders[0]?.give([item('a'), item('b')], { what: 7 })
    expect(done.sort()).toEqual(['m1 i-a {"what":7}', 'm2 i-b {"what":7}'])
    const from = performance.now()
    await orders[0]?.give([item('c')], {})
    expect(performance.now() - from).toBeGreaterThan(1500)
    owned.get('m2')?.add('c')
    await until(() => done.includes('m2 i-c {}'))
    await new Promise(resolve => setTimeout(resolve, 1500))
    expect(done.filter(text => text.includes('i-c'))).toHaveLength(1)
  })

  it('pass over orders that are none', async () => {
    const raw = await channels('orders')
    const carried: unknown[] = []
    const orders = new MemberOrders({
      channels: await channels('orders'),
      origin: 'm1',
      carryOut: async items => {
        carried.push(items)
        return []
      }
    })
    orders.start()
    closing.push(() => orders.close())
    const texts = [
      '',
      '{',
      'null',
      '7',
      '{"order":1,"items":[]}',
      '{"order":"x","items":[null]}',
      '{"done":"x","items":[7]}'
    ]
    for (const text of [...texts, '{"done":"nobody","items":["a"]}', '{"order":"x","items":[{"stream":"a"}]}']) {
      await raw.send('orders', Buffer.from(text))
    }
    await raw.send('orders', Buffer.from('{"order":"x","items":[{"stream":"a","incidentId":"b"}],"change":1}'))
    await until(() => carried.length > 0)
    expect(carried).toEqual([[{ stream: 'a', incidentId: 'b' }]])
  })

  it('tell what fails: one cause is one failure, and a new coordinator waits before it calls it over', async () => {
    let nowMs = 0
    let coordinator = 'm1'
    const make = async (id: string) => {
      const isCoordinator = () => coordinator === id
      const one = new FleetChecks({
        channels: await channels('checks'),
        id: () => id,
        isCoordinator,
        clock: () => nowMs
      })
      one.start()
      closing.push(() => one.close())
      return one
    }
    const [one, two] = [await make('m1'), await make('m2')]
    const fails = [
      { name: 'redis', ok: false, detail: 'refused' },
      { name: 'snapshots', ok: true, detail: 'fine' }
    ]
    expect(one.merge([])).toBeNull()
    expect(two.merge(fails)).toBeNull()
    await until(() => (one.merge(fails) ?? []).some(({ detail }) => detail === 'refused (m1, m2)'))
    expect(one.merge(fails)).toEqual([{ name: 'redis', ok: false, detail: 'refused (m1, m2)' }])
    expect(one.merge([])).toEqual([{ name: 'redis', ok: false, detail: 'refused (m2)' }])
    coordinator = 'm2'
    expect(one.merge([])).toBeNull()
    // The other's good news may not have come yet.
    expect(two.merge([])).not.toEqual([])
    nowMs += 11_000
    expect(two.merge([])).toEqual([])
  })
})
