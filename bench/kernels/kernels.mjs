#!/usr/bin/env node
// CPU of each kernel and of the whole measure, side by side with the plain JavaScript versions that the tests hold the
// kernels against; in one process, by turns, so that both see the same machine.
//
//   npm run build && node bench/kernels/kernels.mjs [--quick]
import '../load-typescript.mjs'
import os from 'node:os'
import { makeSubjects } from './subjects.mjs'

const SIZES = [
  [240, 135],
  [320, 180],
  [480, 270]
]
const quick = process.argv.includes('--quick')
const ROUNDS = quick ? 3 : 15
const BATCH_MS = quick ? 5 : 20

console.log(
  `${os.cpus()[0]?.model}, ${os.cpus().length} cores, Node ${process.version}, load ${os.loadavg()[0].toFixed(1)}`
)
console.log(`CPU per call in microseconds, median of ${ROUNDS} rounds; ratio = median of JavaScript / SIMD of each round.
* JavaScript written to be fast, in use before the kernels; the others are written to be obvious and lose by more.
`)
console.log('| kernel | picture | JavaScript | SIMD | ratio |\n| --- | --- | ---: | ---: | ---: |')
for (const [width, height] of SIZES) {
  for (const { name, plain, simd } of await makeSubjects(width, height)) {
    const { plainUs, simdUs, ratio } = compare(plain, simd)
    console.log(`| ${name} | ${width} x ${height} | ${round(plainUs)} | ${round(simdUs)} | ${round(ratio)} |`)
  }
}

function compare(plain, simd) {
  const plainCalls = callsPerBatch(plain)
  const simdCalls = callsPerBatch(simd)
  const rounds = Array.from({ length: ROUNDS }, () => ({
    plain: cpuUs(plain, plainCalls),
    simd: cpuUs(simd, simdCalls)
  }))
  return {
    plainUs: median(rounds.map(times => times.plain)),
    simdUs: median(rounds.map(times => times.simd)),
    ratio: median(rounds.map(times => times.plain / times.simd))
  }
}

/** Warms up until the compiler has settled, and finds how many calls make a batch. */
function callsPerBatch(work) {
  let calls = 1
  while (cpuUs(work, calls) * calls < BATCH_MS * 1000) calls *= 2
  return calls
}

function cpuUs(work, calls) {
  const before = process.cpuUsage()
  for (let i = 0; i < calls; i++) work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]
}

function round(value) {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1)
}
