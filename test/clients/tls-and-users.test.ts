import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { openPrimary } from '../../src/clients/find-primary.ts'
import type { RedisAddress } from '../../src/clients/redis-address.ts'
import { openRedis, whenReady } from '../../src/clients/redis-connection.ts'
import { BytePool } from '../../src/lib/byte-pool.ts'
import { silentLog } from '../../src/lib/log.ts'
import { RedisFrameWriter } from '../../src/pipeline/capture/adapters/redis-frame-writer.ts'
import { RedisStreamSource } from '../../src/pipeline/capture/adapters/redis-stream-source.ts'
import { ReceivedFrames } from '../pipeline/capture/adapters/received-frames.ts'
import { describeWithRedis } from '../servers/need.ts'
import { startRedis } from '../servers/redis-server.ts'
import type { RunningServer } from '../servers/server-script.ts'

const run = promisify(execFile)
const JPEG = Buffer.alloc(300_000, 7)

/** As docs/redis.md gives them for who only carries frames. */
const READER_RIGHTS =
  '~frames:* ~pictures:* resetchannels -@all +@connection +info +time +xread +xrevrange +xadd +xinfo +eval +exists +getrange'

async function freePort(): Promise<number> {
  const server = await startRedis()
  await server.stop()
  return server.port
}

describeWithRedis('Redis over TLS with a user of few rights', () => {
  let folder: string
  let server: RunningServer
  let tlsPort: number
  let admin: Redis
  let source: RedisStreamSource | null = null
  let received: ReceivedFrames
  const ca = (): string => readFileSync(join(folder, 'ca.pem'), 'utf8')
  const address = (changes: Partial<RedisAddress> = {}): RedisAddress => ({
    host: '127.0.0.1',
    port: tlsPort,
    username: 'camera',
    password: 'pass word',
    db: 0,
    tls: true,
    trust: { ca: ca(), servername: null },
    ...changes
  })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-tls-'))
    await run(fileURLToPath(new URL('../../scripts/make-test-certificate.sh', import.meta.url)), [folder])
    tlsPort = await freePort()
    const file = (name: string): string => join(folder, name)
    server = await startRedis(0, [
      ...['--tls-port', String(tlsPort), '--tls-auth-clients', 'no'],
      ...[
        '--tls-cert-file',
        file('server.pem'),
        '--tls-key-file',
        file('server.key'),
        '--tls-ca-cert-file',
        file('ca.pem')
      ]
    ])
    admin = new Redis(server.url)
    await admin.call('ACL', 'SETUSER', 'camera', 'on', '>pass word', ...READER_RIGHTS.split(' '))
  })
  afterAll(async () => {
    admin.disconnect()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    received = new ReceivedFrames()
  })
  afterEach(async () => {
    await source?.close()
    source = null
    await admin.flushall()
  })

  async function read(from: RedisAddress): Promise<void> {
    source = new RedisStreamSource({
      address: from,
      name: 'test',
      maxFrameBytes: 1e6,
      sink: received,
      frameMemory: new BytePool(0),
      overloaded: () => false,
      clock: Date.now,
      log: silentLog
    })
    await source.start()
    await source.watch([{ stream: 'a', cursor: null }])
  }

  it('carries frames and pictures with the documented rights, and counts what was trimmed', async () => {
    await read(address())
    const writer = new RedisFrameWriter({ kind: 'server', address: address() }, 100)
    await writer.ping()
    await writer.write('a', JPEG, null)
    await vi.waitFor(() => expect(received.frames).toHaveLength(1), 5000)
    expect(Buffer.compare(received.frames[0]?.jpeg ?? Buffer.alloc(0), JPEG)).toBe(0)
    await admin.set('pictures:1', JPEG)
    await admin.xadd('frames:a', '*', 'jpeg_key', 'pictures:1')
    await vi.waitFor(() => expect(received.frames).toHaveLength(2), 5000)
    const [, keyed] = received.frames
    if (keyed === undefined) throw new Error('No frame came')
    expect((await source?.fetch(keyed))?.jpeg.length).toBe(JPEG.length)
    // It may not look elsewhere: as good as gone, and no fault of the camera.
    expect(await source?.fetch({ ...keyed, jpegKey: 'elsewhere' })).toBeNull()
    await admin.eval("for i = 1, 50 do redis.call('XADD', 'frames:a', 'MAXLEN', '10', '*', 'jpeg', i) end", 0)
    await vi.waitFor(() => expect(received.lostFrames.get('a trimmed')).toBe(40), 6000)
    await writer.close()
  })

  it('is told apart by the name in its certificate when that is asked for', async () => {
    const named = address({ trust: { ca: ca(), servername: 'localhost' } })
    await read(named)
    await vi.waitFor(() => expect(source?.status().connected).toBe(true), 5000)
    const other = address({ trust: { ca: ca(), servername: 'elsewhere.example' } })
    await expect(openPrimary(other, 'test')).rejects.toThrow(/does not match certificate/)
  })

  it.each([
    ['is signed by nobody known', { trust: { ca: null, servername: null } }, /self-signed|unable to verify/],
    ['is not there', { port: 0 }, /took longer than 5000 ms|closed|ECONNRESET/]
  ])('is refused when its certificate %s', async (_, changes, problem) => {
    const to = address({ ...changes, ...('port' in changes ? { port: server.port } : {}) })
    await expect(openPrimary(to, 'test')).rejects.toThrow(problem)
    const redis = openRedis(to, 'test', 1000)
    await expect(whenReady(redis, 500)).rejects.toThrow()
    redis.disconnect()
  })

  it('refuses a wrong password, and says so', async () => {
    await expect(openPrimary(address({ password: 'wrong' }), 'test')).rejects.toThrow(/WRONGPASS/)
  })
})
