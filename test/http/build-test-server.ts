import { buildServer, type ServerOptions } from '../../src/http/server.ts'
import type { TypedServer } from '../../src/http/typed-server.ts'
import type { Log } from '../../src/lib/log.ts'
import { createMetrics } from '../../src/observe/metrics.ts'
import { acceptWebSocket } from '../../src/pipeline/publish/adapters/websocket-subscriber.ts'
import { ResultHub } from '../../src/pipeline/publish/hub.ts'
import { testAccess } from './access/test-access.ts'
import { MemoryControl } from './memory-control.ts'

export interface TestServer {
  readonly app: TypedServer
  readonly control: MemoryControl
  readonly hub: ResultHub
  /** Every line that was logged, as text. */
  readonly logged: string[]
}

export interface TestServerOptions extends Partial<ServerOptions> {
  /** As API_TOKENS; plain ones by default may do everything. */
  readonly tokens?: readonly string[]
}

export async function buildTestServer({ tokens = [], ...options }: TestServerOptions = {}): Promise<TestServer> {
  const control = new MemoryControl()
  const hub = new ResultHub({ sendMode: 'all', queueMessages: 100, stallMs: 30_000, clock: () => 0 })
  const logged: string[] = []
  const app = await buildServer({
    control,
    metrics: createMetrics(),
    maxFrameBytes: 64 * 1024,
    acceptResultSocket: (socket, transport) => acceptWebSocket(hub, { socket, transport, clock: () => 0 }),
    log: collectingLog(logged),
    access: testAccess({ tokens }),
    version: '1.2.3',
    ...options
  })
  return { app, control, hub, logged }
}

function collectingLog(lines: string[]): Log {
  const write = (fields: object, message: string): void => {
    lines.push(JSON.stringify({ ...fields, message, error: String((fields as { err?: unknown }).err ?? '') }))
  }
  return { debug: write, info: write, warn: write, error: write }
}
