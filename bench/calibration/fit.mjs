#!/usr/bin/env node
// What the numbers of src/pipeline/detect/full-size-estimate.ts were chosen from.
//
//   npm run build && node bench/calibration/fit.mjs <folder of clips> [runs per clip, default 7]
import '../load-typescript.mjs'
import { EDGE_LIMITS, LEAST_WIDTH_PX, SCALES, samples } from './samples.mjs'

// The plain versions: they show the differences before they are smoothed too.
const REFERENCE = '../../test/kernels/reference'
const { absoluteDifference } = await import(`${REFERENCE}/absolute-difference.ts`)
const { cannyEdgeRatio, createCannyScratch } = await import(`${REFERENCE}/canny-edge-ratio.ts`)
const { gaussian5x5 } = await import(`${REFERENCE}/gaussian-5x5.ts`)
const { meanLevel } = await import(`${REFERENCE}/mean-level.ts`)
const { shareOver } = await import(`${REFERENCE}/share-over.ts`)

const MULTIPLES = [0.5, 0.75, 1, 1.25, 1.4, 1.5, 1.6, 1.75, 2, 2.25, 2.5, 3, 4]
const LEVELS = [18, 20, 22, 25, 28]
const FULL_LEVEL = 25
// Below these shares of edge pixels a ratio of two of them says nothing, and an error is held against the limit of 0.02.
const LEAST_SHARE = { full: 0.004, working: 0.002, ofError: 0.02 }

const [folder, runsPerClip = '7'] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Cannot fit: expected a folder of clips')
  process.exit(2)
}
const results = []
for await (const { width, before, now } of samples(folder, Number(runsPerClip))) {
  const at = {}
  for (const scale of SCALES) {
    at[scale] = { edges: edgesOf(now[scale], scale), ...changeOf(before[scale], now[scale]) }
  }
  results.push({ width, at })
}
printEdgeFit()
printLevelFit()
printMeanFit()

/** Share of edge pixels for each multiple of each pair of thresholds; for full size, the multiple 1 alone. */
function edgesOf({ luma, width, height }, scale) {
  const scratch = createCannyScratch(width, height)
  const multiples = scale === 1 ? [1] : MULTIPLES
  return multiples.map(multiple =>
    EDGE_LIMITS.map(({ low, high }) => cannyEdgeRatio(luma, width, height, low * multiple, high * multiple, scratch))
  )
}

function changeOf(before, now) {
  const { width, height } = now
  const count = width * height
  const plain = new Uint8Array(count)
  const smooth = new Uint8Array(count)
  absoluteDifference(before.luma, now.luma, count, plain)
  gaussian5x5(plain, width, height, new Uint16Array(count), smooth)
  const shares = plane => LEVELS.map(level => shareOver(plane, count, level))
  return { mean: meanLevel(smooth, count), plain: shares(plain), smooth: shares(smooth) }
}

function eachScale(print) {
  for (const [scale, widthPx] of Object.entries(LEAST_WIDTH_PX)) {
    print(
      scale,
      results.filter(result => result.width >= widthPx).map(({ at }) => ({ full: at[1], working: at[scale] }))
    )
  }
}

function printEdgeFit() {
  console.log('Share of edge pixels, all pairs of thresholds together: factor = median of full / working')
  console.log('| scale | thresholds x | factor | median error | p95 error |\n| --- | --- | --- | --- | --- |')
  eachScale((scale, pairs) => {
    MULTIPLES.forEach((multiple, i) => {
      const points = pairs.flatMap(({ full, working }) => full.edges[0].map((share, k) => [share, working.edges[i][k]]))
      const used = points.filter(([full, working]) => full > LEAST_SHARE.full && working > LEAST_SHARE.working)
      const factor = quantile(
        used.map(([full, working]) => full / working),
        0.5
      )
      const errors = used.map(
        ([full, working]) => Math.abs(factor * working - full) / Math.max(full, LEAST_SHARE.ofError)
      )
      console.log(
        `| 1/${scale} | ${multiple} | ${factor.toFixed(2)} | ${percent(errors, 0.5)} | ${percent(errors, 0.95)} |`
      )
    })
  })
}

function printLevelFit() {
  console.log(`\nShare over ${FULL_LEVEL} levels at full size, held against the share over a level at the working size`)
  console.log(
    '| scale | plane | level | mean difference | p95 of the absolute difference |\n| --- | --- | --- | --- | --- |'
  )
  eachScale((scale, pairs) => {
    for (const plane of ['smooth', 'plain']) {
      LEVELS.forEach((level, i) => {
        const steps = pairs.map(({ full, working }) => working[plane][i] - full.smooth[LEVELS.indexOf(FULL_LEVEL)])
        const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length
        const p95 = quantile(steps.map(Math.abs), 0.95)
        console.log(`| 1/${scale} | ${plane} | ${level} | ${mean.toFixed(4)} | ${p95.toFixed(3)} |`)
      })
    }
  })
}

function printMeanFit() {
  console.log('\nMean change at full size / at the working size, where it is over 4 levels')
  console.log('| scale | pairs | median | p75 | p95 |\n| --- | --- | --- | --- | --- |')
  eachScale((scale, pairs) => {
    const ratios = pairs.filter(({ full }) => full.mean > 4).map(({ full, working }) => full.mean / working.mean)
    const at = [0.5, 0.75, 0.95].map(share => quantile(ratios, share).toFixed(3))
    console.log(`| 1/${scale} | ${ratios.length} | ${at.join(' | ')} |`)
  })
}

function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(share * (sorted.length - 1))]
}

function percent(values, share) {
  return `${(100 * quantile(values, share)).toFixed(0)} %`
}
