// Each kernel as it is used, beside the plain version of it. Both get the same two frames of a street of boxes with grain.
import '../load-typescript.mjs'

const SRC = '../../src/kernels'
const REFERENCE = '../../test/kernels/reference'
const { BLOCKS } = await import(`${SRC}/block-grid.ts`)
const { bandEnergy, createBandEnergy } = await import(`${SRC}/band-energy.ts`)
const { blockStatistics, createBlockStatistics } = await import(`${SRC}/block-statistics.ts`)
const { cannyEdgeRatio } = await import(`${SRC}/canny-edge-ratio.ts`)
const { changeStatistics, createChangeStatistics } = await import(`${SRC}/change-statistics.ts`)
const { gridMeans } = await import(`${SRC}/grid-means.ts`)
const { KernelMemory } = await import(`${SRC}/kernel-memory.ts`)
const { lumaProfiles } = await import(`${SRC}/luma-profiles.ts`)
const { createLumaStatistics, lumaStatistics } = await import(`${SRC}/luma-statistics.ts`)
const { meanLevel } = await import(`${SRC}/mean-level.ts`)
const { phaseCorrelation } = await import(`${SRC}/phase-correlation.ts`)
const { addToBackground } = await import(`${SRC}/running-background.ts`)
const { createSobelGradients, sobelGradients } = await import(`${SRC}/sobel-gradients.ts`)
const { measure } = await import('../../src/pipeline/detect/measure.ts')
const { MeasureScratch } = await import('../../src/pipeline/detect/measure-scratch.ts')
const plain = {
  ...(await import(`${REFERENCE}/canny-edge-ratio.ts`)),
  ...(await import(`${REFERENCE}/change-statistics.ts`)),
  ...(await import(`${REFERENCE}/mean-level.ts`)),
  ...(await import(`${REFERENCE}/plain-background.ts`)),
  ...(await import(`${REFERENCE}/plain-band-energy.ts`)),
  ...(await import(`${REFERENCE}/plain-block-statistics.ts`)),
  ...(await import(`${REFERENCE}/plain-correlation.ts`)),
  ...(await import(`${REFERENCE}/plain-grid.ts`)),
  ...(await import(`${REFERENCE}/plain-luma-statistics.ts`)),
  ...(await import(`${REFERENCE}/plain-profiles.ts`)),
  ...(await import(`${REFERENCE}/plain-sobel.ts`))
}

const EDGE = { low: 50, high: 150, minRatio: 0.02 }
const CHANGED_LEVELS = 25
const SMALL = 64

/** What to time at one size: a name, the plain version and the kernel, each ready to be called. */
export async function makeSubjects(width, height) {
  const [previous, picture] = [street(width, height, 0), street(width, height, 3)]
  return [
    ...today(picture, previous, width, height),
    ...ofOnePicture(picture, width, height),
    ...ofSeveral(picture, previous, width, height)
  ]
}

/** What is measured of every frame today. The starred ones are typed-array JavaScript written to be fast. */
function today(picture, previous, width, height) {
  const memory = filled(picture, previous, width, height)
  const canny = plain.createCannyScratch(width, height)
  const scratch = plain.createChangeScratch(width * height)
  const change = createChangeStatistics()
  const plainMean = () => plain.meanLevel(picture, width * height)
  const plainCanny = () => plain.cannyEdgeRatio(picture, width, height, EDGE.low, EDGE.high, canny)
  const plainChange = () => plain.changeStatistics(previous, picture, width, height, CHANGED_LEVELS, scratch, change)
  const frames = [previous, picture].map(luma => {
    return { luma, width, height, sourceWidth: width, sourceHeight: height, channels: 1, scale: 1 }
  })
  const measureScratch = new MeasureScratch()
  return [
    { name: 'mean *', plain: plainMean, simd: () => meanLevel(memory, 'picture') },
    {
      name: 'Canny edge ratio *',
      plain: plainCanny,
      simd: () => cannyEdgeRatio(memory, 'picture', EDGE.low, EDGE.high)
    },
    { name: 'change *', plain: plainChange, simd: () => changeStatistics(memory, CHANGED_LEVELS, change) },
    {
      name: 'whole measure, copies in included *',
      plain: () => [plainMean(), plainCanny(), plainChange()],
      simd: () => measure(frames[1], frames[0], EDGE, measureScratch)
    }
  ]
}

function ofOnePicture(picture, width, height) {
  const memory = filled(picture, picture, width, height)
  const [luma, blocks, bands] = [createLumaStatistics(), createBlockStatistics(), createBandEnergy()]
  const gradients = createSobelGradients(width * height)
  const [rows, columns] = [new Float64Array(height), new Float64Array(width)]
  return [
    {
      name: 'luma statistics',
      plain: () => plain.plainLumaStatistics(picture, 16, 250),
      simd: () => lumaStatistics(memory, 'picture', 16, 250, luma)
    },
    {
      name: 'Sobel gradients and directions',
      plain: () => plain.plainSobel(picture, width, height, gradients),
      simd: () => sobelGradients(memory, 'picture', gradients)
    },
    {
      name: 'block statistics',
      plain: () => plain.plainBlockStatistics(picture, width, height),
      simd: () => blockStatistics(memory, 'picture', blocks)
    },
    {
      name: 'band energy',
      plain: () => plain.plainBandEnergy(picture, width, height),
      simd: () => bandEnergy(memory, bands)
    },
    {
      name: 'profiles',
      plain: () => plain.plainProfiles(picture, width, height, rows, columns),
      simd: () => lumaProfiles(memory, 'picture', rows, columns)
    }
  ]
}

function ofSeveral(picture, previous, width, height) {
  const memory = filled(picture, previous, width, height)
  const background = Int16Array.from(previous, level => level * 128)
  const chosen = Uint8Array.from({ length: BLOCKS }, (_, block) => block % 5)
  const [before, after] = [new Float32Array(SMALL * SMALL), new Float32Array(SMALL * SMALL)]
  gridMeans(memory, 'previous', SMALL, SMALL, before)
  const shift = { shiftX: 0, shiftY: 0, confidence: 0 }
  return [
    {
      name: 'running background',
      plain: () => plain.plainBackground(picture, width, height, background, 5, chosen),
      simd: () => addToBackground(memory, 'picture', background, 5, chosen)
    },
    {
      name: 'grid means, 64 x 64',
      plain: () => plain.plainGridMeans(picture, width, height, SMALL, SMALL),
      simd: () => gridMeans(memory, 'picture', SMALL, SMALL, after)
    },
    {
      name: 'phase correlation, 64 x 64',
      plain: () => plain.plainCorrelation(before, after, SMALL, SMALL),
      simd: () => phaseCorrelation(memory, before, after, SMALL, SMALL, shift)
    }
  ]
}

function filled(picture, previous, width, height) {
  const memory = new KernelMemory()
  memory.put('picture', picture, width, height)
  memory.put('previous', previous, width, height)
  return memory
}

function street(width, height, shiftPx) {
  const cell = Math.max(8, Math.round(width / 40))
  let seed = 1 + shiftPx
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const column = Math.floor(((i % width) + shiftPx) / cell)
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    return 40 + ((column * 5 + Math.floor(i / width / cell) * 3) % 8) * 22 + ((seed >> 16) % 9)
  })
}
