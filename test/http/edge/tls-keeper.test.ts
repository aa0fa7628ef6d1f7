import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PLAIN_EDGE } from '../../../src/http/edge/edge-options.ts'
import { TlsKeeper } from '../../../src/http/edge/tls-keeper.ts'
import { buildTestServer, type TestServer } from '../build-test-server.ts'

const SCRIPT = new URL('../../../scripts/make-test-certificate.sh', import.meta.url).pathname
let root: string
let folder: string
let lines: { level: string; text: string; fields: object }[]
let nowMs: number

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tls-keeper-'))
  for (const name of ['one', 'two']) execFileSync(SCRIPT, [join(root, name)])
})
afterAll(() => rmSync(root, { recursive: true }))
beforeEach(() => {
  folder = mkdtempSync(join(root, 'live-'))
  lines = []
  nowMs = Date.now()
  put('one')
})

function put(name: string, files: readonly string[] = ['server.pem', 'server.key']): void {
  for (const file of files) copyFileSync(join(root, name, file), join(folder, file))
}

function write(level: string) {
  return (fields: object, text: string) => lines.push({ level, text, fields })
}

function openKeeper(): TlsKeeper {
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  const files = { certFile: join(folder, 'server.pem'), keyFile: join(folder, 'server.key') }
  return TlsKeeper.open({ ...files, log, clock: () => nowMs })
}

/** Two looks: a change is taken once it has been seen twice. */
async function look(keeper: TlsKeeper): Promise<void> {
  await keeper.look()
  await keeper.look()
}

describe('a certificate at the start', () => {
  test.each([
    ['no certificate', 'server.pem', 'nonsense', 'TLS_CERT_FILE holds no certificate'],
    ['no key', 'server.key', 'nonsense', 'TLS_KEY_FILE holds no key']
  ])('%s stops it', (_, file, content, problem) => {
    writeFileSync(join(folder, file), content)
    expect(openKeeper).toThrow(
      expect.objectContaining({ code: 'config/invalid', message: expect.stringContaining(problem) })
    )
  })

  test('a key of another one stops it, and the message has nothing of the key', () => {
    put('two', ['server.key'])
    let message = ''
    try {
      openKeeper()
    } catch (error) {
      message = String(error)
    }
    expect(message).toContain('is not that of TLS_CERT_FILE')
    expect(message).not.toContain(readFileSync(join(folder, 'server.key'), 'utf8').split('\n')[1])
  })

  test('a file that is not there stops it', () => {
    rmSync(join(folder, 'server.key'))
    expect(openKeeper).toThrow(
      expect.objectContaining({
        code: 'config/invalid',
        message: expect.stringContaining('TLS_KEY_FILE: cannot be read')
      })
    )
  })
})

describe('a certificate that changes', () => {
  test('is taken when two looks have found the same', async () => {
    const keeper = openKeeper()
    put('two')
    await keeper.look()
    expect(keeper.reloads).toEqual({ loaded: 0, refused: 0 })
    await keeper.look()
    expect(keeper.reloads).toEqual({ loaded: 1, refused: 0 })
    expect(keeper.serverOptions.cert).toBe(readFileSync(join(root, 'two', 'server.pem'), 'utf8'))
  })

  test('a pair that is half written is waited for', async () => {
    const keeper = openKeeper()
    put('two', ['server.pem'])
    await keeper.look()
    put('two', ['server.key'])
    await look(keeper)
    expect([keeper.reloads, lines.filter(({ level }) => level === 'error')]).toEqual([{ loaded: 1, refused: 0 }, []])
  })

  test.each([
    [
      'broken',
      () => writeFileSync(join(folder, 'server.pem'), '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n')
    ],
    ['of two kinds', () => put('two', ['server.key'])],
    ['gone', () => rmSync(join(folder, 'server.pem'))]
  ])('a pair that is %s is told once, and the one before it stays', async (_, spoil) => {
    const keeper = openKeeper()
    const before = keeper.serverOptions.cert
    spoil()
    for (let i = 0; i < 5; i++) await keeper.look()
    expect(keeper.reloads).toEqual({ loaded: 0, refused: 1 })
    expect(lines.filter(({ level }) => level === 'error').map(({ text }) => text)).toEqual([
      'The new certificate cannot be used, the one before it stays'
    ])
    expect(keeper.serverOptions.cert).toBe(before)
    put('two')
    await look(keeper)
    expect(keeper.reloads).toEqual({ loaded: 1, refused: 1 })
  })

  test('its end is told of once a day', async () => {
    const keeper = openKeeper()
    expect(keeper.daysLeft).toBeGreaterThan(0.9)
    for (let i = 0; i < 3; i++) await keeper.look()
    const warnings = () => lines.filter(({ level }) => level === 'warn').map(({ text }) => text)
    expect(warnings()).toEqual(['The certificate of TLS_CERT_FILE ends soon'])
    nowMs += 2 * 86_400_000
    await keeper.look()
    expect(warnings()[1]).toBe('The certificate of TLS_CERT_FILE has ended: clients refuse it')
    expect(keeper.daysLeft).toBeLessThan(-0.9)
  })
})

describe('a server with it', () => {
  let server: TestServer
  afterEach(() => server.app.close())

  async function listen(keeper: TlsKeeper): Promise<number> {
    server = await buildTestServer({ edge: { ...PLAIN_EDGE, hstsMaxAgeS: 600, tls: keeper } })
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    return (server.app.server.address() as AddressInfo).port
  }

  async function connected(port: number, authority: string, options: ConnectionOptions = {}): Promise<TLSSocket> {
    const ca = readFileSync(join(root, authority, 'ca.pem'))
    const socket = connect({ port, host: '127.0.0.1', ca, servername: 'localhost', ...options })
    await once(socket, 'secureConnect')
    return socket
  }

  async function ask(socket: TLSSocket): Promise<string> {
    socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n')
    return String((await once(socket, 'data'))[0])
  }

  test('connections that are open go on when it changes, and new ones see the new one', async () => {
    const keeper = openKeeper()
    const port = await listen(keeper)
    const old = await connected(port, 'one')
    expect(await ask(old)).toMatch(/^HTTP\/1\.1 200 /)
    put('two')
    await look(keeper)
    const fresh = await connected(port, 'two')
    expect(await ask(fresh)).toMatch(/^HTTP\/1\.1 200 /)
    expect(await ask(old)).toMatch(/^HTTP\/1\.1 200 /)
    await expect(connected(port, 'one')).rejects.toMatchObject({ code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/) })
    for (const socket of [old, fresh]) socket.destroy()
  })

  test('tells browsers to come by nothing else', async () => {
    const socket = await connected(await listen(openKeeper()), 'one')
    expect((await ask(socket)).toLowerCase()).toContain('strict-transport-security: max-age=600')
    socket.destroy()
  })

  test('speaks TLS 1.2 and 1.3, and nothing older', async () => {
    const port = await listen(openKeeper())
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await connected(port, 'one', { minVersion: version, maxVersion: version })
      expect(socket.getProtocol()).toBe(version)
      socket.destroy()
    }
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    await expect(connected(port, 'one', old)).rejects.toMatchObject({
      code: expect.stringMatching(/PROTOCOL|ALERT|RESET/)
    })
  })

  test('survives who does not speak TLS', async () => {
    const port = await listen(openKeeper())
    await expect(fetch(`http://127.0.0.1:${port}/livez`)).rejects.toThrow()
    const socket = await connected(port, 'one')
    expect(await ask(socket)).toMatch(/^HTTP\/1\.1 200 /)
    socket.destroy()
  })
})
