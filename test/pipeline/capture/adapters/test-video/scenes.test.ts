import { describe, expect, it } from 'vitest'
import { BUILT_IN_CAMERAS } from '../../../../../src/pipeline/capture/adapters/test-video/built-in-cameras.ts'
import { createCanvas, resetCanvas } from '../../../../../src/pipeline/capture/adapters/test-video/render/canvas.ts'
import { drawCast } from '../../../../../src/pipeline/capture/adapters/test-video/render/draw-cast.ts'
import { renderStill, type Still } from '../../../../../src/pipeline/capture/adapters/test-video/render/still.ts'
import { BLACK_LEVEL, WHITE_LEVEL } from '../../../../../src/pipeline/capture/adapters/test-video/render/tone.ts'
import { HEIGHT, WIDTH } from '../../../../../src/pipeline/capture/adapters/test-video/render/view.ts'
import type { World } from '../../../../../src/pipeline/capture/adapters/test-video/render/world.ts'
import { yardNight } from '../../../../../src/pipeline/capture/adapters/test-video/scenes/yard-night.ts'

function finish(world: World): Still {
  const rows = renderStill(world)
  for (;;) {
    const row = rows.next()
    if (row.done === true) return row.value
  }
}

/** Mean step between neighbours along rows and columns, grey levels. */
function gradient(rgb: Uint8Array): number {
  let sum = 0
  for (let y = 1; y < HEIGHT; y++) {
    for (let x = 1; x < WIDTH; x++) {
      const i = (y * WIDTH + x) * 3 + 1
      sum += Math.abs(rgb[i]! - rgb[i - 3]!) + Math.abs(rgb[i]! - rgb[i - 3 * WIDTH]!)
    }
  }
  return sum / ((WIDTH - 1) * (HEIGHT - 1))
}

function changedShare(a: Uint8Array, b: Uint8Array): number {
  let changed = 0
  for (let i = 1; i < a.length; i += 3) if (Math.abs(a[i]! - b[i]!) > 8) changed++
  return changed / (a.length / 3)
}

describe.each(BUILT_IN_CAMERAS.map(({ scene }) => [scene.stream, scene] as const))('%s', (_name, scene) => {
  const stage = scene.build()
  const still = finish(stage.world)
  const canvas = createCanvas()
  const frameAt = (seconds: number): Uint8Array => {
    resetCanvas(canvas, still, 1)
    drawCast(stage.world, still, stage.cast(seconds), canvas)
    return canvas.rgb.slice()
  }

  it('has a background with permanent edges, neither dark nor washed out', () => {
    const mean = still.rgb.reduce((sum, value) => sum + value, 0) / still.rgb.length
    expect(mean).toBeGreaterThan(60)
    expect(mean).toBeLessThan(190)
    expect(gradient(still.rgb)).toBeGreaterThan(5)
  })

  it('shows the same picture at the same time, and another one later', () => {
    expect(Buffer.compare(frameAt(12.4), frameAt(12.4))).toBe(0)
    const shares = [0, 5, 10, 15, 20, 25, 30].map(seconds => changedShare(frameAt(seconds), frameAt(seconds + 2.5)))
    expect(Math.max(...shares)).toBeGreaterThan(0.004)
  })

  it('moves little enough from frame to frame not to look like a struck camera', () => {
    for (let seconds = 0; seconds < 60; seconds += 4.3) {
      expect(changedShare(frameAt(seconds), frameAt(seconds + 0.2))).toBeLessThan(0.25)
    }
  })

  it('keeps all levels where noise may be added', () => {
    for (const seconds of [1, 11, 21]) {
      let [least, most] = [255, 0]
      for (const value of frameAt(seconds)) {
        least = Math.min(least, value)
        most = Math.max(most, value)
      }
      expect(least).toBeGreaterThanOrEqual(BLACK_LEVEL)
      expect(most).toBeLessThanOrEqual(WHITE_LEVEL)
    }
  })

  it('has somebody or something moving most of the time', () => {
    let busy = 0
    for (let seconds = 0; seconds < 120; seconds++) if (stage.cast(seconds).length > 0) busy++
    expect(busy).toBeGreaterThan(90)
  })
})

describe('renderStill', () => {
  it('renders a scene to the same bytes each time', () => {
    const [one, other] = [finish(yardNight.build().world), finish(yardNight.build().world)]
    expect(Buffer.compare(one.rgb, other.rgb)).toBe(0)
    expect(one.depth).toEqual(other.depth)
  })

  it('renders an infrared scene without colour', () => {
    const { rgb } = finish(yardNight.build().world)
    let coloured = 0
    for (let i = 0; i < rgb.length; i += 3) if (rgb[i] !== rgb[i + 1] || rgb[i] !== rgb[i + 2]) coloured++
    expect(coloured).toBe(0)
  })
})
