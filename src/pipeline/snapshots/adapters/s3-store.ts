import type { Readable } from 'node:stream'
import type { Client } from 'minio'
import { AppError } from '../../../errors.ts'
import { isOwnKey } from '../object-key.ts'
import type { SnapshotStore } from '../snapshot-store.ts'
import { clientOf, type S3StoreOptions, strangerOf } from './s3-client.ts'
import { isConnectionReset, type S3Failure, s3CodeOf, s3ErrorOf } from './s3-error.ts'
import { openedByAcl, openedByPolicy } from './s3-exposure.ts'
import { readListPage, type S3ListPage } from './s3-list-page.ts'
import { S3Transport } from './s3-transport.ts'

/** More than S3 deletes with one request. */
const KEYS_PER_REQUEST = 1000
/** A connection that breaks says nothing about the store, unless it happens again. */
const ATTEMPTS = 3
/** Largest MAX_FRAME_BYTES; what is larger was not written by this service. */
const MAX_OBJECT_BYTES = 256 * 1024 * 1024

/** Keeps snapshots in a bucket of an S3 store: MinIO, Ceph, AWS and others. */
export class S3Store implements SnapshotStore {
  readonly name = 's3'
  readonly #options: S3StoreOptions
  readonly #transport: S3Transport
  readonly #client: Client

  /** @throws AppError `config/invalid`, naming the setting. */
  constructor(options: S3StoreOptions) {
    this.#options = options
    this.#transport = new S3Transport(options.secure)
    this.#client = clientOf(options, this.#transport)
  }

  async prepare(): Promise<void> {
    await this.#attempt('snapshot/write-failed', `Cannot use the bucket ${this.#options.bucket}`, async () => {
      if (!(await this.#client.bucketExists(this.#options.bucket))) await this.#makeBucket()
    })
  }

  async put(key: string, jpeg: Uint8Array): Promise<string> {
    if (!isOwnKey(key)) throw new AppError('snapshot/write-failed', `Cannot store ${key}: not a snapshot's key`)
    // The client takes a Buffer alone, and by its size it does without parts.
    const body = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
    const put = () =>
      this.#client.putObject(this.#options.bucket, key, body, body.length, { 'Content-Type': 'image/jpeg' })
    const { etag } = await this.#attempt('snapshot/write-failed', `Cannot store ${key}`, async () => {
      try {
        return await put()
      } catch (thrown) {
        if (s3CodeOf(thrown) !== 'NoSuchBucket') throw thrown
        await this.#makeBucket()
        return await put()
      }
    })
    return etag
  }

  async get(key: string): Promise<Uint8Array> {
    if (!isOwnKey(key)) throw new AppError('snapshot/not-found', `There is no snapshot ${key}`)
    return await this.#attempt('snapshot/read-failed', `Cannot read ${key}`, async () =>
      readAll(await this.#client.getObject(this.#options.bucket, key))
    )
  }

  async remove(keys: readonly string[]): Promise<void> {
    const stranger = keys.find(key => !isOwnKey(key))
    if (stranger !== undefined) {
      throw new AppError('snapshot/delete-failed', `Cannot delete ${stranger}: not a snapshot's key`)
    }
    for (let i = 0; i < keys.length; i += KEYS_PER_REQUEST) {
      const batch = keys.slice(i, i + KEYS_PER_REQUEST)
      const what = `Cannot delete ${batch[0]} and others`
      const answer = await this.#attempt('snapshot/delete-failed', what, () => this.#removeBatch(batch))
      if (answer) throw new AppError('snapshot/delete-failed', `${what}: ${answer}`)
    }
  }

  async *list(prefix: string): AsyncIterable<readonly string[]> {
    let token: string | null = null
    do {
      const asked: string | null = token
      const page: S3ListPage = await this.#attempt('snapshot/read-failed', `Cannot list "${prefix}"`, () =>
        this.#listPage(prefix, asked)
      ).catch(noKeysWithoutBucket)
      if (page.keys.length > 0) yield page.keys
      token = page.nextToken
      if (token !== null && token === asked) {
        throw new AppError('snapshot/read-failed', `Cannot list "${prefix}": the store gives the same page again`)
      }
    } while (token !== null)
  }

  async ping(): Promise<void> {
    // A bucket that is missing is made by the next put.
    await this.#attempt('snapshot/read-failed', `Cannot use the bucket ${this.#options.bucket}`, () =>
      this.#client.bucketExists(this.#options.bucket)
    )
  }

  /** Whether the bucket is there. @throws AppError when the store cannot be reached or refuses. */
  async exists(): Promise<boolean> {
    const { bucket } = this.#options
    return await this.#attempt('snapshot/read-failed', `Cannot use the bucket ${bucket}`, () =>
      this.#client.bucketExists(bucket)
    )
  }

  async openings(): Promise<readonly string[]> {
    const { bucket } = this.#options
    const stranger = strangerOf(this.#options, this.#transport)
    const list = async (): Promise<string[]> => {
      await readAll(
        await stranger.makeRequestAsync({ method: 'GET', bucketName: bucket, query: 'list-type=2&max-keys=1' })
      )
      return ['whoever has no key can list it']
    }
    const policy = async () => openedByPolicy(await this.#client.getBucketPolicy(bucket))
    const acl = async () => openedByAcl(await this.#textOf('acl'))
    // A store that refuses, or knows no such thing, opens nothing by it.
    const found = [list, policy, acl].map(look =>
      this.#attempt('snapshot/read-failed', 'Cannot ask', look).catch(() => [])
    )
    return (await Promise.all(found)).flat()
  }

  async close(): Promise<void> {
    this.#transport.close()
  }

  async #textOf(query: string): Promise<string> {
    const answer = await this.#client.makeRequestAsync({ method: 'GET', bucketName: this.#options.bucket, query })
    return Buffer.from(await readAll(answer)).toString('utf8')
  }

  async #makeBucket(): Promise<void> {
    try {
      await this.#client.makeBucket(this.#options.bucket, this.#options.region)
    } catch (thrown) {
      const code = s3CodeOf(thrown)
      // Another thread was quicker. Some stores say so in the words that mean somebody else's bucket: then ask.
      if (code === 'BucketAlreadyOwnedByYou') return
      if (code === 'BucketAlreadyExists' && (await this.#client.bucketExists(this.#options.bucket))) return
      throw thrown
    }
  }

  /** @returns What the store says about the first key that it did not delete, null when all are gone. */
  async #removeBatch(batch: readonly string[]): Promise<string | null> {
    const failures = (await this.#client.removeObjects(this.#options.bucket, [...batch])) as unknown as readonly {
      readonly Code?: string
      readonly Key?: string
    }[]
    const failure = failures.find(({ Code }) => Code !== 'NoSuchKey')
    return failure ? `${failure.Key} was refused with ${failure.Code}` : null
  }

  async #listPage(prefix: string, token: string | null): Promise<S3ListPage> {
    const query = [
      ...(token === null ? [] : [`continuation-token=${escapeQuery(token)}`]),
      'list-type=2',
      `max-keys=${KEYS_PER_REQUEST}`,
      `prefix=${escapeQuery(prefix)}`
    ].join('&')
    const answer = await this.#client.makeRequestAsync({ method: 'GET', bucketName: this.#options.bucket, query })
    const page = readListPage(Buffer.from(await readAll(answer)).toString('utf8'))
    if (!page) throw new AppError('snapshot/read-failed', `Cannot list "${prefix}": the answer is no listing`)
    return page
  }

  /** Runs one call within the deadline, again on a new connection when the old one broke. */
  async #attempt<T>(code: S3Failure, what: string, action: () => Promise<T>): Promise<T> {
    const endMs = performance.now() + this.#options.timeoutMs
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#transport.call(Math.max(1, Math.round(endMs - performance.now())), action)
      } catch (thrown) {
        if (isConnectionReset(thrown) && attempt < ATTEMPTS && performance.now() < endMs) continue
        throw s3ErrorOf(thrown, code, what)
      }
    }
  }
}

async function readAll(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    // Leaving the loop destroys the stream, and its connection with it.
    if (bytes > MAX_OBJECT_BYTES) {
      throw new AppError('snapshot/read-failed', `Cannot read an answer of more than ${MAX_OBJECT_BYTES} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}

/** `encodeURIComponent` leaves five characters as they are that the signature has escaped. */
function escapeQuery(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** A bucket that is missing has no keys: it is made with the first snapshot. */
function noKeysWithoutBucket(thrown: unknown): S3ListPage {
  if (thrown instanceof AppError && thrown.code === 'snapshot/not-found') return { keys: [], nextToken: null }
  throw thrown
}
