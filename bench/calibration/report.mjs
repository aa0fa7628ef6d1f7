// What the frame is, and the kinds of it.
const GROUPS = {
  'as filmed': ['next', 'later'],
  'cover, part cover, cut': ['cover', 'part cover', 'cut'],
  shake: ['shake']
}

/** Estimated against true share of edge pixels, per scale and pair of Canny thresholds. */
export function printEdges(samples, edgeLimits, leastWidthPx) {
  console.log(
    '\nShare of edge pixels: estimate against full size; errors relative to the true share, or to 0.02 below that'
  )
  console.log(
    '| scale | Canny | frames | correlation | median error | p95 error |\n| --- | --- | --- | --- | --- | --- |'
  )
  forEachScale(samples, leastWidthPx, (scale, used) => {
    edgeLimits.forEach(({ low, high }, i) => {
      const truth = used.map(sample => sample.byScale[1].edgeRatios[i])
      const guess = used.map(sample => sample.byScale[scale].edgeRatios[i])
      console.log(`| 1/${scale} | ${low}/${high} | ${comparison(truth, guess, 0.02)} |`)
    })
  })
}

/** Estimated against true change between two frames, per scale. */
export function printChange(samples, leastWidthPx) {
  console.log(
    '\nChange between two frames; errors relative to the truth, or to 5 levels (0.05 for the share) below that'
  )
  console.log(
    '| scale | measure | values | correlation | median error | p95 error |\n| --- | --- | --- | --- | --- | --- |'
  )
  const measures = {
    'mean, levels': [change => [change.meanLevels], 5],
    'mean of a region, levels': [change => change.regionMeanLevels, 5],
    'share over 25 levels': [change => [change.highRatio], 0.05]
  }
  forEachScale(samples, leastWidthPx, (scale, used) => {
    for (const [name, [take, floor]] of Object.entries(measures)) {
      const truth = used.flatMap(sample => take(sample.byScale[1].change))
      const guess = used.flatMap(sample => take(sample.byScale[scale].change))
      console.log(`| 1/${scale} | ${name} | ${comparison(truth, guess, floor)} |`)
    }
  })
}

/** How often the small picture leads to the same verdict, with the contract's default limits. */
export function printVerdicts(samples, leastWidthPx) {
  console.log(
    '\nSame verdict as at full size, default limits: agreement (said by the small picture alone / by full size alone)'
  )
  console.log('| scale | frames | occluded | tampered |\n| --- | --- | --- | --- |')
  forEachScale(samples, leastWidthPx, (scale, used) => {
    for (const [name, kinds] of Object.entries(GROUPS)) {
      const list = used.filter(sample => kinds.includes(sample.kind))
      const [occluded, tampered] = ['occluded', 'shaken'].map(kind => agreement(list, scale, kind))
      console.log(`| 1/${scale} | ${list.length} ${name} | ${occluded} | ${tampered} |`)
    }
  })
}

/** Each frame on which the verdicts differ, so that the errors can be understood. */
export function printDisagreements(samples, leastWidthPx) {
  console.log('\nFrames with another verdict: full size first')
  console.log('| scale | clip | frame | verdicts | edge ratio | mean change |\n| --- | --- | --- | --- | --- | --- |')
  forEachScale(samples, leastWidthPx, (scale, used) => {
    for (const { clip, kind, byScale } of used) {
      const [full, working] = [byScale[1], byScale[scale]]
      const names = [full, working].map(figures => figures.kinds.join(' ') || 'none')
      if (names[0] === names[1]) continue
      const ratios = [full, working].map(figures => figures.edgeRatios[0].toFixed(4))
      const means = [full, working].map(figures => figures.change.meanLevels.toFixed(1))
      console.log(
        `| 1/${scale} | ${clip} | ${kind} | ${[names, ratios, means].map(pair => pair.join(' / ')).join(' | ')} |`
      )
    }
  })
}

/** How much the measures wander by themselves, and how far apart unrelated views are, at each camera's working scale. */
export function printSteadiness(samples) {
  const working = samples.map(sample => ({ ...sample, figures: sample.byScale[workingScale(sample.width)] }))
  const real = working.filter(sample => GROUPS['as filmed'].includes(sample.kind))
  const cuts = working.filter(sample => sample.kind === 'cut')
  const line = (name, values, unit) => {
    const sorted = values.toSorted((a, b) => a - b)
    const at = share => `${sorted[Math.floor(share * (sorted.length - 1))].toFixed(3)} ${unit}`
    console.log(`| ${name} | ${values.length} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`)
  }
  console.log('\nBetween frames 0.1 or 0.2 s apart as filmed, and between unrelated views')
  console.log('| measure | pairs | median | p95 | most |\n| --- | --- | --- | --- | --- |')
  line(
    'step of mean luma',
    real.map(sample => sample.figures.lumaStepLevels),
    'levels'
  )
  line(
    'step of edge ratio, relative',
    real.map(sample => sample.figures.edgeStep),
    ''
  )
  line(
    'mean change as filmed',
    real.map(sample => sample.figures.change.meanLevels),
    'levels'
  )
  line(
    'mean change, unrelated view',
    cuts.map(sample => sample.figures.change.meanLevels),
    'levels'
  )
}

function workingScale(width) {
  return [8, 4, 2].find(scale => width >= 240 * scale) ?? 1
}

function forEachScale(samples, leastWidthPx, print) {
  for (const [scale, widthPx] of Object.entries(leastWidthPx)) {
    print(
      Number(scale),
      samples.filter(sample => sample.width >= widthPx)
    )
  }
}

function comparison(truth, guess, floor) {
  const errors = truth.map((value, i) => Math.abs(guess[i] - value) / Math.max(value, floor)).sort((a, b) => a - b)
  const at = share => `${(100 * errors[Math.floor(share * (errors.length - 1))]).toFixed(0)} %`
  return `${truth.length} | ${correlation(truth, guess).toFixed(3)} | ${at(0.5)} | ${at(0.95)}`
}

function correlation(xs, ys) {
  const mean = list => list.reduce((sum, value) => sum + value, 0) / list.length
  const [meanX, meanY] = [mean(xs), mean(ys)]
  const dot = (as, meanA, bs, meanB) => as.reduce((sum, a, i) => sum + (a - meanA) * (bs[i] - meanB), 0)
  return dot(xs, meanX, ys, meanY) / Math.sqrt(dot(xs, meanX, xs, meanX) * dot(ys, meanY, ys, meanY))
}

function agreement(samples, scale, kind) {
  const says = (sample, at) => sample.byScale[at].kinds.includes(kind)
  const only = samples.filter(sample => says(sample, scale) && !says(sample, 1)).length
  const missed = samples.filter(sample => !says(sample, scale) && says(sample, 1)).length
  const share = 100 * (1 - (only + missed) / samples.length)
  return `${share.toFixed(1)} % (+${only} / -${missed})`
}
