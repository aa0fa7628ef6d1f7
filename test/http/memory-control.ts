import { AppError } from '../../src/errors.ts'
import { LatencyHistogram } from '../../src/lib/latency-histogram.ts'
import type { Camera } from '../../src/model/camera.ts'
import {
  type Readiness,
  type ServiceControl,
  STAGES,
  type StreamPerformance,
  type SubscribeResult
} from '../../src/subscription/service-control.ts'

/** The service as the API sees it, kept in memory: real state, no frames. */
export class MemoryControl implements ServiceControl {
  running = false
  ready = true
  epoch = 0
  cameras: readonly Camera[] = []
  readonly frames: { stream: string; jpeg: Buffer; metaText: string | null }[] = []
  readonly snapshots = new Map<string, Uint8Array>()
  /** Thrown by the next call, whatever it is. */
  failure: unknown = null
  resets = 0

  async start(): Promise<boolean> {
    this.#fail()
    const changed = !this.running
    this.running = true
    return changed
  }

  async stop(): Promise<boolean> {
    this.#fail()
    const changed = this.running
    this.running = false
    this.cameras = []
    return changed
  }

  async subscribe(cameras: readonly Camera[]): Promise<SubscribeResult> {
    this.#fail()
    this.running = true
    this.cameras = cameras
    this.epoch++
    return { epoch: this.epoch, subscribed: cameras.map(camera => camera.stream) }
  }

  async acceptFrame(stream: string, jpeg: Buffer, metaText: string | null): Promise<void> {
    this.#fail()
    this.frames.push({ stream, jpeg, metaText })
  }

  async performance(stream?: string): Promise<readonly StreamPerformance[] | null> {
    const names = this.cameras.map(camera => camera.stream)
    if (stream !== undefined && !names.includes(stream)) return null
    const histogram = new LatencyHistogram()
    histogram.record(2)
    const stages = Object.fromEntries(
      STAGES.map(stage => [stage, (stage === 'store' ? new LatencyHistogram() : histogram).summary()])
    ) as StreamPerformance['stages']
    return names
      .filter(name => stream === undefined || name === stream)
      .map(name => ({
        stream: name,
        analysed: 1,
        dropped: { overload: 1, trimmed: 2, cooldown: 3 },
        skipped: 4,
        stages
      }))
  }

  async resetPerformance(): Promise<void> {
    this.resets++
  }

  async snapshot(key: string): Promise<Uint8Array> {
    this.#fail()
    const found = this.snapshots.get(key)
    if (found === undefined) throw new AppError('snapshot/not-found', `There is no snapshot ${key}`)
    return found
  }

  async readiness(): Promise<Readiness> {
    const checks = [{ name: 'frames', ok: this.ready, detail: 'Redis answers' }]
    return { ready: this.ready, running: this.running, checks }
  }

  #fail(): void {
    const failure = this.failure
    this.failure = null
    if (failure !== null) throw failure
  }
}
