import { randomUUID } from 'node:crypto'
import { Client } from 'minio'
import type { S3StoreOptions } from '../../src/pipeline/snapshots/adapters/s3-client.ts'
import { S3Store } from '../../src/pipeline/snapshots/adapters/s3-store.ts'
import type { S3Server } from './global-setup.ts'

/** A bucket of a test's own, seen with the plain client. It is not made yet. */
export class S3Bucket {
  readonly name = `test-${randomUUID()}`
  readonly client: Client
  readonly #server: S3Server

  constructor(server: S3Server) {
    this.#server = server
    const { host, port, accessKey, secretKey } = server
    this.client = new Client({ endPoint: host, port, useSSL: false, accessKey, secretKey, region: 'us-east-1' })
  }

  /** Options of the service's store for this bucket. */
  options(changes: Partial<S3StoreOptions> = {}): S3StoreOptions {
    const { endpoint, accessKey, secretKey } = this.#server
    return {
      endpoint,
      accessKey,
      secretKey,
      bucket: this.name,
      secure: false,
      region: 'us-east-1',
      pathStyle: true,
      timeoutMs: 5000,
      ...changes
    }
  }

  /** Everything but the pictures of incidents. */
  async names(): Promise<string[]> {
    return (await this.#all()).filter(name => !name.startsWith('.incidents/'))
  }

  async #all(): Promise<string[]> {
    // The plain client reads the name 0001 as 1, and could not delete it then.
    const store = new S3Store(this.options())
    const names: string[] = []
    for await (const page of store.list('')) names.push(...page)
    await store.close()
    return names
  }

  /** Deletes the bucket with all that is in it. */
  async destroy(): Promise<void> {
    if (!(await this.client.bucketExists(this.name))) return
    for (let names = await this.#all(); names.length > 0; names = await this.#all()) {
      await this.client.removeObjects(this.name, names)
    }
    await this.client.removeBucket(this.name)
  }
}
