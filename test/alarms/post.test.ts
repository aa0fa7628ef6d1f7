import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AddressRules } from '../../src/alarms/address-rules.ts'
import { post } from '../../src/alarms/post.ts'
import { outcomeOf } from '../../src/alarms/send-outcome.ts'
import { AlarmReceiver } from '../servers/alarm-receiver.ts'

const SCRIPT = new URL('../../scripts/make-test-certificate.sh', import.meta.url).pathname
const rules = new AddressRules([], [])
const NOW = Date.UTC(2026, 0, 5, 12)
const send = (url: string, timeoutMs = 5000) => post({ url, headers: {}, body: '{}' }, rules, timeoutMs, NOW)
const same = (text: string): string => text

describe('post to hostile targets', () => {
  let receiver: AlarmReceiver
  beforeEach(async () => {
    receiver = await AlarmReceiver.start()
  })
  afterEach(() => receiver.close())

  it('gives up on a target that takes the call and never answers', async () => {
    receiver.answer = () => undefined
    await expect(send(receiver.url, 100)).rejects.toMatchObject({ code: 'alarm/unreachable' })
  })

  it('takes a success without reading its endless body', async () => {
    receiver.answer = (_call, response) => {
      const feed = setInterval(() => response.write('x'.repeat(65_536)), 1)
      response.once('close', () => clearInterval(feed))
    }
    expect(await send(receiver.url)).toMatchObject({ status: 200, text: '' })
  })

  it('reads no more than the beginning of what a failure says', async () => {
    receiver.answer = (_call, response) => {
      response.writeHead(500)
      const feed = setInterval(() => response.write('x'.repeat(65_536)), 1)
      response.once('close', () => clearInterval(feed))
    }
    const answer = await send(receiver.url)
    expect(answer.status).toBe(500)
    expect(answer.text).toHaveLength(2048)
    expect(outcomeOf(answer, same)).toMatchObject({ how: 'failed', isFinal: false })
  })

  it('does not follow a redirect, least of all to a metadata address', async () => {
    receiver.answer = (_call, response) =>
      void response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()
    expect(outcomeOf(await send(receiver.url), same)).toMatchObject({ how: 'failed', isFinal: true })
    expect(receiver.calls).toHaveLength(1)
  })

  it.each([
    ['7', 7000],
    [new Date(NOW + 30_000).toUTCString(), 30_000],
    ['999999', 3_600_000],
    ['soon', null]
  ])('hears Retry-After: %s', async (text, retryAfterMs) => {
    receiver.answer = (_call, response) => void response.writeHead(429, { 'retry-after': text }).end()
    const answer = await send(receiver.url)
    expect(answer).toMatchObject({ status: 429, retryAfterMs })
    expect(outcomeOf(answer, same)).toMatchObject({ how: 'failed', isFinal: false, retryAfterMs })
  })

  it.each([
    [400, true],
    [404, false],
    [422, true],
    [408, false],
    [503, false]
  ])('knows whether %i is for good', async (status, isFinal) => {
    receiver.answer = (_call, response) => void response.writeHead(status).end('{"why":"no"}')
    const outcome = outcomeOf(await send(receiver.url), same)
    expect(outcome).toEqual({ how: 'failed', error: `Answered ${status}: {"why":"no"}`, isFinal, retryAfterMs: null })
  })

  it('does not speak to a server whose certificate nobody has signed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'camera-check-tls-'))
    execFileSync(SCRIPT, [folder])
    const pair = { key: readFileSync(join(folder, 'server.key')), cert: readFileSync(join(folder, 'server.pem')) }
    rmSync(folder, { recursive: true })
    const server = createTlsServer(pair, (_request, response) => response.end())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await expect(send(`https://localhost:${port}/`)).rejects.toMatchObject({ code: 'alarm/unreachable' })
    await new Promise(resolve => server.close(resolve))
  })

  it('says that nobody is there', async () => {
    const { url } = receiver
    await receiver.close()
    await expect(send(url)).rejects.toMatchObject({ code: 'alarm/unreachable' })
    receiver = await AlarmReceiver.start()
  })
})

describe('addresses that alarms may go to', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[fe80::1]/',
    'http://0.0.0.0:1/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
    'http://224.0.0.1/',
    // The same address, written as browsers and resolvers take it.
    'http://2852039166/',
    'http://0xa9fea9fe/'
  ])('refuses %s', async url => {
    await expect(send(url)).rejects.toMatchObject({ code: 'alarm/address-refused' })
  })

  it('are those that a name leads to, looked up once', async () => {
    let asked = 0
    const rebinding = new AddressRules([], [], async () => {
      asked++
      return [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254' }]
    })
    const receiver = await AlarmReceiver.start()
    const call = { url: `http://evil.example:${receiver.port}/`, headers: {}, body: '{}' }
    expect(await post(call, rebinding, 5000, NOW)).toMatchObject({ status: 200 })
    await expect(post(call, rebinding, 5000, NOW)).rejects.toMatchObject({ code: 'alarm/address-refused' })
    expect(asked).toBe(2)
    await receiver.close()
  })

  it('follow the settings: what is allowed goes before what is refused', async () => {
    const strict = new AddressRules(['169.254.10.0/24', '10.1.0.0/16'], ['10.0.0.0/8', '127.0.0.0/8', 'fd00::/8'])
    expect(['169.254.10.7', '10.1.2.3', '192.168.1.1', '2001:db8::1'].map(one => strict.isAllowed(one))).toEqual([
      true,
      true,
      true,
      true
    ])
    expect(
      ['169.254.11.7', '10.2.2.3', '127.0.0.1', 'fd00::1', '::ffff:10.2.2.3'].map(one => strict.isAllowed(one))
    ).toEqual([false, false, false, false, false])
  })
})
