import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decodeJpeg } from '../../src/codec/decode.ts'
import { LibsqlConnection } from '../../src/pipeline/incidents/adapters/libsql-connection.ts'
import type { ReadinessCheck } from '../../src/subscription/service-control.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'
import { PATIENT } from '../servers/service-environment.ts'
import { mayMount, SmallDisk } from '../servers/small-disk.ts'

const SOON = { timeout: 25_000, interval: 200 }
/** The service tries a store again after 15 s at the latest. */
const LONG = 90_000
const DISK_BYTES = 6 * 1024 * 1024
/** How long the disk is away; the service tries again in ever longer waits. */
const OUTAGE_MS = 3000

interface Incident {
  readonly stream: string
  readonly kind: string
  readonly state: string
}

async function failing(service: RunningService): Promise<string[]> {
  const { body } = await service.get('/readyz')
  return (body.checks as ReadinessCheck[]).filter(({ ok }) => !ok).map(({ name }) => name)
}

async function blackIncidents(service: RunningService): Promise<Incident[]> {
  const { status, body } = await service.get('/pushhub/incidents?limit=500')
  expect(status).toBe(200)
  return (body.items as Incident[]).filter(({ kind }) => kind === 'black')
}

/** Frames of two cameras over HTTP, again and again; those of one turn black. */
class Flow {
  isBlack = false
  #flowing = true
  readonly #done: Promise<void>

  constructor(service: RunningService, normal: Buffer, black: Buffer) {
    this.#done = this.#run(service, normal, black)
  }

  async stop(): Promise<void> {
    this.#flowing = false
    await this.#done
  }

  async #run(service: RunningService, normal: Buffer, black: Buffer): Promise<void> {
    while (this.#flowing) {
      await service.postFrame('gate', this.isBlack ? black : normal)
      await service.postFrame('yard', normal)
      await sleep(100)
    }
  }
}

/** Every picture under the folder can be decoded. @returns How many there are. */
async function wholePictures(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.jpg'))
  for (const file of files) {
    const result = await decodeJpeg(await readFile(join(folder, file)), { maxBytes: 1e7, maxPixels: 1e7 })
    expect(result, file).toHaveProperty('picture')
  }
  return files.length
}

async function expectWholeDatabase(folder: string): Promise<void> {
  const database = new LibsqlConnection(join(folder, 'incidents.db'), '')
  await database.open()
  expect(await database.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
  await database.close()
}

describe('the data folder', () => {
  let service: RunningService
  let listener: ResultListener
  let flow: Flow
  let disk: SmallDisk | null

  async function begin(dataDir: string): Promise<void> {
    const [normal, black] = [await checkedJpeg(320, 240), await flatJpeg(320, 240, 2)]
    service = await RunningService.start({
      ...PATIENT,
      DATA_DIR: dataDir,
      SNAPSHOT_ACK_MS: '200',
      MINIO_SAVE_MODE: 'all',
      MINIO_MAX_FRAMES_PER_STREAM: '20',
      MINIO_TRIM_INTERVAL: '5',
      SCENE_MEMORY_SAVE_SECONDS: '10'
    })
    listener = await service.listen()
    await service.post('/pushhub/subscribe', { streams: ['gate', 'yard'] })
    flow = new Flow(service, normal, black)
    await listener.count('yard', 10)
  }

  beforeEach(() => {
    disk = null
  })
  afterEach(async () => {
    await flow?.stop()
    await service?.dispose().catch(() => undefined)
    disk?.unmount()
  })

  /** Judged all the time; what happened while nothing could be kept is kept afterwards. */
  async function survives(lose: () => unknown, giveBack: () => unknown, expected: readonly string[]): Promise<void> {
    await lose()
    flow.isBlack = true
    await vi.waitFor(async () => expect(await failing(service)).toEqual(expect.arrayContaining([...expected])), SOON)
    const judged = listener.of('yard').length
    await sleep(OUTAGE_MS)
    expect(listener.of('yard').length).toBeGreaterThan(judged + 5)
    expect(listener.of('gate').at(-1)?.data.result.state).toBe('Black Screen')
    expect((await blackIncidents(service)).map(({ stream }) => stream)).toEqual(['gate'])
    await giveBack()
    await vi.waitFor(async () => expect(await failing(service)).toEqual([]), SOON)
    await vi.waitFor(async () => expect(await scrapedMetric(service.url, 'incidents_waiting')).toBe(0), SOON)
    const stored = await scrapedMetric(service.url, 'snapshots_stored_total')
    await vi.waitFor(
      async () => expect(await scrapedMetric(service.url, 'snapshots_stored_total')).toBeGreaterThan(stored + 5),
      SOON
    )
    const lines = service.log.filter(({ level }) => level === 'error' || level === 'warn')
    expect(lines.length).toBeLessThan(40)

    await flow.stop()
    expect((await service.stop()).code).toBe(0)
    expect(await wholePictures(join(service.dataDir, 'snapshots'))).toBeGreaterThan(0)
    await expectWholeDatabase(service.dataDir)
    const next = await RunningService.start({ ...PATIENT, DATA_DIR: service.dataDir })
    expect((await blackIncidents(next)).map(({ stream }) => stream)).toEqual(['gate'])
    expect((await next.get('/readyz')).body.running).toBe(true)
    await next.stop()
  }

  it.skipIf(!mayMount)(
    'is full for a while (needs root)',
    async () => {
      const small = SmallDisk.mount(DISK_BYTES)
      disk = small
      await begin(small.folder)
      await survives(
        () => small.fill(),
        () => small.free(),
        ['data', 'snapshots', 'incidents']
      )
    },
    LONG
  )

  it.skipIf(!mayMount)(
    'may not be written to for a while (needs root)',
    async () => {
      const small = SmallDisk.mount(DISK_BYTES)
      disk = small
      await begin(small.folder)
      await survives(
        () => small.setReadOnly(true),
        () => small.setReadOnly(false),
        ['data', 'snapshots']
      )
    },
    LONG
  )

  it.skipIf(!mayMount)(
    'may not be written to from the start on: cameras are judged all the same (needs root)',
    async () => {
      const small = SmallDisk.mount(DISK_BYTES)
      disk = small
      small.setReadOnly(true)
      await begin(small.folder)
      expect(await failing(service)).toEqual(expect.arrayContaining(['data', 'snapshots', 'incidents', 'subscription']))
      flow.isBlack = true
      await listener.until(messages => messages.some(({ data }) => data.result.state === 'Black Screen'))
      small.setReadOnly(false)
      await vi.waitFor(async () => expect(await failing(service)).toEqual([]), SOON)
      await vi.waitFor(async () => expect(await blackIncidents(service)).toHaveLength(1), SOON)
      expect(service.log.filter(({ level }) => level === 'error' || level === 'warn').length).toBeLessThan(40)
    }
  )

  it(
    'is deleted while the service runs: it is made anew, and no incident is lost',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'camera-check-test-'))
      await begin(folder)
      flow.isBlack = true
      await vi.waitFor(async () => expect(await blackIncidents(service)).toHaveLength(1), SOON)
      // Snapshots may still be written into it.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
      await vi.waitFor(
        () =>
          expect(service.log.some(({ msg }) => /The database was deleted while it was in use/.test(msg))).toBe(true),
        SOON
      )
      await vi.waitFor(async () => expect(await failing(service)).toEqual([]), SOON)
      await flow.stop()
      await service.post('/pushhub/subscribe', { streams: ['gate', 'yard'] })
      expect((await service.stop()).code).toBe(0)
      await expectWholeDatabase(folder)
      const next = await RunningService.start({ ...PATIENT, DATA_DIR: folder })
      expect((await blackIncidents(next)).map(({ stream }) => stream)).toEqual(['gate'])
      await next.dispose()
    },
    LONG
  )
})
