import { type MqttClient, connect } from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { describeWith } from '../servers/need.ts'
import { RunningService } from '../servers/running-service.ts'
import { type RunningServer, startServer } from '../servers/server-script.ts'
import { PATIENT } from '../servers/service-environment.ts'
import { until } from '../servers/until.ts'

const [USER, PASSWORD] = ['camera-check', 'a secret of the broker']
const STREAM = 'gate/north'
const STATE = 'camera-check/cameras/gate%2Fnorth/state'
const WAIT_MS = 60_000

/** Somebody who listens: what the broker keeps of each topic, and what came in all. */
class Subscriber {
  readonly kept = new Map<string, Buffer>()
  readonly all: { readonly topic: string; readonly text: string }[] = []
  readonly client: MqttClient

  constructor(url: string) {
    this.client = connect(url, { protocolVersion: 5, username: USER, password: PASSWORD, reconnectPeriod: 200 })
    this.client.on('connect', () => this.client.subscribe('#', { qos: 1 }))
    this.client.on('error', () => undefined)
    this.client.on('message', (topic, payload) => {
      this.all.push({ topic, text: payload.toString() })
      if (payload.length === 0) this.kept.delete(topic)
      else this.kept.set(topic, payload)
    })
  }

  json(topic: string): Record<string, unknown> | undefined {
    const text = this.kept.get(topic)?.toString()
    return text === undefined ? undefined : (JSON.parse(text) as Record<string, unknown>)
  }

  topics(pattern: RegExp): readonly string[] {
    return [...this.kept.keys()].filter(topic => pattern.test(topic))
  }
}

describeWith({ mosquitto: true }, 'a broker of MQTT', () => {
  let broker: RunningServer
  let service: RunningService
  let subscriber: Subscriber
  let black: Uint8Array
  let member: string
  const environment = () => ({
    ...PATIENT,
    MQTT_URL: broker.url,
    MQTT_USERNAME: USER,
    MQTT_PASSWORD: PASSWORD,
    PUBLIC_URL: 'https://cameras.example',
    ...(service === undefined ? {} : { DATA_DIR: service.dataDir })
  })
  const post = async (jpeg: Uint8Array, count: number) => {
    for (let i = 0; i < count; i++) await service.postFrame(STREAM, jpeg)
  }

  beforeAll(async () => {
    broker = await startServer('start-mosquitto.sh', 0, [USER, PASSWORD])
    black = await flatJpeg(320, 240, 0)
    subscriber = new Subscriber(broker.url)
    service = await RunningService.start(environment())
    await service.post('/pushhub/subscribe', { streams: [STREAM, 'yard'] })
    await until(() => subscriber.kept.has(STATE), WAIT_MS)
    ;[member = ''] = subscriber.topics(/^camera-check\/members\//)
  }, 120_000)
  afterAll(async () => {
    subscriber?.client.end(true)
    await service?.dispose()
    await broker?.stop()
  })

  it('keeps who lives, and the state of each camera', () => {
    expect(subscriber.kept.get(member)?.toString()).toBe('online')
    expect(subscriber.json(STATE)).toMatchObject({ stream: STREAM, state: 'waiting', problem: 'OFF', kind: 'none' })
    expect(subscriber.topics(/^camera-check\/cameras\/[^/]+\/state$/)).toHaveLength(2)
  })

  it('has a device of Home Assistant for each camera, all of whose topics are there', () => {
    const topics = subscriber.topics(/^homeassistant\/device\/camera_check_[a-z0-9_]+\/config$/)
    expect(topics).toHaveLength(2)
    const config = topics.map(topic => subscriber.json(topic)).find(one => one?.['state_topic'] === STATE)
    expect(config).toMatchObject({ device: { name: STREAM }, availability: [{ topic: member }] })
  })

  it('is told that an incident opens, with its picture, and that it closes', { timeout: WAIT_MS * 2 }, async () => {
    await post(black, 12)
    await until(() => subscriber.json(STATE)?.['problem'] === 'ON', WAIT_MS)
    expect(subscriber.json(STATE)).toMatchObject({ state: 'faulty', kind: 'black', code: 'Black Screen' })
    await until(() => subscriber.topics(/^camera-check\/incidents\//).length === 1, WAIT_MS)
    const [topic = ''] = subscriber.topics(/^camera-check\/incidents\//)
    expect(subscriber.json(topic)).toMatchObject({
      what: 'opened',
      camera: { stream: STREAM },
      incident: { kind: 'black', url: expect.stringMatching(/^https:\/\/cameras\.example\/incidents\//) },
      onvif: { topic: expect.stringContaining('tns1:') },
      cap: { severity: expect.stringMatching(/./) }
    })
    const picture = 'camera-check/cameras/gate%2Fnorth/picture'
    await until(() => subscriber.kept.has(picture), WAIT_MS)
    expect(subscriber.kept.get(picture)?.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
    const lit = await checkedJpeg(320, 240)
    await until(async () => {
      await post(lit, 1)
      return subscriber.topics(/^camera-check\/incidents\//).length === 0
    }, WAIT_MS)
    const told = subscriber.all
      .filter(one => one.topic === topic && one.text !== '')
      .map(({ text }) => JSON.parse(text))
    expect(told.map(({ what }) => what).at(-1)).toBe('closed')
    // What is told twice has the same id.
    expect(told.filter(({ what }) => what === 'opened').every(({ id }, _, all) => id === all[0]?.id)).toBe(true)
  })

  it('is told everything anew when it has forgotten everything', { timeout: WAIT_MS }, async () => {
    const { port } = broker
    await broker.stop()
    subscriber.kept.clear()
    broker = await startServer('start-mosquitto.sh', port, [USER, PASSWORD])
    await until(() => subscriber.kept.get(member)?.toString() === 'online' && subscriber.kept.has(STATE), WAIT_MS)
    expect(service.log.some(({ msg }) => msg === 'The MQTT broker is away, trying again')).toBe(true)
  })

  it('says itself that the process is gone when that is killed', { timeout: WAIT_MS }, async () => {
    await service.stop('SIGKILL')
    await until(() => subscriber.kept.get(member)?.toString() === 'offline', WAIT_MS)
  })

  it('forgets what ended while nobody was connected, and a camera that leaves', { timeout: WAIT_MS * 2 }, async () => {
    for (const topic of ['camera-check/incidents/gone', 'camera-check/cameras/left/state']) {
      await subscriber.client.publishAsync(topic, '{}', { retain: true, qos: 1 })
    }
    service = await RunningService.start(environment())
    await until(() => subscriber.kept.get(member)?.toString() === 'online', WAIT_MS)
    await until(() => subscriber.topics(/gone$|left\/state$/).length === 0, WAIT_MS)
    await service.post('/pushhub/subscribe', { streams: ['yard'] })
    await until(() => subscriber.topics(/gate/).length === 0, WAIT_MS)
    expect(subscriber.topics(/yard/)).toHaveLength(2)
    expect(subscriber.topics(/^homeassistant\/device\//)).toHaveLength(1)
  })

  it('hears goodbye when the service is stopped, and no password stands in the log', { timeout: WAIT_MS }, async () => {
    await service.stop()
    await until(() => subscriber.kept.get(member)?.toString() === 'offline', WAIT_MS)
    expect(JSON.stringify(service.log)).not.toContain(PASSWORD)
  })
})

describeWith({ mosquitto: true }, 'a broker that does not let the service in', () => {
  it('is told in the log, and judging goes on', { timeout: WAIT_MS * 2 }, async () => {
    const broker = await startServer('start-mosquitto.sh', 0, [USER, PASSWORD])
    const service = await RunningService.start({
      ...PATIENT,
      MQTT_URL: broker.url,
      MQTT_USERNAME: USER,
      MQTT_PASSWORD: 'wrong'
    })
    const results = await service.listen()
    await service.post('/pushhub/subscribe', { streams: ['yard'] })
    await service.postFrame('yard', await flatJpeg(64, 48, 128))
    expect(await results.count('yard', 1, WAIT_MS)).toHaveLength(1)
    await until(
      () => service.log.some(({ msg, error }) => msg.includes('MQTT') && /not authorized/i.test(String(error))),
      WAIT_MS
    )
    expect((await service.get('/readyz')).status).toBe(200)
    await service.dispose()
    await broker.stop()
  })
})
