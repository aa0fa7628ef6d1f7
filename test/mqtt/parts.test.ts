import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import type { CameraView } from '../../src/overview/camera-view.ts'
import { cameraMessage } from '../../src/mqtt/camera-message.ts'
import { discoveryMessage, discoveryTopic, objectId } from '../../src/mqtt/discovery.ts'
import { Topics } from '../../src/mqtt/topics.ts'
import type { BrokerMessage } from '../../src/mqtt/broker.ts'
import { Outgoing } from '../../src/mqtt/outgoing.ts'
import { silentLog } from '../../src/lib/log.ts'

const VIEW: CameraView = {
  stream: 'gate',
  name: 'Gate',
  groups: ['north'],
  state: 'faulty',
  sinceMs: Date.UTC(2026, 0, 5),
  faults: [
    { kind: 'black', severity: 0.912 } as CameraView['faults'][number],
    { kind: 'moved', severity: 0.4 } as CameraView['faults'][number]
  ],
  explained: [],
  notJudged: [],
  acknowledged: false,
  incidentId: 'i1',
  lastFrameAtMs: null,
  lagMs: null,
  framesPerSecond: 5,
  analysedPerSecond: 5,
  shape: null,
  learnedRatio: 1,
  measures: {}
}

describe('topics', () => {
  const topics = new Topics('camera-check')

  it('hold any name, and give it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), stream => {
        const topic = topics.state(stream)
        expect(topic).not.toMatch(/[+#\0]/)
        expect(topic.split('/')).toHaveLength(4)
        expect(topics.ownerOf(topic)).toEqual({ stream })
      })
    )
    expect(topics.state('a/b+#')).toBe('camera-check/cameras/a%2Fb%2B%23/state')
    expect(topics.state('\ud800x')).toBe('camera-check/cameras/%EF%BF%BDx/state')
  })

  it.each([
    ['camera-check/incidents/i1', { incident: 'i1' }],
    ['camera-check/cameras/gate/picture', null],
    ['camera-check/cameras/%zz/state', null],
    ['camera-check/incidents/i1/more', null],
    ['other/cameras/gate/state', null],
    ['camera-checker/cameras/gate/state', null]
  ])('%s is of %j', (topic, owner) => expect(topics.ownerOf(topic)).toEqual(owner))
})

describe('the state of a camera', () => {
  it('tells the main fault, and nothing that changes with every frame', () => {
    expect(cameraMessage(VIEW)).toEqual({
      stream: 'gate',
      name: 'Gate',
      groups: ['north'],
      state: 'faulty',
      since: '2026-01-05T00:00:00.000Z',
      problem: 'ON',
      kind: 'black',
      code: 'Black Screen',
      code_zh: expect.stringMatching(/./),
      severity: 0.9,
      faults: [
        { kind: 'black', severity: 0.9 },
        { kind: 'moved', severity: 0.4 }
      ],
      incident: 'i1',
      acknowledged: false
    })
    expect(cameraMessage({ ...VIEW, faults: [{ ...VIEW.faults[0], severity: 0.905 } as never] }).severity).toBe(0.9)
  })

  it.each(['healthy', 'learning', 'waiting', 'maintenance', 'off-schedule'] as const)('%s is no problem', state => {
    expect(cameraMessage({ ...VIEW, state })).toMatchObject({ problem: 'OFF', kind: 'none', severity: 0, faults: [] })
  })
})

describe('what Home Assistant is told', () => {
  const parts = {
    prefix: 'homeassistant',
    topics: new Topics('camera-check'),
    availability: 'camera-check/members/m/state',
    version: '1.2.3',
    baseUrl: 'https://cameras.example',
    pictures: true
  }

  it('names things as it demands: letters, digits, _ and -, and two cameras never alike', () => {
    const ids = ['a/b', 'a_b', 'A/B', '北门', '南门', 'x'.repeat(500)].map(objectId)
    for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9_-]{1,80}$/)
    expect(new Set(ids).size).toBe(ids.length)
    expect(discoveryTopic('homeassistant', 'gate')).toBe(`homeassistant/device/${objectId('gate')}/config`)
  })

  it('has what a device and its components need', () => {
    const message = discoveryMessage(VIEW, parts) as {
      device: { identifiers: string[] }
      origin: { name: string }
      components: Record<string, { platform: string; unique_id: string }>
    }
    expect(message).toMatchObject({
      device: { name: 'Gate', configuration_url: 'https://cameras.example/cameras/gate' },
      origin: { name: 'Camera Check', sw_version: '1.2.3' },
      availability: [{ topic: 'camera-check/members/m/state' }],
      state_topic: 'camera-check/cameras/gate/state',
      components: {
        problem: { platform: 'binary_sensor', device_class: 'problem' },
        kind: { platform: 'sensor', device_class: 'enum', options: expect.arrayContaining(['none', 'black']) },
        severity: { platform: 'sensor', unit_of_measurement: '%' },
        picture: { platform: 'image', image_topic: 'camera-check/cameras/gate/picture', content_type: 'image/jpeg' }
      }
    })
    const ids = Object.values(message.components).map(component => component.unique_id)
    expect(new Set(ids).size).toBe(4)
    expect(Object.keys((discoveryMessage(VIEW, { ...parts, pictures: false }) as typeof message).components)).toEqual([
      'problem',
      'kind',
      'severity'
    ])
  })
})

describe('what waits for the broker', () => {
  const message = (topic: string, payload: string): BrokerMessage => ({ topic, payload, retain: true })

  function recording() {
    const sent: string[] = []
    const waiting: (() => void)[] = []
    const broker = {
      isConnected: true,
      publish: async ({ topic, payload }: BrokerMessage) => {
        sent.push(`${topic}=${payload}`)
        await new Promise<void>((resolve, reject) =>
          waiting.push(() => (broker.isConnected ? resolve() : reject(new Error('gone'))))
        )
      }
    }
    return { sent, waiting, broker }
  }
  const turn = () => new Promise(resolve => setImmediate(resolve))

  it('is the newest of each topic, one after the other', async () => {
    const { sent, waiting, broker } = recording()
    const outgoing = new Outgoing({ broker, most: 10, log: silentLog })
    for (const n of [1, 2, 3]) outgoing.put(message('a', String(n)))
    outgoing.put(message('b', '1'))
    expect(sent).toEqual(['a=1', 'b=1'])
    waiting.shift()?.()
    await turn()
    expect(sent).toEqual(['a=1', 'b=1', 'a=3'])
    for (const done of waiting) done()
    await turn()
    expect(outgoing.figures).toEqual({ published: 3, dropped: 0, waiting: 0 })
  })

  it('is kept while the broker is away, up to a bound, and sent when it is back', async () => {
    const { sent, waiting, broker } = recording()
    const outgoing = new Outgoing({ broker, most: 2, log: silentLog })
    outgoing.put(message('a', '1'))
    broker.isConnected = false
    for (const done of waiting.splice(0)) done()
    await turn()
    for (const topic of ['b', 'c', 'a']) outgoing.put(message(topic, '2'))
    expect(outgoing.figures).toEqual({ published: 0, dropped: 1, waiting: 2 })
    broker.isConnected = true
    outgoing.pump()
    expect(sent.slice(1).toSorted()).toEqual(['a=2', 'b=2'])
  })
})
