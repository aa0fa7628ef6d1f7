#!/usr/bin/env node
// How well the service judges: faults and harmless events staged in footage, watched by the service's own pipeline without
// servers, faster than real time. `npm run bench:accuracy -- --help` lists the options.
import { writeFileSync } from 'node:fs'
import os from 'node:os'
import { AS_IS, evaluate } from '../../dist/evaluate/evaluate.js'
import { openFootage } from '../../dist/evaluate/footage/open-footage.js'
import { limitTrials } from '../../dist/evaluate/limit-trials.js'
import { htmlReport } from '../../dist/evaluate/report/html-report.js'
import { jsonReport } from '../../dist/evaluate/report/json-report.js'
import { sensitivityReport } from '../../dist/evaluate/report/sensitivity-report.js'
import { textReport } from '../../dist/evaluate/report/text-report.js'
import { readArguments, USAGE } from './arguments.mjs'
import { createProgress } from './progress.mjs'

const FACTORS = [0.8, 1.2]

async function main() {
  const given = readArguments()
  if (given.help) return console.log(USAGE)
  const options = { ...given.options, scenes: await chosenScenes(given), onProgress: createProgress() }
  const trials = given.sensitivity ? limitTrials(FACTORS, given.limits?.split(',') ?? null) : []
  const evaluation = await evaluate(options, [AS_IS, ...trials])
  const outcomes = evaluation.outcomes.get(AS_IS.name)
  const conditions = conditionsOf(options)
  console.log(conditions.map(([name, value]) => `${name} ${value}`).join(', '))
  for (const line of textReport(outcomes)) console.log(line)
  if (given.sensitivity) for (const line of ['', ...sensitivityReport(evaluation, trials)]) console.log(line)
  const [cameraS, tookS] = [evaluation.cameraMs / 1000, evaluation.tookMs / 1000]
  const { user, system } = process.cpuUsage()
  console.log(
    `\n${evaluation.frames} frames, ${(cameraS / 3600).toFixed(2)} camera-hours in ${tookS.toFixed(0)} s: ${(cameraS / tookS).toFixed(1)} x real time,`,
    `${((user + system) / 1e6).toFixed(0)} s of CPU, load ${os.loadavg()[0].toFixed(1)}`
  )
  if (given.json) writeFileSync(given.json, JSON.stringify(jsonReport(evaluation, outcomes, conditions), null, 1))
  if (given.html) writeFileSync(given.html, await htmlReport(evaluation, outcomes, conditions))
}

async function chosenScenes({ options, 'leave-out': leaveOut }) {
  if (leaveOut === undefined) return options.scenes
  const left = leaveOut.split(',')
  const scenes = await openFootage(options.footage)
  return scenes.map(({ id }) => id).filter(id => !left.includes(id))
}

function conditionsOf(options) {
  const { footage, seed, perKind, perNegative, fps, widthPx, firstFaultyMs, plainMinutes, scenes } = options
  const where = footage === 'builtin' ? footage : footage.split('/').slice(-2).join('/')
  const suite =
    plainMinutes === null
      ? [
          ['per kind', String(perKind)],
          ['harmless events each', String(perNegative)],
          ['faulty at first, s', String(firstFaultyMs / 1000)]
        ]
      : [['plain, minutes', String(plainMinutes)]]
  return [
    ['footage', where],
    ['seed', String(seed)],
    ['frames/s', String(fps)],
    ['width', String(widthPx)],
    ...suite,
    ...(scenes === null ? [] : [['scenes', scenes.join(' ')]])
  ]
}

try {
  await main()
} catch (thrown) {
  const code = thrown.code === undefined ? '' : String(thrown.code)
  const expected = code === '' ? thrown.name === 'Error' : code.includes('/') || code.startsWith('ERR_PARSE_ARGS')
  console.error(expected ? thrown.message : thrown)
  process.exit(1)
}
