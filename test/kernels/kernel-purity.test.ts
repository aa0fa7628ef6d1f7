import { describe, expect, it } from 'vitest'
import { bandEnergy, createBandEnergy } from '../../src/kernels/band-energy.ts'
import { blockStatistics, createBlockStatistics } from '../../src/kernels/block-statistics.ts'
import { boxLook } from '../../src/kernels/box-look.ts'
import { cannyEdgeRatio } from '../../src/kernels/canny-edge-ratio.ts'
import { changeStatistics, createChangeStatistics } from '../../src/kernels/change-statistics.ts'
import { colourSums, createColourSums } from '../../src/kernels/colour-sums.ts'
import { turnTable, windowTable } from '../../src/kernels/correlation-tables.ts'
import { differenceQuantiles } from '../../src/kernels/difference-quantiles.ts'
import { grainSums, relitDifferenceSums } from '../../src/kernels/difference-sums.ts'
import { gridMeans } from '../../src/kernels/grid-means.ts'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { learnScene } from '../../src/kernels/learn-scene.ts'
import { lookSize } from '../../src/kernels/look-size.ts'
import { lumaProfiles } from '../../src/kernels/luma-profiles.ts'
import { createLumaStatistics, lumaStatistics } from '../../src/kernels/luma-statistics.ts'
import { meanLevel } from '../../src/kernels/mean-level.ts'
import { phaseCorrelation } from '../../src/kernels/phase-correlation.ts'
import { powerSpectra } from '../../src/kernels/power-spectra.ts'
import { addToBackground } from '../../src/kernels/running-background.ts'
import { createSceneSums, sceneSums } from '../../src/kernels/scene-sums.ts'
import { createSobelGradients, sobelGradients } from '../../src/kernels/sobel-gradients.ts'
import { sampleShape } from '../../src/pipeline/detect/scene/frame/recent-frames.ts'
import { makePlane, seededRandom } from './planes.ts'

const random = seededRandom(47)

/** Every kernel, on a picture and the one before; results are not looked at. */
function runAll(memory: KernelMemory, width: number, height: number): void {
  meanLevel(memory, 'picture')
  lumaStatistics(memory, 'picture', 16, 250, createLumaStatistics())
  cannyEdgeRatio(memory, 'picture', 0, 0)
  changeStatistics(memory, 25, createChangeStatistics())
  sobelGradients(memory, 'picture', createSobelGradients(width * height))
  blockStatistics(memory, 'picture', createBlockStatistics())
  lumaProfiles(memory, 'picture', new Float64Array(height), new Float64Array(width))
  gridMeans(memory, 'picture', width, 9, new Float32Array(width * 9))
  addToBackground(memory, 'picture', new Int16Array(width * height), 4, new Uint8Array(144).fill(1))
  bandEnergy(memory, createBandEnergy())
  phaseCorrelation(memory, new Float32Array(16_384).fill(3), new Float32Array(16_384), 128, 128, {
    shiftX: 0,
    shiftY: 0,
    confidence: 0
  })
  runScene(memory, width, height)
}

/** Those that hold a picture against its scene; of a picture that has a small one. */
function runScene(memory: KernelMemory, width: number, height: number): void {
  memory.put('blue', new Uint8Array(width * height).fill(90), width, height)
  memory.put('red', new Uint8Array(width * height).fill(170), width, height)
  colourSums(memory, 1, 5, createColourSums())
  const size = lookSize(width, height)
  if (size === null) return
  const { look, usual, sampled, sampledBefore, spots, spotsBefore, picture } = memory.layout
  const blocks = new Float64Array(144)
  boxLook(memory, size)
  learnScene(memory, size, 5, 7)
  sceneSums(memory, size, 245, 6, createSceneSums())
  relitDifferenceSums(memory, look, usual, size.width, size.height, 1.1, -3, blocks)
  const shape = sampleShape(width, height)
  memory.run.sampleRows(picture, width, shape.rowStep, shape.rows, sampled)
  grainSums(memory, sampled, sampledBefore, width, shape.rows, blocks)
  memory.run.sampleSpots(picture, width, shape.spotStep, shape.spotColumns, shape.spotRows, spots)
  const { spotColumns, spotRows } = shape
  const pixels = new Float64Array(144).fill(1)
  differenceQuantiles(memory, spots, spotsBefore, spotColumns, spotRows, pixels, { medianLevels: 0, highLevels: 0 })
  const [wave, power] = [new Float32Array(4096).fill(9), new Float32Array(4096)]
  powerSpectra(memory, wave, wave, 64, power, power)
}

describe('the kernels', () => {
  it.each([
    [32, 18],
    [33, 19],
    [47, 31],
    [240, 135],
    [1000, 18],
    [32, 1000]
  ])(
    'write neither to their inputs nor past their scratch, in a memory just large enough for %i x %i',
    (width, height) => {
      const memory = new KernelMemory()
      const [picture, previous] = [
        makePlane(width, height, () => random() * 256),
        makePlane(width, height, () => random() * 256)
      ]
      memory.put('picture', picture, width, height)
      memory.put('previous', previous, width, height)
      const { bytes } = memory
      // Behind everything that is laid out, up to the end of the page.
      bytes.fill(0xa5, memory.layout.end)
      runAll(memory, width, height)
      expect(memory.bytes).toBe(bytes)
      const { layout, floats } = memory
      expect(Buffer.compare(bytes.subarray(layout.picture, layout.picture + picture.length), picture)).toBe(0)
      expect(Buffer.compare(bytes.subarray(layout.previous, layout.previous + previous.length), previous)).toBe(0)
      expect(floats.slice(layout.turns / 4, layout.turns / 4 + turnTable().length)).toEqual(turnTable())
      expect(floats.slice(layout.windows / 4, layout.windows / 4 + windowTable().length)).toEqual(windowTable())
      expect(bytes.subarray(layout.end).every(value => value === 0xa5)).toBe(true)
    }
  )
})
