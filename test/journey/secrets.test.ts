import { readdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import { settingEntries } from '../../src/config/schema.ts'
import { checkedJpeg } from '../pictures.ts'
import { describeWith } from '../servers/need.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'

// Each is a text of its own that occurs nowhere else, and such that escaping does not hide it.
const SECRETS = {
  token: 'TokenThatNobodyMaySee',
  redis: 'RedisPasswordThatNobodyMaySee',
  urlUser: 'UrlPasswordThatNobodyMaySee',
  stranger: 'WrongPasswordThatNobodyMaySee',
  sentinel: 'SentinelPasswordThatNobodyMaySee',
  access: 'AccessKeyThatNobodyMaySee',
  secret: 'SecretKeyThatNobodyMaySee',
  mqtt: 'BrokerPasswordThatNobodyMaySee',
  session: 'SessionSecretThatNobodyMaySeeInAnything',
  alarmPath: 'AlarmPathThatNobodyMaySee',
  alarmSecret: 'AlarmSecretThatNobodyMaySee',
  alarmHeader: 'AlarmHeaderThatNobodyMaySee',
  collector: 'CollectorHeaderThatNobodyMaySee'
} as const
/** Begins the pixels of the test's picture, in no other bytes. */
const PICTURE_MARK = 'PictureBytesThatNobodyMayLog'
/** For what fails to be said in the log, ms. */
const MOMENT_MS = 1500
const PATHS = [
  '/livez',
  '/readyz',
  '/metrics',
  '/docs/json',
  '/pushhub/system',
  '/pushhub/cameras',
  '/pushhub/cameras/gate',
  '/pushhub/cameras/none',
  '/pushhub/incidents',
  '/pushhub/incidents/none',
  '/pushhub/audit',
  '/pushhub/alarms/targets',
  '/pushhub/alarms/dead-letters',
  '/pushhub/report',
  '/pushhub/metrics/performance',
  '/pushhub/snapshots/gate/1700000000000.jpg',
  '/pushhub/cameras/gate/picture',
  '/nothing'
]

function refusalOf(env: Record<string, string>): string {
  try {
    loadSettings(env)
    return 'it started'
  } catch (thrown) {
    return `${String(thrown)}${JSON.stringify(thrown)}`
  }
}

/** All that the service gives away on one configuration, secrets in every setting that has one. */
describeWith({ redis: true, s3: true }, 'secrets', ({ s3 }) => {
  let redis: RunningServer
  let collector: Server
  const seen: string[] = []

  /** Runs a service, asks everything of it, with and without its token, and keeps all that it says. */
  async function run(env: Record<string, string>): Promise<void> {
    const service = await RunningService.start({
      LOG_LEVEL: 'trace',
      EXECUTOR_CPU: '1',
      HOST: '127.0.0.1',
      API_TOKENS: SECRETS.token,
      SESSION_SECRET: SECRETS.session,
      ...env
    })
    const authorization = `Bearer ${SECRETS.token}`
    // A store that cannot be reached is waited for: what has not been said by then is in the log.
    const call = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(service.url + path, { ...init, signal: AbortSignal.timeout(5000) }).catch(() => null)
      if (answer !== null) seen.push(await answer.text(), JSON.stringify([...answer.headers]))
    }
    const events = new WebSocket(`${service.url.replace('http', 'ws')}/pushhub/ws/events`, {
      headers: { authorization }
    })
    events.on('message', data => seen.push(String(data)))
    await call('/pushhub/subscribe', { method: 'POST', headers: { authorization }, body: '{"streams":["gate"]}' })
    const target = {
      ...{ name: 'VMS', type: 'webhook', url: `http://127.0.0.1:1/${SECRETS.alarmPath}` },
      ...{ secret: SECRETS.alarmSecret, headers: { authorization: SECRETS.alarmHeader } }
    }
    const json = { authorization, 'content-type': 'application/json' }
    await call('/pushhub/alarms/targets', { method: 'POST', headers: json, body: JSON.stringify(target) })
    await call('/pushhub/alarms/targets', { method: 'POST', headers: json, body: JSON.stringify({ ...target, x: 1 }) })
    const targets = await fetch(`${service.url}/pushhub/alarms/targets`, { headers: { authorization } }).catch(
      () => null
    )
    const { items = [] } = ((await targets?.json()) ?? {}) as { items?: readonly { id: string }[] }
    for (const { id } of items) {
      await call(`/pushhub/alarms/targets/${id}/test`, { method: 'POST', headers: { authorization } })
    }
    const picture = Buffer.concat([await checkedJpeg(64, 48), Buffer.from(PICTURE_MARK)])
    const bodies = [picture, Buffer.from(`\u00ff\u00d8${PICTURE_MARK}`, 'latin1'), Buffer.from(PICTURE_MARK)]
    const headers = { authorization, 'content-type': 'image/jpeg' }
    await Promise.all(bodies.map(body => call('/pushhub/frames/gate', { method: 'POST', headers, body })))
    await sleep(MOMENT_MS)
    const asked = [...PATHS, `/readyz?token=${SECRETS.token}`].flatMap(path => [
      call(path),
      call(path, { headers: { authorization } }),
      call(path, { headers: { authorization: `Bearer ${SECRETS.token}x` } })
    ])
    const bad = ['{"streams":["gate"],"x":1}', '{', ''].map(body =>
      call('/pushhub/subscribe', { method: 'POST', headers: { authorization }, body })
    )
    await Promise.all([...asked, ...bad])
    events.terminate()
    await service.stop()
    seen.push(...service.log.map(line => JSON.stringify(line)))
    for (const name of await readdir(service.dataDir, { recursive: true, withFileTypes: true })) {
      if (name.isFile() && !name.name.endsWith('.jpg'))
        seen.push(await readFile(join(name.parentPath, name.name), 'latin1'))
    }
    await service.dispose()
  }

  beforeAll(async () => {
    redis = await startRedis(0)
    // What it is sent is looked through too; its header is there to be seen by it.
    collector = createServer((request, response) => {
      request.setEncoding('latin1').on('data', (text: string) => seen.push(text))
      request.on('end', () => response.end())
    })
    await new Promise<void>(resolve => collector.listen(0, '127.0.0.1', resolve))
    const telemetry = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=${SECRETS.collector}`,
      TRACE_FRAME_RATIO: '1'
    }
    const producer = new RedisProducer(redis.url)
    await producer.add('gate', await checkedJpeg(64, 48), {})
    producer.close()
    const { Redis } = await import('ioredis')
    const admin = new Redis(redis.url)
    await admin.config('SET', 'requirepass', SECRETS.redis)
    await admin.call('ACL', 'SETUSER', 'camera', 'on', `>${SECRETS.urlUser}`, '~*', '&*', '+@all')
    admin.disconnect()
    const { hostname, port } = new URL(redis.url)
    const server = { REDIS_HOST: hostname, REDIS_PORT: port }
    const store = {
      MINIO_ENDPOINT: s3.endpoint,
      MINIO_ACCESS_KEY: SECRETS.access,
      MINIO_SECRET_KEY: SECRETS.secret,
      MINIO_SAVE_MODE: 'all'
    }
    const url = (password: string) => `redis://camera:${password}@${hostname}:${port}/0`
    // Right ones, beside a store that refuses its keys.
    await run({
      ...server,
      ...store,
      ...telemetry,
      REDIS_PASSWORD: SECRETS.redis,
      REDIS_URLS: url(SECRETS.urlUser),
      REDIS_STREAM_URLS: `gate=redis://${hostname}:${port}/0`
    })
    // Wrong ones, wherever they can stand; of MQTT at what speaks something else.
    await run({
      ...server,
      REDIS_PASSWORD: SECRETS.stranger,
      MQTT_URL: `mqtt://${hostname}:${port}`,
      MQTT_USERNAME: 'camera',
      MQTT_PASSWORD: SECRETS.mqtt
    })
    await run({ ...server, REDIS_PASSWORD: SECRETS.redis, REDIS_URLS: url(SECRETS.stranger) })
    await run({
      REDIS_SENTINELS: `${hostname}:${port}`,
      REDIS_SENTINEL_PASSWORD: SECRETS.sentinel,
      REDIS_PASSWORD: SECRETS.stranger
    })
    // What stops the start: main writes the message of what is thrown, and nothing else.
    for (const env of [
      { REDIS_URLS: `redis://camera:${SECRETS.urlUser}@:bad/0` },
      { REDIS_URLS: url(SECRETS.urlUser), REDIS_STREAM_URLS: `gate=redis://x:${SECRETS.stranger}@elsewhere:1/0` },
      { API_TOKENS: `${SECRETS.token} x` },
      { REDIS_PASSWORD: SECRETS.redis, REDIS_PASSWORD_FILE: '/nowhere' },
      { REDIS_HOST: `redis://x:${SECRETS.stranger}@elsewhere:1/0` },
      { REDIS_SENTINELS: `redis://x:${SECRETS.sentinel}@elsewhere:1` },
      { FLEET: '1', REDIS_HOST: 'r', FLEET_URL: `http://x:${SECRETS.stranger}@elsewhere:1` },
      {
        TRUST_PROXY: `http://x:${SECRETS.stranger}@elsewhere:1`,
        BASE_PATH: `http://x:${SECRETS.stranger}@elsewhere:1`
      },
      { MQTT_URL: `mqtt://x:${SECRETS.mqtt}@elsewhere:1` },
      { OTEL_EXPORTER_OTLP_ENDPOINT: `http://x:${SECRETS.collector}@elsewhere:1` },
      { OTEL_EXPORTER_OTLP_HEADERS: SECRETS.collector },
      { PORT: `http://x:${SECRETS.stranger}@elsewhere:1` },
      { MINIO_ENDPOINT: `http://${SECRETS.access}:${SECRETS.secret}@s3:9000`, MINIO_ACCESS_KEY: SECRETS.access }
    ]) {
      seen.push(refusalOf(env as Record<string, string>))
    }
  }, 300_000)
  afterAll(async () => {
    collector?.close()
    await redis?.stop()
  })

  it('were given to every setting that has one', () => {
    const secret = settingEntries().flatMap(([name, schema]) => (schema.secret === true ? [name] : []))
    expect(secret.sort()).toEqual(
      [
        'API_TOKENS',
        'MINIO_ACCESS_KEY',
        'MINIO_SECRET_KEY',
        'MQTT_PASSWORD',
        'OTEL_EXPORTER_OTLP_HEADERS',
        'OTEL_EXPORTER_OTLP_METRICS_HEADERS',
        'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
        'REDIS_PASSWORD',
        'REDIS_SENTINEL_PASSWORD',
        'REDIS_STREAM_URLS',
        'REDIS_URLS',
        'SESSION_SECRET'
      ].sort()
    )
  })

  it('were refused somewhere, so that there was something to say', () => {
    const all = seen.join('\n')
    for (const words of ['POST /pushhub/subscribe', 'InvalidAccessKeyId', 'http/unauthorized', 'Cannot start'])
      expect(all).toContain(words)
    expect(all).not.toContain('it started')
  })

  it.each(Object.entries(SECRETS))('%s is in no line, answer, header, metric, event, file or message', (_, secret) => {
    const found = seen.filter(text => text.includes(secret) || text.includes(Buffer.from(secret).toString('base64')))
    expect(found.map(text => text.slice(0, 500))).toEqual([])
  })

  it('bytes of pictures are in no line', () => {
    const encodings = [
      PICTURE_MARK,
      Buffer.from(PICTURE_MARK).toString('base64').slice(0, 30),
      Buffer.from(PICTURE_MARK).toString('hex')
    ]
    const lines = seen.filter(text => text.startsWith('{"level"'))
    expect(lines.length).toBeGreaterThan(20)
    expect(lines.filter(text => encodings.some(encoding => text.includes(encoding)))).toEqual([])
    expect(lines.filter(text => /"type":"Buffer"/.test(text))).toEqual([])
  })
})
