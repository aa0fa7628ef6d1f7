import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunningService } from '../servers/running-service.ts'

/** Every route of the contract but `/livez` and `/readyz`. */
const GUARDED = [
  ['POST', '/pushhub/start'],
  ['POST', '/pushhub/stop'],
  ['POST', '/pushhub/subscribe'],
  ['POST', '/pushhub/frames/gate'],
  ['GET', '/docs'],
  ['GET', '/docs/json'],
  ['GET', '/pushhub/metrics/performance'],
  ['GET', '/pushhub/metrics/performance/gate'],
  ['DELETE', '/pushhub/metrics/performance'],
  ['GET', '/pushhub/ws/results'],
  ['GET', '/pushhub/snapshots/gate/1700000000000.jpg'],
  ['GET', '/metrics'],
  ['GET', '/'],
  ['GET', '/no/such/route']
] as const

/** Whether something listens there. 127.0.0.2 is this machine too, and no address of a server bound to 127.0.0.1. */
function answersAt(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: 2000 })
    const end = (answers: boolean) => () => {
      socket.destroy()
      resolve(answers)
    }
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
  })
}

/** @returns 101 when the upgrade was granted, the HTTP status when it was not. */
function upgrade(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers })
    socket.once('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.once('error', reject)
  })
}

const portOf = (service: RunningService) => Number(new URL(service.url).port)

describe('wire contract, "Access", with API_TOKENS', () => {
  let service: RunningService
  let url: string

  beforeAll(async () => {
    service = await RunningService.start({ API_TOKENS: 'first-token, second-token' })
    url = `http://127.0.0.1:${portOf(service)}`
  })
  afterAll(() => service?.dispose())

  it.each(GUARDED)('"every route asks for Authorization": %s %s is 401 without', async (method, path) => {
    const answer = await fetch(url + path, { method, redirect: 'manual' })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ ok: false, code: 'http/unauthorized' })
  })

  it.each(['Bearer wrong', 'Bearer first-token2', 'Bearer', 'Basic first-token', 'first-token'])(
    '"Authorization: Bearer <token>": %s is 401',
    async authorization => {
      expect((await fetch(`${url}/metrics`, { headers: { authorization } })).status).toBe(401)
    }
  )

  it.each(['first-token', 'second-token'])('"Authorization: Bearer <token>": %s opens', async token => {
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${url}/metrics`, { headers })).status).toBe(200)
    const start = await fetch(`${url}/pushhub/start`, { method: 'POST', headers })
    expect(start.status).toBe(200)
  })

  it.each(['/livez', '/readyz'])('"every route but /livez and /readyz": %s is open', async path => {
    expect((await fetch(url + path)).status).toBe(200)
  })

  it('"browsers\' WebSockets may pass ?token= instead"', async () => {
    const path = `${url}/pushhub/ws/results`
    expect(await upgrade(`${path}?token=second-token`)).toBe(101)
    expect(await upgrade(path, { authorization: 'Bearer first-token' })).toBe(101)
    expect(await upgrade(path)).toBe(401)
    expect(await upgrade(`${path}?token=wrong`)).toBe(401)
  })

  it('"WebSockets may pass ?token=": other routes may not', async () => {
    expect((await fetch(`${url}/metrics?token=first-token`)).status).toBe(401)
  })

  it('the tokens are not in the log', () => {
    expect(JSON.stringify(service.log)).not.toMatch(/first-token|second-token/)
  })

  it.runIf(process.platform === 'linux')('with tokens it listens on every address', async () => {
    expect(await answersAt('127.0.0.2', portOf(service))).toBe(true)
  })
})

describe('wire contract, "Access", without API_TOKENS', () => {
  let service: RunningService

  beforeAll(async () => {
    service = await RunningService.start()
  })
  afterAll(() => service?.dispose())

  it('"Without it the service listens on 127.0.0.1 only"', async () => {
    expect(new URL(service.url).hostname).toBe('127.0.0.1')
    expect(await answersAt('127.0.0.1', portOf(service))).toBe(true)
    expect(await answersAt('127.0.0.2', portOf(service))).toBe(false)
  })

  it('"and says so in its log"', () => {
    const warning = service.log.find(({ msg }) => msg.includes('API_TOKENS is not set'))
    expect(warning).toMatchObject({ level: 'warn', msg: expect.stringContaining('on this machine') })
  })

  it.runIf(process.platform === 'linux')('"unless HOST says otherwise"', async () => {
    const open = await RunningService.start({ HOST: '0.0.0.0' })
    expect(await answersAt('127.0.0.2', portOf(open))).toBe(true)
    expect(open.log.find(({ msg }) => msg.includes('API_TOKENS is not set'))?.msg).toContain('0.0.0.0')
    await open.dispose()
  })
})
