import { Worker } from 'node:worker_threads'
import { activeTrace } from '../lib/active-trace.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { Log } from '../lib/log.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import { slotOf } from '../fleet/slot.ts'
import type { Camera } from '../model/camera.ts'
import type { Fence } from '../model/fence.ts'
import { HIDDEN_STREAM } from '../model/hidden-camera.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { StreamPerformance } from '../subscription/service-control.ts'
import type { SpanBatch } from '../observe/spans/span-outbox.ts'
import { BlackBoxReader, createBlackBox } from './black-box.ts'
import { DroppedCameras } from './dropped-cameras.ts'
import type { OverviewLink } from './overview-link.ts'
import type { FromShard, ShardResult, ShardStatus, ShardThreadData, ToShard } from './protocol.ts'
import { RecentDeaths } from './recent-deaths.ts'
import { type Hang, ShardWatchdog } from './shard-watchdog.ts'
import { SuspectFrames } from './suspect-frames.ts'

/** What a shard's thread died of. */
export type DeathCause = 'crash' | 'hang' | 'out-of-memory'

export interface ShardThreadOptions {
  readonly data: Pick<ShardThreadData, 'settings' | 'shard' | 'shards'>
  readonly threadUrl: URL
  readonly log: Log
  readonly onResults: (results: readonly ShardResult[]) => void
  readonly onStatus: (status: ShardStatus) => void
  readonly onRestart: (cause: DeathCause) => void
  /** Given results of the synthetic camera, as clients would get them; left out: nobody looks. */
  readonly onHidden?: (text: string) => void
  /** Given what the thread has recorded for OpenTelemetry; left out: nobody looks. */
  readonly onSpans?: (batch: SpanBatch) => void
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
/** Deaths within a minute that are worth telling although the thread runs again. */
const MANY_DEATHS = 3
const LONGEST_RESTART_MS = 5000
/** A thread that lived so long was healthy: its next restart is quick again. */
const HEALTHY_AFTER_MS = 30_000
/** The watchdog looks so often. */
const LOOK_MS = 1000
/** A thread that was told to end and does not is left alone after this, ms: it may hang in native code. */
const END_MS = 2000

/** The main thread's side of one shard: starts its thread, starts it again when it dies, remembers where its cameras are. */
export class ShardThread {
  readonly #options: ShardThreadOptions
  readonly #pending = new Map<number, (reply: Reply | null) => void>()
  readonly #cursors = new Map<string, string>()
  readonly #fences = new Map<string, Fence>()
  readonly #dropped = new DroppedCameras()
  readonly #suspects = new SuspectFrames()
  readonly #watchdog: ShardWatchdog
  readonly #deaths = new RecentDeaths()
  #worker: Worker | null = null
  /** The one that runs or is being started. */
  #newest: Worker | null = null
  #box: BlackBoxReader | null = null
  #watchTimer: NodeJS.Timeout | undefined
  /** Ends the wait for a thread that never gets ready. */
  #giveUpStart: () => void = () => undefined
  #memoryDeath = false
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
    this.#watchdog = new ShardWatchdog(Math.ceil((options.data.settings.SHARD_STUCK_SECONDS * 1000) / LOOK_MS))
  }

  get alive(): boolean {
    return this.#worker !== null
  }

  /** What is wrong with it, one sentence without its number; null when nothing is. */
  get trouble(): string | null {
    if (this.#worker === null) return 'is being restarted'
    if (this.#watchdog.isSilent) return 'does not answer'
    const deaths = this.#deaths.count(performance.now())
    return deaths < MANY_DEATHS ? null : `died ${deaths} times within a minute`
  }

  get status(): ShardStatus | null {
    return this.#status
  }

  async start(): Promise<void> {
    const { data, threadUrl, log } = this.#options
    const blackBox = createBlackBox()
    const suspects = this.#suspects.list(performance.now())
    const worker = new Worker(threadUrl, {
      workerData: { ...data, blackBox, suspects } satisfies ShardThreadData,
      name: `shard-${data.shard}`,
      resourceLimits: { maxOldGenerationSizeMb: data.settings.SHARD_HEAP_MB }
    })
    this.#newest = worker
    this.#memoryDeath = false
    this.#startedAtMs = performance.now()
    this.#box = new BlackBoxReader(blackBox)
    this.#watchdog.watch(this.#box)
    this.#watchTimer ??= setInterval(() => this.#look(), LOOK_MS).unref()
    const ready = new Promise<void>(resolve => {
      worker.on('message', (message: FromShard) => {
        // A thread that was given up may still have said something.
        if (worker !== this.#newest) return
        if (message.type === 'ready') resolve()
        else this.#receive(message)
      })
      worker.once('exit', () => resolve())
      this.#giveUpStart = resolve
    })
    worker.on('error', cause => {
      this.#memoryDeath ||= (cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
      log.error({ err: cause, ...this.#tag }, 'A shard thread failed')
    })
    worker.once('exit', code => this.#exited(worker, code))
    await ready
    if (worker === this.#newest) this.#worker = worker
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
      receivedAtMs: Date.now(),
      trace: activeTrace()
    }
    this.#worker?.postMessage(message, [bytes.buffer])
  }

  /** Shows a picture to the synthetic camera; the caller keeps it. */
  showHidden(jpeg: Uint8Array, isAnew: boolean): void {
    this.#tell({ type: 'show-hidden', jpeg, isAnew, receivedAtMs: Date.now() })
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
    // One that hangs would be waited for in vain.
    if (!this.#watchdog.isSilent) await this.#ask({ type: 'close', deadlineMs })
    clearInterval(this.#watchTimer)
    if (this.#newest !== null) await ended(this.#newest)
    this.#worker = null
    this.#newest = null
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
        if (cursor === null) continue
        this.#suspects.judged(stream, cursor)
        if (this.#names.has(stream)) this.#cursors.set(stream, cursor)
      }
      this.#options.onResults(results)
    } else if (message.type === 'status') {
      this.#status = message.status
      this.#options.onStatus(message.status)
    } else if (message.type === 'spans') {
      this.#options.onSpans?.(message.batch)
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

  /** Runs about every second. */
  #look(): void {
    const worker = this.#newest
    const hang = this.#watchdog.look()
    if (hang === null || worker === null || this.#closing) return
    this.#options.log.error({ ...this.#tag, ...hang, frames: this.#box?.frames() ?? [] }, hangText(hang))
    void ended(worker)
    this.#died('hang', null)
  }

  #exited(worker: Worker, code: number): void {
    // Given up before, or at the end.
    if (worker !== this.#newest) return
    this.#died(this.#memoryDeath ? 'out-of-memory' : 'crash', code)
  }

  #died(cause: DeathCause, code: number | null): void {
    for (const settle of this.#pending.values()) settle(null)
    this.#worker = null
    this.#newest = null
    this.#status = null
    this.#giveUpStart()
    if (this.#closing) return
    const nowMs = performance.now()
    const frames = this.#box?.frames() ?? []
    this.#suspects.died(frames, nowMs)
    this.#deaths.add(nowMs)
    if (nowMs - this.#startedAtMs > HEALTHY_AFTER_MS) this.#restartMs = FIRST_RESTART_MS
    const { log, onRestart } = this.#options
    const fields = { ...this.#tag, cause, code, frames, restartMs: this.#restartMs }
    log.error(fields, 'A shard thread died, starting it again; its cameras go on from their cursors')
    onRestart(cause)
    this.#restartTimer = setTimeout(() => void this.#restart(), this.#restartMs)
    this.#restartMs = Math.min(this.#restartMs * 2, LONGEST_RESTART_MS)
  }

  async #restart(): Promise<void> {
    await this.start()
    // It has died again already, and is being started once more.
    if (this.#worker === null) return
    if (this.#closing) await ended(this.#worker)
    else {
      this.#tell({ type: 'limit', limitFps: this.#limitFps })
      await this.#sendCameras()
    }
    this.#options.overview?.onRestart()
    this.#options.log.info({ ...this.#tag, cameras: this.#cameras.length }, 'The shard thread runs again')
  }
}

/** Ends a thread; resolves once it is gone, or once nobody waits for it any more. */
async function ended(worker: Worker): Promise<void> {
  await withDeadline(worker.terminate(), END_MS, 'Ending a shard thread').catch(() => undefined)
}

function hangText(hang: Hang): string {
  return hang.what === 'thread' ? 'A shard thread hangs, ending it' : 'A shard hangs over a frame, ending its thread'
}

type OverviewMessage = Extract<FromShard, { type: 'news' | 'figures' | 'points' | 'evidence' | 'video' }>

function tellOverview(message: OverviewMessage, dropped: DroppedCameras, overview: OverviewLink | undefined): void {
  if (overview === undefined) return
  if (message.type === 'news') {
    overview.onNews({ reports: dropped.rest(message.news.reports), pictures: dropped.rest(message.news.pictures) })
  } else if (message.type === 'figures') overview.onFigures(message.numbers)
  else if (message.type === 'points') overview.onPoints(message.numbers)
  else if (message.type === 'evidence') overview.onEvidence(dropped.rest(message.runs))
  else overview.onVideo(message.stream, message.frame)
}
