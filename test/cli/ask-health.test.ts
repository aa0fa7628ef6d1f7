import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { askHealth, ownAddress } from '../../src/cli/ask-health.ts'
import { loadSettings } from '../../src/config/load.ts'

describe('where a service is reached from its own machine', () => {
  it.each([
    [{}, 'http://127.0.0.1:5020/livez'],
    [{ HOST: '0.0.0.0', PORT: '80' }, 'http://127.0.0.1/livez'],
    [{ HOST: '::' }, 'http://127.0.0.1:5020/livez'],
    [{ HOST: '::1' }, 'http://[::1]:5020/livez'],
    [{ HOST: '192.0.2.7', BASE_PATH: '/watch' }, 'http://192.0.2.7:5020/watch/livez'],
    [{ BASE_PATH: 'watch' }, 'http://127.0.0.1:5020/watch/livez'],
    [{ TLS_CERT_FILE: '/tls/server.pem', TLS_KEY_FILE: '/tls/server.key' }, 'https://127.0.0.1:5020/livez']
  ])('%j: %s', (env, address) => expect(ownAddress(loadSettings(env).settings).href).toBe(address))
})

describe('asking whether it lives', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  async function serving(status: number | null): Promise<URL> {
    server = createServer((_request, response) => {
      if (status !== null) response.writeHead(status).end('{}')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/livez`)
  }

  it.each([
    [200, true],
    [503, false],
    [301, false]
  ])('an answer of %d means %s', async (status, ok) => {
    expect(await askHealth(await serving(status), 5000)).toMatchObject({
      ok,
      text: expect.stringContaining(`answers ${status}`)
    })
  })

  it('no answer and no server are told as they are', async () => {
    expect(await askHealth(await serving(null), 50)).toMatchObject({
      ok: false,
      text: expect.stringContaining('no answer within 50 ms')
    })
    const address = await serving(200)
    server?.close()
    await once(server as Server, 'close')
    expect(await askHealth(address, 5000)).toMatchObject({ ok: false, text: expect.stringContaining('ECONNREFUSED') })
  })
})
