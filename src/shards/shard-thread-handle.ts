import { Worker } from 'node:worker_threads'
import { withDeadline } from '../lib/deadline.ts'
import type { Log } from '../lib/log.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import { slotOf } from '../fleet/slot.ts'
import type { Camera } from '../model/camera.ts'
import type { Fence } from '../model/fence.ts'
import { HIDDEN_STREAM } from '../model/hidden-camera.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { StreamPerformance } from '../subscription/service-control.ts'
import { DroppedCameras } from './dropped-cameras.ts'
import type { OverviewLink } from './overview-link.ts'
import type { FromShard, ShardResult, ShardStatus, ShardThreadData, ToShard } from './protocol.ts'

export interface ShardThreadOptions {
  readonly data: ShardThreadData
  readonly threadUrl: URL
  readonly log: Log
  readonly onResults: (results: readonly ShardResult[]) => void
  readonly onStatus: (status: ShardStatus) => void
  readonly onRestart: () => void
  /** Given results of the synthetic camera, as clients would get them; left out: nobody looks. */
  readonly onHidden?: (text: string) => void
  /** Who shows the cameras; left out: nobody. */
  readonly overview?: OverviewLink
}

/** How cameras are watched, beside their settings. */
export interface WatchTerms {
  /** Where cameras go on that are new to the shard, by stream; the others begin with frames that are added from now on. */
  readonly starts: ReadonlyMap<string, string>
  /** Right to write; null without a fleet. */
  readonly fenceOf: (stream: string) => Fence | null
}

type Reply = Extract<FromShard, { request: number }>
/** A message that is answered, before it has its number. */
type Question = ToShard extends infer M ? (M extends { request: number } ? Omit<M, 'request'> : never) : never

const REQUEST_DEADLINE_MS = 10_000
const FIRST_RESTART_MS = 100
const LONGEST_RESTART_MS = 5000
/** A thread that lived so long was healthy: its next restart is quick again. */
const HEALTHY_AFTER_MS = 30_000

/** The main thread's side of one shard: starts its thread, starts it again when it dies, remembers where its cameras are. */
export class ShardThread {
  readonly #options: ShardThreadOptions
  readonly #pending = new Map<number, (reply: Reply | null) => void>()
  readonly #cursors = new Map<string, string>()
  readonly #fences = new Map<string, Fence>()
  readonly #dropped = new DroppedCameras()
  #worker: Worker | null = null
  #cameras: readonly Camera[] = []
  #names: ReadonlySet<string> = new Set()
  #epoch = 0
  #limitFps: number | null = null
  #nextRequest = 1
  #closing = false
  #restartMs = FIRST_RESTART_MS
  #startedAtMs = 0
  #restartTimer: NodeJS.Timeout | undefined
  #status: ShardStatus | null = null

  constructor(options: ShardThreadOptions) {
    this.#options = options
  }

  get alive(): boolean {
    return this.#worker !== null
  }

  get status(): ShardStatus | null {
    return this.#status
  }

  async start(): Promise<void> {
    const worker = new Worker(this.#options.threadUrl, {
      workerData: this.#options.data,
      name: `shard-${this.#options.data.shard}`
    })
    this.#startedAtMs = performance.now()
    let gone = false
    const ready = new Promise<void>(resolve => {
      worker.on('message', (message: FromShard) => {
        if (message.type === 'ready') resolve()
        else this.#receive(message)
      })
      worker.once('exit', () => {
        gone = true
        resolve()
      })
    })
    worker.on('error', cause => this.#options.log.error({ err: cause, ...this.#tag }, 'A shard thread failed'))
    worker.once('exit', code => this.#exited(worker, code))
    await ready
    if (!gone) this.#worker = worker
  }

  /** Replaces the shard's cameras; those that stay go on where they are. */
  async watch(epoch: number, cameras: readonly Camera[], { starts, fenceOf }: WatchTerms): Promise<void> {
    this.#epoch = epoch
    this.#cameras = cameras
    const names = new Set(cameras.map(camera => camera.stream))
    this.#names = names
    for (const stream of this.#cursors.keys()) if (!names.has(stream)) this.#cursors.delete(stream)
    this.#fences.clear()
    for (const stream of names) {
      const start = starts.get(stream)
      if (start !== undefined && !this.#cursors.has(stream)) this.#cursors.set(stream, start)
      const fence = fenceOf(stream)
      if (fence !== null) this.#fences.set(stream, fence)
    }
    await this.#sendCameras()
  }

  /** Lets cameras go whose next frames another process judges. Resolves once what is known of them is kept. */
  async letGo(streams: ReadonlySet<string>, deadlineMs: number): Promise<void> {
    const leaving = this.#cameras.filter(({ stream }) => streams.has(stream)).map(({ stream }) => stream)
    if (leaving.length === 0) return
    this.#forget(streams)
    await this.#ask({ type: 'let-go', streams: leaving, deadlineMs })
  }

  /** Forgets cameras that are another process's by now. */
  drop(streams: ReadonlySet<string>): void {
    const lost = this.#cameras.filter(({ stream }) => streams.has(stream)).map(({ stream }) => stream)
    if (lost.length === 0) return
    this.#forget(streams)
    const isHeard = this.#dropped.add(lost)
    void this.#ask({ type: 'drop', streams: lost }).finally(isHeard)
  }

  accept(stream: string, jpeg: Buffer, meta: Buffer | null): void {
    // A body is a slice of a pooled buffer or its own: copied once here, then handed over without a further copy.
    const bytes = new Uint8Array(jpeg)
    const message: ToShard = {
      type: 'frame',
      stream,
      jpeg: bytes,
      meta: meta && new Uint8Array(meta),
      receivedAtMs: Date.now()
    }
    this.#worker?.postMessage(message, [bytes.buffer])
  }

  /** Shows a picture to the synthetic camera; the caller keeps it. */
  showHidden(jpeg: Uint8Array): void {
    this.#tell({ type: 'show-hidden', jpeg, receivedAtMs: Date.now() })
  }

  setProfile(stream: string, profile: CameraProfile | null): void {
    this.#tell({ type: 'profile', stream, profile })
  }

  /** Most frames of any camera that are analysed a second; null: as set. */
  setLimit(limitFps: number | null): void {
    this.#limitFps = limitFps
    this.#tell({ type: 'limit', limitFps })
  }

  setVideo(stream: string, isOn: boolean): void {
    this.#tell({ type: 'video', stream, isOn })
  }

  async acceptView(stream: string): Promise<void> {
    await this.#ask({ type: 'accept-view', stream })
  }

  async recentFrame(stream: string): Promise<KeptFrame | null> {
    const reply = await this.#ask({ type: 'recent-frame', stream })
    return reply?.type === 'recent-frame' ? reply.frame : null
  }

  async performance(stream: string | null): Promise<readonly StreamPerformance[]> {
    const reply = await this.#ask({ type: 'performance', stream })
    return reply?.type === 'performance' ? reply.streams : []
  }

  async resetPerformance(): Promise<void> {
    await this.#ask({ type: 'reset-performance' })
  }

  /** Ends the thread as a crash would. */
  async terminate(): Promise<void> {
    await this.#worker?.terminate()
  }

  /** Lets the shard analyse and store what it has, then ends its thread. */
  async close(deadlineMs: number): Promise<void> {
    this.#closing = true
    clearTimeout(this.#restartTimer)
    await this.#ask({ type: 'close', deadlineMs })
    await this.#worker?.terminate()
    this.#worker = null
  }

  get #tag(): { shard: number } {
    return { shard: this.#options.data.shard }
  }

  #forget(streams: ReadonlySet<string>): void {
    this.#cameras = this.#cameras.filter(({ stream }) => !streams.has(stream))
    this.#names = new Set(this.#cameras.map(({ stream }) => stream))
    for (const stream of streams) {
      this.#cursors.delete(stream)
      this.#fences.delete(stream)
    }
  }

  #tell(message: ToShard): void {
    this.#worker?.postMessage(message)
  }

  async #sendCameras(): Promise<void> {
    const cameras = this.#cameras.map(camera => ({
      camera,
      cursor: this.#cursors.get(camera.stream) ?? null,
      profile: this.#options.overview?.profileOf(camera.stream) ?? null,
      slot: slotOf(camera.stream),
      fence: this.#fences.get(camera.stream) ?? null
    }))
    const reply = await this.#ask({ type: 'watch', epoch: this.#epoch, cameras })
    if (reply?.type !== 'watching') return
    for (const [stream, cursor] of reply.positions) {
      // A result that came in the meantime knows better.
      if (!this.#cursors.has(stream)) this.#cursors.set(stream, cursor)
    }
  }

  /** @returns null when the thread died or did not answer: it is then given its cameras anew on its restart. */
  async #ask(question: Question): Promise<Reply | null> {
    const worker = this.#worker
    if (worker === null) return null
    const request = this.#nextRequest++
    const answer = new Promise<Reply | null>(resolve => this.#pending.set(request, resolve))
    worker.postMessage({ ...question, request })
    try {
      return await withDeadline(answer, REQUEST_DEADLINE_MS, `Asking shard ${this.#options.data.shard}`)
    } catch (cause) {
      this.#options.log.error({ err: cause, ...this.#tag }, 'A shard does not answer')
      return null
    } finally {
      this.#pending.delete(request)
    }
  }

  #receive(message: Exclude<FromShard, { type: 'ready' }>): void {
    if (message.type === 'results') {
      const results = this.#dropped.rest(this.#takeHidden(message.results))
      // One that is watched no more begins anew when it comes back.
      for (const { stream, cursor } of results) {
        if (cursor !== null && this.#names.has(stream)) this.#cursors.set(stream, cursor)
      }
      this.#options.onResults(results)
    } else if (message.type === 'status') {
      this.#status = message.status
      this.#options.onStatus(message.status)
    } else if ('request' in message) {
      this.#pending.get(message.request)?.(message)
    } else {
      tellOverview(message, this.#dropped, this.#options.overview)
    }
  }

  /** @returns Results of the cameras that clients know of. */
  #takeHidden(results: readonly ShardResult[]): readonly ShardResult[] {
    const hidden = results.filter(({ stream }) => stream === HIDDEN_STREAM)
    if (hidden.length === 0) return results
    for (const { text } of hidden) this.#options.onHidden?.(text)
    return results.filter(({ stream }) => stream !== HIDDEN_STREAM)
  }

  #exited(worker: Worker, code: number): void {
    for (const settle of this.#pending.values()) settle(null)
    if (this.#closing || (this.#worker !== null && this.#worker !== worker)) return
    this.#worker = null
    this.#status = null
    if (performance.now() - this.#startedAtMs > HEALTHY_AFTER_MS) this.#restartMs = FIRST_RESTART_MS
    const { log, onRestart } = this.#options
    log.error(
      { ...this.#tag, code, restartMs: this.#restartMs },
      'A shard thread died, starting it again; its cameras go on from their cursors'
    )
    onRestart()
    this.#restartTimer = setTimeout(() => void this.#restart(), this.#restartMs)
    this.#restartMs = Math.min(this.#restartMs * 2, LONGEST_RESTART_MS)
  }

  async #restart(): Promise<void> {
    await this.start()
    if (this.#closing) await this.#worker?.terminate()
    else {
      this.#tell({ type: 'limit', limitFps: this.#limitFps })
      await this.#sendCameras()
    }
    this.#options.overview?.onRestart()
    this.#options.log.info({ ...this.#tag, cameras: this.#cameras.length }, 'The shard thread runs again')
  }
}

type OverviewMessage = Extract<FromShard, { type: 'news' | 'figures' | 'points' | 'video' }>

function tellOverview(message: OverviewMessage, dropped: DroppedCameras, overview: OverviewLink | undefined): void {
  if (overview === undefined) return
  if (message.type === 'news') {
    overview.onNews({ reports: dropped.rest(message.news.reports), pictures: dropped.rest(message.news.pictures) })
  } else if (message.type === 'figures') overview.onFigures(message.numbers)
  else if (message.type === 'points') overview.onPoints(message.numbers)
  else overview.onVideo(message.stream, message.frame)
}
