import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith, describeWithRedis } from '../servers/need.ts'
import { launchBrowser } from '../servers/browser.ts'
import { startRedis } from '../servers/redis-server.ts'
import { RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'
import { tlsRequest } from '../servers/tls-request.ts'
import { until } from '../servers/until.ts'

const SCRIPT = new URL('../../scripts/make-test-certificate.sh', import.meta.url).pathname
let root: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'camera-check-tls-'))
  for (const name of ['one', 'two']) execFileSync(SCRIPT, [join(root, name)])
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const authority = (name: string) => readFileSync(join(root, name, 'ca.pem'), 'utf8')

function use(name: string, folder: string): Record<string, string> {
  const [TLS_CERT_FILE, TLS_KEY_FILE] = [join(folder, 'server.pem'), join(folder, 'server.key')]
  copyFileSync(join(root, name, 'server.pem'), TLS_CERT_FILE)
  copyFileSync(join(root, name, 'server.key'), TLS_KEY_FILE)
  return { TLS_CERT_FILE, TLS_KEY_FILE }
}

describe('a service with a certificate', () => {
  let folder: string
  let service: RunningService

  beforeAll(async () => {
    folder = mkdtempSync(join(root, 'live-'))
    service = await RunningService.start({ ...use('one', folder), EXECUTOR_CPU: '1' })
  })
  afterAll(() => service?.dispose())

  const ask = (path: string, ca = authority('one')) => tlsRequest(service.url + path, ca)

  it('says that it speaks https, and speaks nothing else', async () => {
    expect(service.url).toMatch(/^https:/)
    expect(await ask('/livez')).toEqual({ status: 200, text: '{"ok":true}' })
    await expect(fetch(service.url.replace('https', 'http'))).rejects.toThrow('fetch failed')
  })

  it('tells how long the certificate lasts', async () => {
    const days = /^camera_check_tls_certificate_days_left (\S+)$/m.exec((await ask('/metrics')).text)
    expect(Number(days?.[1])).toBeGreaterThan(0.9)
    expect(Number(days?.[1])).toBeLessThan(1.1)
    expect(service.log.find(({ msg }) => msg === 'The certificate of TLS_CERT_FILE ends soon')).toBeDefined()
  })

  it('takes a new certificate, and drops nobody for it', async () => {
    const socket = new WebSocket(`${service.url.replace('https', 'wss')}/pushhub/ws/events`, { ca: authority('one') })
    await once(socket, 'message')
    writeFileSync(join(folder, 'server.pem'), 'half')
    await until(() =>
      service.log.some(({ msg }) => msg === 'The new certificate cannot be used, the one before it stays')
    )
    expect((await ask('/livez')).status).toBe(200)
    use('two', folder)
    await until(() => service.log.some(({ msg }) => msg === 'A new certificate is used from now on'))
    expect((await ask('/livez', authority('two'))).status).toBe(200)
    await expect(ask('/livez', authority('one'))).rejects.toThrow()
    const [message] = (await once(socket, 'message')) as [Buffer]
    expect(JSON.parse(String(message))).toMatchObject({ type: 'tick' })
    socket.terminate()
    expect((await ask('/metrics', authority('two'))).text).toContain(
      'camera_check_tls_certificate_reloads_total{outcome="loaded"} 1'
    )
  })

  it('has nothing of the key in its log', () => {
    const lines = readFileSync(join(root, 'one', 'server.key'), 'utf8')
      .split('\n')
      .slice(1, -2)
    for (const line of lines) expect(JSON.stringify(service.log)).not.toContain(line)
  })

  it('does not start with a certificate that it cannot use', async () => {
    writeFileSync(join(folder, 'server.key'), 'nonsense')
    const files = { TLS_CERT_FILE: join(folder, 'server.pem'), TLS_KEY_FILE: join(folder, 'server.key') }
    await expect(RunningService.start(files)).rejects.toThrow('TLS_KEY_FILE holds no key in PEM form')
  })
})

describeWith({ chromium: true }, 'a service with a certificate, in a browser', ({ chromium }) => {
  it('shows the dashboard, live over wss', async () => {
    const service = await RunningService.start({ ...use('one', mkdtempSync(join(root, 'live-'))), EXECUTOR_CPU: '1' })
    const browser = await launchBrowser(chromium)
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage()
    const complaints: string[] = []
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    const sockets: string[] = []
    page.on('websocket', socket => sockets.push(socket.url()))
    await page.goto(`${service.url}/`)
    await page.waitForURL('**/add')
    await page.getByRole('heading').first().waitFor()
    await until(() => sockets.length > 0)
    expect([sockets[0], complaints]).toEqual([`${service.url.replace('https', 'wss')}/pushhub/ws/events`, []])
    await browser.close()
    await service.dispose()
  }, 60_000)
})

describeWithRedis('a fleet over TLS', () => {
  let redis: RunningServer
  const members: RunningService[] = []
  const cameras = Array.from({ length: 8 }, (_, i) => `gate/${i}`)

  beforeAll(async () => {
    redis = await startRedis()
    for (const [id, ca] of [
      ['m1', 'one'],
      ['m2', 'one'],
      ['stranger', 'two']
    ] as const) {
      members.push(
        await RunningService.start({
          ...PATIENT,
          ...redisEnvironment(redis.url),
          ...use('one', mkdtempSync(join(root, 'live-'))),
          FLEET: '1',
          FLEET_ID: id,
          FLEET_CA_FILE: join(root, ca, 'ca.pem'),
          LEASE_TTL_MS: '3000',
          LEASE_RENEW_MS: '500'
        })
      )
    }
  }, 90_000)
  afterAll(async () => {
    await Promise.all(members.map(member => member.dispose()))
    await redis?.stop()
  })

  const ask = async (index: number, path: string, options: { method?: string; body?: unknown } = {}) => {
    const { status, text } = await tlsRequest(`${members[index]?.url}${path}`, authority('one'), options)
    return { status, body: JSON.parse(text) as Record<string, unknown> }
  }

  it('members answer for each other, and one that knows another authority trusts none of them', async () => {
    await ask(0, '/pushhub/subscribe', { method: 'POST', body: { streams: cameras } })
    const listed = async (index: number) =>
      (await ask(index, '/pushhub/cameras')).body as {
        items: { stream: string; member: string }[]
        unreachable?: { member: string }[]
      }
    await until(async () => new Set((await listed(0)).items.map(({ member }) => member)).size === 3, 20_000)
    const { items, unreachable } = await listed(0)
    expect([items.length, unreachable ?? []]).toEqual([cameras.length, []])
    const theirs = items.find(({ member }) => member === 'm2')?.stream ?? ''
    const path = `/pushhub/cameras/${encodeURIComponent(theirs)}`
    expect(await ask(0, path)).toMatchObject({ status: 200, body: { stream: theirs } })
    expect(await ask(2, path)).toMatchObject({ status: 503, body: { code: 'fleet/owner-unreachable' } })
  }, 60_000)
})
