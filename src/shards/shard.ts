import { ClockSteps } from '../lib/clock-steps.ts'
import { FrameQueue } from '../pipeline/capture/frame-queue.ts'
import type { FrameSink, FrameSource } from '../pipeline/capture/frame-source.ts'
import { CameraSession } from '../pipeline/camera-session.ts'
import type { CameraSessionContext, SessionTotals } from '../pipeline/session-context.ts'
import type { SceneMemoryKeeper } from '../pipeline/detect/memory/scene-memory-keeper.ts'
import type { SnapshotKeeper } from '../pipeline/snapshots/snapshot-keeper.ts'
import type { Camera } from '../model/camera.ts'
import type { EncodedFrame } from '../model/frame.ts'
import { HIDDEN_STREAM } from '../model/hidden-camera.ts'
import type { StreamPerformance } from '../subscription/service-control.ts'
import { FIGURE_COUNT, MEASURE_COUNT, POINT_VALUES, type CameraNumbers } from '../model/camera-figures.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import type { ShardCounters, ShardStatus, WatchedCamera } from './protocol.ts'
import type { HiddenCamera } from './hidden-camera.ts'
import { PictureFetches } from './picture-fetches.ts'
import { RestoreGate } from './restore-gate.ts'
import type { SetAside } from './set-aside.ts'
import { UnjudgedCameras } from './unjudged-cameras.ts'

export interface ShardOptions {
  readonly context: CameraSessionContext
  readonly keeper: SnapshotKeeper
  readonly scenes: Pick<SceneMemoryKeeper, 'add' | 'remove' | 'letGo' | 'forget' | 'stats' | 'close'>
  readonly queueMaxBytes: number
  readonly queueMaxAgeMs: number
  readonly clock: () => number
  /** What the thread died over before; left out: it never did. */
  readonly setAside?: SetAside
  /** Marks a frame as being worked on; gives what ends that. Left out: nobody looks. */
  readonly onBegin?: (frame: EncodedFrame) => () => void
}

/** A source, and which cameras' frames come from it. */
export interface SourceRoute {
  readonly source: FrameSource
  readonly owns: (stream: string) => boolean
}

/** What the thread knows of itself. */
type OfThread = 'stages' | 'loopDelayMs' | 'decodes' | 'decodeErrors' | 'busyRatio' | 'memoryBytes' | 'cursors'

/** Frames of different cameras that are decoded at the same time: enough to keep the decoder's threads busy. */
const MOST_IN_FLIGHT = 3
/** Analysis goes on without a break for about so long, so that frames are read and results leave meanwhile. */
const MOST_WITHOUT_BREAK_MS = 10
const TICK_MS = 200
const DRAIN_CHECK_MS = 10

/** A set of cameras whose frames are read, decoded, judged and stored together, by one thread. */
export class Shard implements FrameSink {
  readonly #options: ShardOptions
  readonly #queue: FrameQueue
  readonly #sessions = new Map<string, CameraSession>()
  /** The synthetic camera: none of those that clients know of, and in no count. */
  #hidden: HiddenCamera | null = null
  readonly #gate = new RestoreGate()
  /** Frames that are being analysed, at most one of a camera. */
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #fetches: PictureFetches
  /** Of cameras that are watched no more. */
  #evidenceLeft: EvidenceRun[] = []
  readonly #unjudged = new UnjudgedCameras()
  readonly #clockSteps: ClockSteps
  #routes: readonly SourceRoute[] = []
  #ticker: NodeJS.Timeout | undefined
  #inFlight = 0
  /** By performance.now(). */
  #breakDueMs = 0
  #onBreak = false
  #closing = false
  #limitFps: number | null = null
  #received = 0
  #droppedOverload = 0
  #droppedTrimmed = 0
  /** Counters of cameras that were unsubscribed: totals never shrink. */
  #past: SessionTotals = { analysed: 0, identical: 0, cooldown: 0, skipped: 0 }

  constructor(options: ShardOptions) {
    this.#options = options
    this.#clockSteps = new ClockSteps(options.clock(), performance.now())
    this.#queue = new FrameQueue({
      maxBytes: options.queueMaxBytes,
      maxAgeMs: options.queueMaxAgeMs,
      clock: options.clock,
      onDrop: (stream, count) => this.#countOverload(stream, count),
      onGone: frame => this.#forget(frame)
    })
    this.#fetches = new PictureFetches({
      onReady: () => this.#pump(),
      onGone: frame => this.#pictureGone(frame),
      onUnwanted: frame => this.#forget(frame)
    })
  }

  /** @param routes Sources that push into this shard; a camera's frames come from the first that owns it. */
  async start(routes: readonly SourceRoute[]): Promise<void> {
    this.#routes = routes
    await Promise.all(routes.map(({ source }) => source.start()))
    this.#ticker = setInterval(() => this.#tick(), TICK_MS)
  }

  /** Replaces the cameras. @returns How far each of them has been read, where that is known. */
  async watch(epoch: number, cameras: readonly WatchedCamera[]): Promise<readonly (readonly [string, string])[]> {
    this.#options.context.epoch = epoch
    const fresh = this.#replaceSessions(cameras)
    this.#options.keeper.configure(cameras.map(({ camera }) => camera))
    const streams = cameras.map(({ camera, cursor }) => ({ stream: camera.stream, cursor }))
    try {
      await Promise.all(
        this.#routes.map(route => route.source.watch(streams.filter(({ stream }) => this.#routeOf(stream) === route)))
      )
    } finally {
      // Only now: who subscribes waits for the cursors, and not for what is remembered of thousands of scenes.
      for (const session of fresh) if (this.#sessions.get(session.stream) === session) this.#restore(session)
    }
    return cameras.flatMap(({ camera: { stream } }) => {
      const position = this.#routeOf(stream)?.source.position(stream) ?? null
      return position === null ? [] : [[stream, position] as const]
    })
  }

  /**
   * Lets cameras go whose next frames another process judges: reads no more of them, forgets what waits. Resolves once
   * the frames that are being analysed have their results, and what is known of the scenes is kept.
   */
  async letGo(streams: readonly string[], deadlineMs: number): Promise<void> {
    const leaving = streams.flatMap(stream => this.#sessions.get(stream) ?? [])
    this.#takeOut(streams)
    await Promise.all(
      leaving.map(async session => {
        await this.#underWay.get(session.stream)
        await session.settled()
      })
    )
    await this.#options.scenes.letGo(streams, deadlineMs)
  }

  /** Cameras are another process's by now: what is known of them is worth nothing any more. */
  drop(streams: readonly string[]): void {
    this.#takeOut(streams)
    this.#options.scenes.forget(streams)
  }

  /** Watches a synthetic camera beside the others. */
  watchHidden(hidden: HiddenCamera): void {
    this.#hidden = hidden
  }

  push(arrived: EncodedFrame): void {
    const session = this.#sessionOf(arrived.stream)
    if (session === undefined) {
      this.#forget(arrived)
      return
    }
    const nowMs = performance.now()
    const frame = this.#options.setAside?.checked(arrived, nowMs) ?? arrived
    if (frame !== arrived) this.#forget(arrived)
    const isKnown = frame.stream !== HIDDEN_STREAM
    if (isKnown) this.#received++
    session.arrived(frame)
    this.#gate.noteFrame(frame.stream, frame.receivedAtMs)
    if (session.admits(frame)) {
      if (isKnown) this.#unjudged.taken(frame.stream, nowMs)
      this.#queue.push(frame)
      this.#pump()
    } else {
      this.#forget(frame)
    }
  }

  lost(stream: string, count: number, reason: 'trimmed' | 'overload'): void {
    if (reason === 'overload') {
      this.#countOverload(stream, count)
      return
    }
    this.#droppedTrimmed += count
    this.#sessions.get(stream)?.lostFrames(count)
  }

  /** True while frames are being dropped because there are too many. */
  overloaded(): boolean {
    return this.#queue.overloaded
  }

  performance(stream: string | null): StreamPerformance[] {
    const sessions = [...this.#sessions.values()]
    return sessions
      .filter(session => stream === null || session.stream === stream)
      .map(session => session.performance())
  }

  resetPerformance(): void {
    for (const session of this.#sessions.values()) session.resetPerformance()
  }

  setProfile(stream: string, profile: CameraProfile | null): void {
    this.#sessions.get(stream)?.setProfile(profile)
  }

  /** Most frames of any camera that are analysed a second while there is too much to do; null: as set. */
  setLimit(limitFps: number | null): void {
    this.#limitFps = limitFps
    for (const session of this.#sessions.values()) session.setLimit(limitFps)
  }

  acceptView(stream: string): void {
    this.#sessions.get(stream)?.acceptView()
  }

  /** What FIGURES names, of every camera. */
  figures(nowMs: number): CameraNumbers {
    const streams = [...this.#sessions.keys()]
    const values = new Float64Array(streams.length * FIGURE_COUNT)
    for (const [i, session] of [...this.#sessions.values()].entries()) {
      session.figures?.writeFigures(nowMs, values, i * FIGURE_COUNT)
    }
    return { streams, values }
  }

  /** Least, mean and most of each measure of every camera since the call before. */
  points(nowMs: number): CameraNumbers {
    const streams = [...this.#sessions.keys()]
    const values = new Float64Array(streams.length * MEASURE_COUNT * POINT_VALUES)
    for (const [i, session] of [...this.#sessions.values()].entries()) {
      session.figures?.writePoint(nowMs, values, i * MEASURE_COUNT * POINT_VALUES)
    }
    return { streams, values }
  }

  /** What the frames of all cameras were judged by since the call before, as far as it is kept. */
  evidence(): readonly EvidenceRun[] {
    const left = this.#evidenceLeft
    this.#evidenceLeft = []
    return [...left, ...[...this.#sessions.values()].flatMap(session => session.takeEvidence())]
  }

  status(): Omit<ShardStatus, OfThread> {
    return {
      cameras: this.#sessions.size,
      sources: this.#routes.map(({ source }) => ({ name: source.name, status: source.status() })),
      unreachable: [...this.#sessions.keys()].filter(stream => this.#isUnreachable(stream)),
      queuedFrames: this.#queue.length,
      queuedBytes: this.#queue.bytes,
      counters: this.#counters(),
      unjudged: this.#unjudged.list(performance.now()),
      scenes: this.#options.scenes.stats(),
      snapshots: this.#options.keeper.stats()
    }
  }

  /** Stops reading, analyses what waits, stores what is queued and what was learned; at most `deadlineMs` for all of it. */
  async close(deadlineMs: number): Promise<void> {
    clearInterval(this.#ticker)
    this.#closing = true
    await Promise.all(this.#routes.map(({ source }) => source.close()))
    const endMs = performance.now() + deadlineMs
    const drainedMs = endMs - deadlineMs / 2
    while (this.#queue.length + this.#fetches.count + this.#inFlight > 0 && performance.now() < drainedMs) {
      await new Promise(resolve => setTimeout(resolve, DRAIN_CHECK_MS))
    }
    const restMs = Math.max(0, endMs - performance.now())
    await Promise.all([this.#options.keeper.close(restMs), this.#options.scenes.close(restMs)])
    await Promise.all([...this.#sessions.values()].map(session => session.settled()))
  }

  /** @returns Those that are new. */
  #replaceSessions(cameras: readonly WatchedCamera[]): CameraSession[] {
    const names = new Set(cameras.map(({ camera }) => camera.stream))
    for (const [stream, session] of this.#sessions) {
      if (names.has(stream)) continue
      this.#forgetCamera(session)
      this.#options.scenes.remove(stream)
    }
    const nowMs = this.#options.clock()
    const fresh: CameraSession[] = []
    for (const { camera, profile } of cameras) {
      const known = this.#sessions.get(camera.stream)
      const session = known ?? this.#watchNew(camera, nowMs)
      if (known === undefined) fresh.push(session)
      else session.configure(camera.settings)
      if (profile !== null) session.setProfile(profile)
    }
    return fresh
  }

  #forgetCamera(session: CameraSession): void {
    const { stream } = session
    this.#sessions.delete(stream)
    this.#queue.remove(stream)
    this.#fetches.remove(stream)
    this.#unjudged.settled(stream)
    this.#gate.open(stream)
    this.#options.context.tell?.shelf.remove(stream)
    this.#evidenceLeft.push(...session.takeEvidence())
    this.#past = plus(this.#past, session.totals())
  }

  #takeOut(streams: readonly string[]): void {
    for (const stream of streams) {
      const session = this.#sessions.get(stream)
      if (session !== undefined) this.#forgetCamera(session)
    }
    const rest = [...this.#sessions.keys()].map(stream => ({ stream, cursor: null }))
    for (const route of this.#routes) {
      // Takes effect at once; what it waits for is about cameras that are new, and there are none.
      void route.source.watch(rest.filter(({ stream }) => this.#routeOf(stream) === route))
    }
  }

  /** A camera's first frame waits until what is remembered of its scene is there. */
  #watchNew(camera: Camera, nowMs: number): CameraSession {
    const session = new CameraSession(camera, this.#options.context, nowMs)
    session.setLimit(this.#limitFps)
    this.#sessions.set(camera.stream, session)
    this.#gate.hold(camera.stream)
    this.#queue.hold(camera.stream)
    return session
  }

  #restore(session: CameraSession): void {
    this.#options.scenes.add(session.stream, session.scene, () => {
      if (this.#sessions.get(session.stream) === session) this.#letIn(session.stream)
    })
  }

  #letIn(stream: string): void {
    if (!this.#gate.open(stream)) return
    this.#queue.done(stream)
    this.#pump()
  }

  #routeOf(stream: string): SourceRoute | undefined {
    return this.#routes.find(route => route.owns(stream))
  }

  /** Test cameras play as soon as each is ready. */
  #isUnreachable(stream: string): boolean {
    const source = this.#routeOf(stream)?.source
    return source === undefined || (source.name !== 'test-video' && !source.status(stream).connected)
  }

  /** A frame that will not be analysed: its memory is free. */
  #forget(frame: EncodedFrame): void {
    this.#options.context.frameMemory.give(frame.jpeg)
  }

  #pump(): void {
    const most = this.#options.setAside?.isCareful(performance.now()) === true ? 1 : MOST_IN_FLIGHT
    while (!this.#onBreak && this.#inFlight < most) {
      const frame = this.#fetches.next() ?? this.#queue.next()
      if (frame === null) return
      if (this.#fetchFirst(frame)) continue
      this.#inFlight++
      const analysis = this.#analyse(frame)
      this.#underWay.set(frame.stream, analysis)
    }
  }

  async #analyse(frame: EncodedFrame): Promise<void> {
    const end = this.#options.onBegin?.(frame)
    try {
      await this.#sessionOf(frame.stream)?.process(frame)
    } finally {
      end?.()
      this.#options.setAside?.survived(frame)
      this.#unjudged.settled(frame.stream)
      this.#inFlight--
      this.#underWay.delete(frame.stream)
      this.#release(frame.stream)
      if (performance.now() < this.#breakDueMs) this.#pump()
      else this.#takeBreak()
    }
  }

  /** Only here is it known that the frame will be analysed: those that are not never cross the network. */
  #fetchFirst(frame: EncodedFrame): boolean {
    const source = this.#routeOf(frame.stream)?.source
    if (frame.jpegKey === undefined || source === undefined) return false
    if (this.#sessions.get(frame.stream)?.rests(frame) !== false) return false
    this.#fetches.add(frame, source)
    return true
  }

  /** Its key was deleted, or its time was over, before it could be read: as lost as an entry that was trimmed away. */
  #pictureGone(frame: EncodedFrame): void {
    // At the end of the process nobody waits for answers any more; the frame will be read again after the start.
    if (!this.#closing) this.lost(frame.stream, 1, 'trimmed')
    this.#unjudged.settled(frame.stream)
    this.#release(frame.stream)
    this.#pump()
  }

  #release(stream: string): void {
    // The frame may belong to a camera that left and came back meanwhile, whose frames have to wait.
    if (!this.#gate.holds(stream)) this.#queue.done(stream)
  }

  /** A decoder that never waits for anything would else work off the whole queue in one turn of the event loop. */
  #takeBreak(): void {
    if (this.#onBreak) return
    this.#onBreak = true
    setImmediate(() => {
      this.#onBreak = false
      this.#breakDueMs = performance.now() + MOST_WITHOUT_BREAK_MS
      this.#pump()
    })
  }

  #countOverload(stream: string, count: number): void {
    if (stream !== HIDDEN_STREAM) this.#droppedOverload += count
    this.#sessionOf(stream)?.droppedFrames(count)
  }

  #sessionOf(stream: string): CameraSession | undefined {
    return stream === HIDDEN_STREAM ? this.#hidden?.session : this.#sessions.get(stream)
  }

  #tick(): void {
    const nowMs = this.#options.clock()
    const stepMs = this.#clockSteps.take(nowMs, performance.now())
    if (stepMs !== 0) {
      for (const session of this.#sessions.values()) session.clockSet(stepMs, nowMs)
      this.#hidden?.clockSet(stepMs, nowMs)
    }
    for (const stream of this.#gate.overdue(nowMs)) this.#letIn(stream)
    for (const session of this.#sessions.values()) {
      const status = this.#routeOf(session.stream)?.source.status(session.stream)
      // While a source cannot be reached nobody knows whether a camera is silent. After it, silence counts from anew.
      if (status?.connected === true) session.tick(nowMs, status.sinceMs)
    }
    this.#hidden?.tick(nowMs)
  }

  #counters(): ShardCounters {
    let totals = this.#past
    for (const session of this.#sessions.values()) totals = plus(totals, session.totals())
    const { analysed, identical, skipped, cooldown } = totals
    return {
      received: this.#received,
      analysed,
      identical,
      skipped,
      droppedOverload: this.#droppedOverload,
      droppedTrimmed: this.#droppedTrimmed,
      droppedCooldown: cooldown
    }
  }
}

function plus(one: SessionTotals, other: SessionTotals): SessionTotals {
  return {
    analysed: one.analysed + other.analysed,
    identical: one.identical + other.identical,
    cooldown: one.cooldown + other.cooldown,
    skipped: one.skipped + other.skipped
  }
}
