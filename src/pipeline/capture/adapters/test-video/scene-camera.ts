import { setImmediate } from 'node:timers/promises'
import sharp from 'sharp'
import type { AnnouncedFaults } from '../../../../model/frame.ts'
import { type FaultSchedule, faultAt, nextFault, type StagedFault } from './fault-schedule.ts'
import { FAULT_EFFECTS } from './faults/fault-effects.ts'
import { drawOverlay } from './overlay.ts'
import { type Canvas, createCanvas, resetCanvas } from './render/canvas.ts'
import { drawCast } from './render/draw-cast.ts'
import { renderStill, type Still } from './render/still.ts'
import { HEIGHT, WIDTH } from './render/view.ts'
import type { Scene, Stage } from './scenes/scene.ts'
import { addSensorNoise } from './sensor.ts'
import type { PlayedFrame, StreamPlayer } from './stream-player.ts'

const JPEG_QUALITY = 80
/** Rows of the still are rendered for so long before other work gets its turn, ms. */
const RENDER_SLICE_MS = 10
/** Seconds in which the light swings up and down once. */
const LIGHT_PERIOD_S = 140
/** The light changes in steps that cannot be seen, so that the still is seldom computed anew. */
const GAIN_STEPS = 200
const SHAPE: readonly number[] = [HEIGHT, WIDTH, 3]

export interface SceneCameraOptions {
  readonly scene: Scene
  readonly schedule: FaultSchedule
  readonly fps: number
  /** When the camera was switched on, epoch ms: its schedule and its scene count from here. */
  readonly startedAtMs: number
}

interface Prepared {
  readonly stage: Stage
  readonly still: Still
  readonly canvas: Canvas
}

/** A built-in camera: renders its scene, stages its faults, encodes. */
export class SceneCamera implements StreamPlayer {
  readonly #options: SceneCameraOptions
  #prepared: Prepared | null = null
  #closed = false

  constructor(options: SceneCameraOptions) {
    this.#options = options
  }

  async prepare(): Promise<void> {
    const stage = this.#options.scene.build()
    const rows = renderStill(stage.world)
    for (;;) {
      const sliceEnd = performance.now() + RENDER_SLICE_MS
      let row = rows.next()
      while (row.done !== true && performance.now() < sliceEnd) row = rows.next()
      if (row.done === true) {
        this.#prepared = { stage, still: row.value, canvas: createCanvas() }
        return
      }
      await setImmediate()
      if (this.#closed) return
    }
  }

  async next(nowMs: number): Promise<PlayedFrame | null> {
    const { schedule, startedAtMs } = this.#options
    const seconds = Math.max(0, (nowMs - startedAtMs) / 1000)
    const staged = faultAt(schedule, seconds)
    const effect = staged === null ? null : FAULT_EFFECTS[staged.kind]
    if (this.#prepared === null || effect?.stage === 'gap') return null
    const shown = staged !== null && effect?.stage === 'time' ? staged.startedAtSeconds : seconds
    const moment = Math.round(shown * this.#options.fps)
    const rgb = this.#render(this.#prepared, shown, moment, staged)
    const encoded = await encode(rgb)
    const jpeg = effect?.stage === 'bytes' ? effect.damage(encoded, moment) : encoded
    return { jpeg, shape: SHAPE, announced: this.#announce(seconds, staged) }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#prepared = null
  }

  #render({ stage, still, canvas }: Prepared, seconds: number, moment: number, staged: StagedFault | null): Uint8Array {
    const { scene, startedAtMs } = this.#options
    const swing = Math.sin((seconds / LIGHT_PERIOD_S) * 2 * Math.PI + scene.label.length)
    resetCanvas(canvas, still, Math.round((1 + scene.lightDrift * swing) * GAIN_STEPS) / GAIN_STEPS)
    drawCast(stage.world, still, stage.cast(seconds), canvas)
    // By the ms: two frames that a busy machine brings closer together than usual do not have the same noise.
    addSensorNoise(canvas.rgb, scene.noiseLevels, Math.round(seconds * 1000))
    const frame = { data: canvas.rgb, width: WIDTH, height: HEIGHT }
    const effect = staged === null ? null : FAULT_EFFECTS[staged.kind]
    if (staged !== null && effect?.stage === 'lens') effect.apply(frame, staged.progress, moment)
    drawOverlay({ ...frame, channels: 3 }, scene.label, startedAtMs + seconds * 1000)
    if (staged !== null && effect?.stage === 'signal') effect.apply(frame, staged.progress, moment)
    return canvas.rgb
  }

  #announce(seconds: number, staged: StagedFault | null): AnnouncedFaults {
    const next = nextFault(this.#options.schedule, seconds)
    if (next === null) return { fault: staged?.kind ?? null, next }
    const at = new Date(this.#options.startedAtMs + next.atSeconds * 1000).toISOString()
    return { fault: staged?.kind ?? null, next: { kind: next.kind, at } }
  }
}

async function encode(rgb: Uint8Array): Promise<Uint8Array> {
  return await sharp(rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    // The search for better Huffman tables would double the cost and save one byte in a hundred.
    .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:2:0', optimiseCoding: false })
    .toBuffer()
}
