import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../src/errors.ts'
import { silentLog } from '../../src/lib/log.ts'
import type { CameraProfile } from '../../src/model/camera-profile.ts'
import { Overview } from '../../src/overview/overview.ts'
import { LibsqlIncidentStore } from '../../src/pipeline/incidents/adapters/libsql-incident-store.ts'
import type { KeptFrame } from '../../src/pipeline/frame-shelf.ts'

/** The overview on a real database in a folder of its own; shards and snapshots are kept in memory. */
export class TestOverview {
  readonly overview: Overview
  readonly frames = new Map<string, KeptFrame>()
  readonly pictures = new Map<string, Uint8Array>()
  readonly profiles = new Map<string, CameraProfile | null>()
  readonly videos = new Map<string, boolean>()
  readonly accepted: string[] = []
  checks: { name: string; ok: boolean; detail: string }[] = []
  /** Whether the source of frames is there. */
  isWatching = true
  nowMs: number
  readonly #folder: string

  private constructor(folder: string, nowMs: number) {
    this.#folder = folder
    this.nowMs = nowMs
    this.overview = new Overview({
      store: new LibsqlIncidentStore(folder),
      snapshots: {
        get: async key => {
          const found = this.pictures.get(key)
          if (found === undefined) throw new AppError('snapshot/not-found', `There is no snapshot ${key}`)
          return found
        },
        remove: async keys => {
          for (const key of keys) this.pictures.delete(key)
        }
      },
      shards: {
        recentFrame: async stream => this.frames.get(stream) ?? null,
        setVideo: (stream, isOn) => void this.videos.set(stream, isOn),
        setProfile: (stream, profile) => void this.profiles.set(stream, profile),
        acceptView: async stream => void this.accepted.push(stream),
        watches: () => this.isWatching
      },
      checks: () => this.checks,
      system: async incidents => ({
        version: '1.2.3',
        startedAtMs: 0,
        nowMs: this.nowMs,
        timeZone: 'UTC',
        running: true,
        cameras: 1,
        shards: [],
        queues: { waiting: 0, waitingBytes: 0, dropped: 0 },
        rates: { received: 0, analysed: 0, dropped: 0, skipped: 0 },
        latencyMs: { p50: null, p95: null, p99: null, max: null },
        redis: { ok: true, url: 'redis://127.0.0.1:6379/0', sinceMs: 0, detail: 'Connected' },
        snapshots: { kind: 'folder', ok: true, stored: 0, failed: 0, dropped: 0, waiting: 0, waitingBytes: 0 },
        incidents,
        websocketClients: 0,
        checks: [{ name: 'snapshots', ok: false, detail: 'folder is full' }]
      }),
      settings: {
        reopenWindowMs: 60_000,
        groupWindowMs: 5000,
        groupMinCameras: 3,
        retentionMs: 90 * 86_400_000,
        evidenceMs: 7 * 86_400_000,
        keptIncidents: 1000,
        timeZone: 'UTC',
        maxPixels: 10_000_000
      },
      clock: () => this.nowMs,
      ageClock: () => this.nowMs,
      steadyClock: () => this.nowMs,
      random: Math.random,
      log: silentLog
    })
  }

  /** @param nowMs Where its clock stands. */
  static async start(nowMs = Date.UTC(2026, 0, 5, 12)): Promise<TestOverview> {
    const test = new TestOverview(await mkdtemp(join(tmpdir(), 'camera-check-overview-')), nowMs)
    await test.overview.start()
    return test
  }

  /** Time passes, second by second. */
  pass(seconds: number): void {
    for (let i = 0; i < seconds; i++) {
      this.nowMs += 1000
      this.overview.tick()
    }
  }

  async close(): Promise<void> {
    await this.overview.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
