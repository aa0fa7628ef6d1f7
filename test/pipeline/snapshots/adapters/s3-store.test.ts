import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AppError } from '../../../../src/errors.ts'
import type { S3StoreOptions } from '../../../../src/pipeline/snapshots/adapters/s3-client.ts'
import { S3Store } from '../../../../src/pipeline/snapshots/adapters/s3-store.ts'
import { formatKey } from '../../../../src/pipeline/snapshots/object-key.ts'
import { codeOf, keysOf, snapshotStoreContract } from '../../../contract/snapshot-store.contract.ts'
import { describeWithS3 } from '../../../servers/need.ts'
import { S3Bucket } from '../../../servers/s3-bucket.ts'
import { TcpProxy } from '../../../servers/tcp-proxy.ts'

const KEY = formatKey('gate-1', 1_700_000_000_000, false)
const JPEG = new Uint8Array(200_000).fill(1)
const OPTIONS: S3StoreOptions = {
  endpoint: '127.0.0.1:1',
  accessKey: 'key',
  secretKey: 'secret',
  bucket: 'snapshots',
  secure: false,
  region: 'us-east-1',
  pathStyle: true,
  timeoutMs: 1000
}

describeWithS3('s3 store on a real gateway', s3 => {
  snapshotStoreContract('s3 store', async () => {
    const bucket = new S3Bucket(s3)
    return {
      store: new S3Store(bucket.options()),
      plant: async (name, bytes) => {
        await bucket.client.putObject(bucket.name, name, Buffer.from(bytes))
      },
      isPlanted: name =>
        bucket.client.statObject(bucket.name, name).then(
          () => true,
          () => false
        ),
      destroy: () => bucket.destroy()
    }
  })

  const bucket = new S3Bucket(s3)
  afterAll(() => bucket.destroy())

  it('stores pictures as image/jpeg, in a bucket that is not public', async () => {
    const store = new S3Store(bucket.options())
    await store.put(KEY, JPEG)
    const stored = await bucket.client.statObject(bucket.name, KEY)
    expect(stored.metaData['content-type']).toBe('image/jpeg')
    const anonymous = await fetch(`http://${s3.endpoint}/${bucket.name}/${KEY}`)
    expect(anonymous.status).toBe(403)
    await store.close()
  })

  it('names the settings to look at when the credentials are wrong', async () => {
    const store = new S3Store(bucket.options({ secretKey: 'wrong' }))
    const error = (await store.put(KEY, JPEG).catch((thrown: unknown) => thrown)) as AppError
    expect(error.code).toBe('store/denied')
    expect(error.message).toContain('MINIO_SECRET_KEY')
    expect(await codeOf(store.prepare())).toBe('store/denied')
    expect(await codeOf(store.ping())).toBe('store/denied')
    await store.close()
  })

  it('makes a missing bucket when many threads store at once', async () => {
    const fresh = new S3Bucket(s3)
    const stores = Array.from({ length: 4 }, () => new S3Store(fresh.options()))
    const keys = stores.map((_, i) => formatKey('race', i, false))
    await Promise.all(stores.map((store, i) => store.put(keys[i]!, JPEG)))
    expect((await fresh.names()).sort()).toEqual(keys)
    await Promise.all(stores.map(store => store.close()))
    await fresh.destroy()
  })
})

describeWithS3('s3 store behind a bad connection', s3 => {
  const bucket = new S3Bucket(s3)
  let proxy: TcpProxy
  let store: S3Store

  beforeAll(async () => {
    proxy = await TcpProxy.start(s3.host, s3.port)
    store = new S3Store(bucket.options({ endpoint: `127.0.0.1:${proxy.port}`, timeoutMs: 600 }))
    await store.prepare()
  })
  afterEach(() => proxy.resume())
  afterAll(async () => {
    await store.close()
    await proxy.close()
    await bucket.destroy()
  })

  it.each<[string, (tried: S3Store) => Promise<unknown>]>([
    ['prepare', tried => tried.prepare()],
    ['put', tried => tried.put(KEY, JPEG)],
    ['get', tried => tried.get(KEY)],
    ['remove', tried => tried.remove([KEY])],
    ['list', tried => keysOf(tried, 'gate-1/')],
    ['ping', tried => tried.ping()]
  ])('gives up %s at the deadline when the server accepts and never answers', async (_, call) => {
    proxy.pause()
    const before = performance.now()
    expect(await codeOf(call(store))).toBe('store/unreachable')
    const tookMs = performance.now() - before
    expect(tookMs).toBeGreaterThan(550)
    expect(tookMs).toBeLessThan(1500)
    await proxy.resume()
    expect(await store.put(KEY, JPEG)).toHaveLength(32)
  })

  it('fails at once when connections are refused', async () => {
    await proxy.refuse()
    expect(await codeOf(store.put(KEY, JPEG))).toBe('store/unreachable')
  })

  it('tries again on a new connection when one breaks, within the deadline', async () => {
    await store.put(KEY, JPEG)
    proxy.cut()
    proxy.resetNext(1)
    expect(await store.put(KEY, JPEG)).toHaveLength(32)
    proxy.cut()
    proxy.resetNext(1)
    expect(await keysOf(store, 'gate-1/')).toEqual([KEY])
  })

  it('gives up when every connection breaks', async () => {
    proxy.cut()
    proxy.resetNext(100)
    expect(await codeOf(store.put(KEY, JPEG))).toBe('store/unreachable')
    proxy.resetNext(0)
  })

  it('survives connections that break at any moment of an upload', async () => {
    const uploads = Promise.all(
      Array.from({ length: 40 }, (_, i) => codeOf(store.put(formatKey('cut', i, false), new Uint8Array(2_000_000))))
    )
    for (let i = 0; i < 20; i++) {
      await new Promise(resolve => setTimeout(resolve, 10))
      proxy.cut()
    }
    const codes = await uploads
    expect(codes.every(code => code === 'no error' || code === 'store/unreachable')).toBe(true)
    expect(await store.put(KEY, JPEG)).toHaveLength(32)
  })

  it('ends what is under way when it is closed', async () => {
    const closed = new S3Store(bucket.options({ endpoint: `127.0.0.1:${proxy.port}`, timeoutMs: 60_000 }))
    proxy.pause()
    const put = codeOf(closed.put(KEY, JPEG))
    await new Promise(resolve => setTimeout(resolve, 50))
    await closed.close()
    expect(await put).toBe('store/unreachable')
  })
})

describe('s3 store before answers that a gateway seldom gives', () => {
  let server: Server
  let answer: RequestListener

  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => server.close())
  const store = (): S3Store =>
    new S3Store({ ...OPTIONS, endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}` })

  afterEach(() => server.closeAllConnections())

  it.each([408, 429, 500, 502, 503, 504])('takes status %d as one that passes', async status => {
    answer = (request, response) => {
      request.resume()
      response.writeHead(status).end('<Error><Code>SlowDown</Code></Error>'.repeat(10_000))
    }
    expect(await codeOf(store().put(KEY, JPEG))).toBe('store/unreachable')
  })

  it.each([
    [301, '<Error><Code>PermanentRedirect</Code></Error>', 'MINIO_REGION'],
    [400, '<Error><Code>AuthorizationHeaderMalformed</Code><Message>x</Message></Error>', 'MINIO_REGION'],
    [413, '', '']
  ])('takes status %d as a refusal', async (status, body, advice) => {
    answer = (request, response) => {
      request.resume()
      response.writeHead(status).end(body)
    }
    const error = (await store()
      .put(KEY, JPEG)
      .catch((thrown: unknown) => thrown)) as AppError
    expect(error.code).toBe('snapshot/write-failed')
    expect(error.message).toContain(advice)
  })

  it.each([
    [401, '', 'store/denied', ''],
    [403, '<html>Forbidden</html>', 'store/denied', ''],
    [403, '<Error><Code>InvalidAccessKeyId</Code></Error>', 'store/denied', 'MINIO_ACCESS_KEY'],
    [403, '<Error><Code>QuotaExceeded</Code></Error>', 'store/full', 'quota'],
    [507, '<Error><Code>XMinioStorageFull</Code></Error>', 'store/full', '']
  ])('takes status %d with "%s" as one that an operator mends', async (status, body, code, advice) => {
    answer = (request, response) => {
      request.resume()
      response.writeHead(status).end(body)
    }
    const error = (await store()
      .put(KEY, JPEG)
      .catch((thrown: unknown) => thrown)) as AppError
    expect(error.code).toBe(code)
    expect(error.message).toContain(advice)
  })

  it('survives an answer before the upload is through, and a closed connection behind it', async () => {
    answer = (_, response) => {
      response.writeHead(403, { connection: 'close' }).end('<Error><Code>AccessDenied</Code></Error>')
      response.socket?.destroySoon()
    }
    const code = await codeOf(store().put(KEY, new Uint8Array(20_000_000)))
    expect(['store/denied', 'store/unreachable']).toContain(code)
  })

  it('gives up a listing that goes round in a circle, and one that is none', async () => {
    answer = (_, response) => {
      response.end(
        '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>1</NextContinuationToken></ListBucketResult>'
      )
    }
    expect(await codeOf(keysOf(store(), ''))).toBe('snapshot/read-failed')
    answer = (_, response) => {
      response.end('<html></html>')
    }
    expect(await codeOf(keysOf(store(), ''))).toBe('snapshot/read-failed')
  })

  it('reports a key that the store would not delete', async () => {
    answer = (request, response) => {
      request.resume()
      response.end(
        `<DeleteResult><Error><Key>${KEY}</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>`
      )
    }
    expect(await codeOf(store().remove([KEY]))).toBe('snapshot/delete-failed')
  })

  it('closes the connection of a call whose deadline passed', async () => {
    answer = request => request.resume()
    expect(await codeOf(store().put(KEY, JPEG))).toBe('store/unreachable')
    const open = (): Promise<number> => new Promise(resolve => server.getConnections((_, count) => resolve(count)))
    await expect.poll(open).toBe(0)
  })

  it('gives up an answer that stops in the middle', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('half')
    }
    expect(await codeOf(store().get(KEY))).toBe('store/unreachable')
  })
})

describe('s3 store settings', () => {
  it.each<[string, Partial<S3StoreOptions>]>([
    ['MINIO_ACCESS_KEY', { accessKey: '' }],
    ['MINIO_SECRET_KEY', { secretKey: '' }],
    ['MINIO_ENDPOINT', { endpoint: '' }],
    ['MINIO_ENDPOINT', { endpoint: 'http://minio:9000' }],
    ['MINIO_ENDPOINT', { endpoint: 'a b:9000' }],
    ['MINIO_ENDPOINT', { endpoint: 'minio:99999' }]
  ])('names %s when it is wrong', (setting, change) => {
    expect(() => new S3Store({ ...OPTIONS, ...change })).toThrow(
      expect.objectContaining({ code: 'config/invalid', message: expect.stringContaining(setting) as string })
    )
  })

  it.each(['minio:9000', 'minio', '127.0.0.1:9000', '[::1]:9000', 'my_minio:9000', 's3.eu-west-1.amazonaws.com'])(
    'takes the endpoint %s',
    endpoint => {
      expect(() => new S3Store({ ...OPTIONS, endpoint })).not.toThrow()
    }
  )
})
