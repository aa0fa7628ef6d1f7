import { CAMERA_SIZES } from '../camera-frames.mjs'
import { SIZES } from './pictures.mjs'
import { besideSelfTest } from './scenarios/beside-self-test.mjs'
import { cameras } from './scenarios/cameras.mjs'
import { capacity } from './scenarios/capacity.mjs'
import { decode } from './scenarios/decode.mjs'
import { exactlyOnce } from './scenarios/exactly-once.mjs'
import { fanOut } from './scenarios/fan-out.mjs'
import { judging } from './scenarios/judging.mjs'
import { overload } from './scenarios/overload.mjs'
import { peers } from './scenarios/peers.mjs'
import { pythonWay } from './scenarios/python-way.mjs'
import { soak } from './scenarios/soak.mjs'
import { telemetry } from './scenarios/telemetry.mjs'
import { telling } from './scenarios/telling.mjs'

const { small, large } = SIZES
const [hd] = CAMERA_SIZES

/** Run only when they are named: they take long, or tell of one part. */
export const SCENARIOS_ON_DEMAND = ['soak', 'telemetry', 'beside-self-test']

/** @param {Record<string, string>} options Of the command line, see run.mjs. */
export function fullScenarios(options) {
  const seconds = Number(options.seconds)
  const rounds = Number(options.rounds)
  const each = {
    streams: 20,
    framesEach: Number(options.frames),
    fps: Number(options.fps),
    maxAgeMs: Number(options['max-age'])
  }
  return {
    decode: () => decode({ sizes: CAMERA_SIZES, rounds, clips: options.clips }),
    judging: () => judging({ rounds }),
    telling: () => telling({ sizes: CAMERA_SIZES.filter(({ name }) => name !== '4K'), rounds }),
    peers: () => peers({ sizes: CAMERA_SIZES, rounds }),
    'python-way': () => pythonWay({ size: sizeNamed(options.size), seconds: 6, rounds: 5 }),
    cameras: () => cameras({ counts: [10, 100, 1000, 4000], framesPerSecond: 200, seconds: 8, rounds: 5 }),
    'exactly-once': () => exactlyOnce(each),
    // Five times what two cores could do when this was written; the table says how many were really pushed.
    'overload-small': () => overload({ size: small, framesPerSecond: 2000, seconds }),
    'overload-large': () => overload({ size: large, framesPerSecond: 700, seconds }),
    'capacity-small': () => capacity({ size: small, from: 100, seconds: 10 }),
    'capacity-large': () => capacity({ size: large, from: 40, seconds: 10 }),
    'fan-out': () => fanOut({ crowds: [1, 100, 1000], seconds: 10 }),
    telemetry: () => telemetry({ framesPerSecond: Number(options.rate), seconds: 6, rounds }),
    'beside-self-test': () => besideSelfTest({ framesPerSecond: Number(options.rate), seconds: 6, rounds }),
    soak: () =>
      soak({ size: small, minutes: Number(options.minutes), minuteS: 60, range: { from: 100 }, searchSeconds: 5 })
  }
}

/** Small enough for a slow machine that does other things too, so what it says of speed means nothing. */
export function quickScenarios() {
  return {
    decode: () => decode({ sizes: [hd], rounds: 1 }),
    judging: () => judging({ rounds: 1, sizes: [hd] }),
    telling: () => telling({ sizes: [hd], rounds: 1 }),
    peers: () => peers({ sizes: [hd], rounds: 1 }),
    'python-way': () => pythonWay({ size: hd, seconds: 1, rounds: 1 }),
    cameras: () => cameras({ counts: [10], framesPerSecond: 20, seconds: 1, rounds: 1 }),
    'exactly-once': () => exactlyOnce({ streams: 4, framesEach: 20, fps: 10, maxAgeMs: 10_000 }),
    'fan-out': () => fanOut({ crowds: [20], seconds: 1, maxAgeMs: 10_000 }),
    soak: () => soak({ size: small, minutes: 2, minuteS: 1, range: { from: 10, most: 10 }, searchSeconds: 1 })
  }
}

function sizeNamed(wanted) {
  const size = CAMERA_SIZES.find(({ name }) => name === wanted)
  if (size === undefined)
    throw new Error(`No size ${wanted}; there are: ${CAMERA_SIZES.map(({ name }) => name).join(', ')}`)
  return size
}
