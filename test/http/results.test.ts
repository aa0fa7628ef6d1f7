import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { buildTestServer, type TestServer } from './build-test-server.ts'

let server: TestServer
let url: string

beforeEach(async () => {
  server = await buildTestServer()
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  url = `ws://127.0.0.1:${(server.app.server.address() as AddressInfo).port}/pushhub/ws/results`
})

afterEach(async () => {
  await server.hub.close(500)
  await server.app.close()
})

async function open(options: object = {}): Promise<WebSocket> {
  const socket = new WebSocket(url, options)
  await once(socket, 'open')
  return socket
}

describe('result socket', () => {
  test('gives a real client the results from the upgrade on', async () => {
    const socket = await open()
    server.hub.setStreams(3, ['gate-1'])
    const text = '{"epoch":3,"data":{"stream":"gate-1"}}'
    const received = once(socket, 'message')
    server.hub.publish({ stream: 'gate-1', abnormal: false, text })
    const [data, isBinary] = await received
    expect([String(data), isBinary]).toEqual([text, false])
  })

  test('uses no compression, even when the client offers it', async () => {
    const socket = await open({ perMessageDeflate: true })
    expect(socket.extensions).toBe('')
  })

  test('closes with 1001 when the service goes, and the server with it', async () => {
    const socket = await open()
    const closed = once(socket, 'close')
    await server.hub.close(1000)
    await server.app.close()
    expect((await closed)[0]).toBe(1001)
  })

  test('closes with 1001 when the server closes, also for a client that does not answer', async () => {
    const socket = await open()
    const closed = once(socket, 'close')
    const silent = await open()
    silent.pause()
    await server.app.close()
    expect((await closed)[0]).toBe(1001)
    silent.terminate()
  })

  test('closes a client that sends more than 4 KiB with 1009', async () => {
    const socket = await open()
    const closed = once(socket, 'close')
    socket.send('x'.repeat(5000))
    expect((await closed)[0]).toBe(1009)
  })

  test('tells a plain request to upgrade', async () => {
    const answer = await fetch(url.replace('ws:', 'http:'))
    expect([answer.status, answer.headers.get('upgrade')]).toEqual([426, 'websocket'])
    expect(await answer.json()).toMatchObject({ ok: false, code: 'http/upgrade-required' })
  })

  test.each(['/pushhub/ws/nothing', '/livez', '/'])('an upgrade of %s opens no result socket', async path => {
    const socket = new WebSocket(url.replace('/pushhub/ws/results', path))
    socket.on('error', () => undefined)
    await new Promise(resolve => socket.on('close', resolve))
    expect(server.hub.stats().clients).toBe(0)
  })
})
