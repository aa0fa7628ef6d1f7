import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type Watching, watchResults } from '../../src/cli/watch-results.ts'
import { buildTestServer, type TestServer } from '../http/build-test-server.ts'

let server: TestServer | undefined
let watching: Watching | undefined

afterEach(async () => {
  watching?.close()
  await watching?.done
  await server?.hub.close(200)
  await server?.app.close()
})

async function listen(port = 0, tokens: string[] = []): Promise<number> {
  server = await buildTestServer({ tokens })
  await server.app.listen({ host: '127.0.0.1', port })
  return (server.app.server.address() as AddressInfo).port
}

function watch(port: number, token: string | null = null): string[] {
  const lines: string[] = []
  const target = { url: `ws://127.0.0.1:${port}/pushhub/ws/results`, token }
  watching = watchResults({ target, print: line => lines.push(line), clock: () => 0, retryMs: 20 })
  return lines
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise(setImmediate)
}

test('watch prints the changes of a real service and connects again when it comes back', async () => {
  const port = await listen()
  const lines = watch(port)
  await until(() => server?.hub.stats().clients === 1)
  server?.hub.setStreams(1, ['gate-1'])
  const text = JSON.stringify({ epoch: 1, data: { stream: 'gate-1', result: { state: 'Normal', faults: [] } } })
  server?.hub.publish({ stream: 'gate-1', abnormal: false, text })
  await until(() => lines.includes('00:00:00.000 gate-1: Normal'))
  await server?.hub.close(500)
  await server?.app.close()
  await until(() => lines.some(line => line.startsWith('Not connected (closed with 1001)')))
  await until(() => lines.some(line => line.includes('ECONNREFUSED')))
  await listen(port)
  await until(() => lines.filter(line => line.startsWith('Connected')).length === 2)
  watching?.close()
  expect(await watching?.done).toBe(0)
  expect(watching?.figures()).toBe('1 results, 0.0/s, 1 cameras, 0 abnormal')
})

test('watch ends with an error when the token is wrong', async () => {
  const lines = watch(await listen(0, ['right']), 'wrong')
  expect(await watching?.done).toBe(1)
  expect(lines[0]).toContain('--token')
})

test('watch gets in with the right token', async () => {
  const lines = watch(await listen(0, ['right']), 'right')
  await until(() => lines.some(line => line.startsWith('Connected')))
})

test('watch that was ended does not connect again', async () => {
  const lines = watch(await listen())
  await until(() => server?.hub.stats().clients === 1)
  watching?.close()
  await watching?.done
  await until(() => server?.hub.stats().clients === 0)
  // Longer than its pause before a new attempt, on the real clock of its socket.
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(server?.hub.stats().clients).toBe(0)
  expect(lines.filter(line => line.startsWith('Not connected'))).toEqual([])
})
