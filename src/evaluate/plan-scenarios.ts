import type { FaultKind } from '../model/fault.ts'
import { FAULT_VARIANTS } from './effects/fault-variants.ts'
import type { Variant } from './effects/effect.ts'
import type { FootageScene } from './footage/footage.ts'
import type { Negative } from './negatives/negative.ts'
import { Random } from './random.ts'
import type { Scenario, Staged, StagedFault } from './scenario.ts'

export interface PlanOptions {
  readonly seed: number
  readonly kinds: readonly FaultKind[]
  readonly negatives: readonly Negative[]
  readonly perKind: number
  readonly perNegative: number
  /** 0.2..30 */
  readonly fps: number
  readonly widthPx: number
  /** Every camera is faulty for so long from its first frame on, ms; 0 for cameras that begin healthy. */
  readonly firstFaultyMs: number
}

const STRENGTHS = [0, 0.5, 1] as const
/** First scenario begins at this time of day; clocks and entry ids count from it. */
const EPOCH_MS = Date.UTC(2026, 2, 1, 6)
/** After a fault from the first frame on, so much healthy time may pass before alarms count. */
const SETTLING_MS = 5000
/** A camera with few frames a second gets more time: learning, a fault and recovery take at least so many frames. */
const LEAST_FRAMES = { healthy: 24, fault: 10, recovery: 8 } as const

/** Faults that show also to somebody who never saw the camera before, and change with the seed. */
const FIRST_FAULTS: readonly FaultKind[] = [
  'black',
  'no-signal',
  'undecodable',
  'frozen',
  'bright',
  'noise',
  'occluded',
  'defocused',
  'partly-occluded',
  'low-contrast'
]

/** Lays out which camera shows what and when; the same options and footage give the same scenarios. */
export function planScenarios(footage: readonly FootageScene[], options: PlanOptions): Scenario[] {
  const random = new Random(`plan ${options.seed}`)
  const order = random.shuffled(footage)
  const plan: Scenario[] = []
  let turn = random.whole(0, order.length - 1)
  const nextScene = (colour: boolean): FootageScene => {
    for (let tries = 0; tries < order.length; tries++) {
      const scene = order[turn++ % order.length]
      if (scene !== undefined && !(colour && scene.monochrome)) return scene
    }
    return random.pick(order)
  }
  for (const kind of options.kinds) {
    for (let i = 0; i < options.perKind; i++) {
      const own = random.fork(`${kind} ${i}`)
      const scene = nextScene(kind === 'colour-cast')
      plan.push(faultScenario(kind, i, scene, own, options, footage))
    }
  }
  for (const negative of options.negatives) {
    for (let i = 0; i < options.perNegative; i++) {
      const own = random.fork(`${negative.id} ${i}`)
      const scene = nextScene(negative.id === 'infrared-switch')
      plan.push(negativeScenario(negative, i, scene, own, options, footage))
    }
  }
  return random.shuffled(plan).map((scenario, i) => ({
    ...scenario,
    id: `camera-${options.seed}-${String(i + 1).padStart(3, '0')}`,
    startMs: EPOCH_MS + i * 977_000
  }))
}

/** Every scene with nothing but its own life, for so long: nothing may be raised. */
export function planPlain(footage: readonly FootageScene[], options: PlanOptions, minutes: number): Scenario[] {
  return footage.map((scene, i) => {
    const random = new Random(`plain ${options.seed} ${scene.id}`)
    const totalMs = minutes * 60_000
    const staged = {
      type: 'negative',
      name: 'plain',
      variant: 'plain',
      strength: 0,
      fromMs: 0,
      untilMs: totalMs
    } as const
    return {
      ...camera(scene, random, options, footage),
      staged,
      totalMs,
      // What long runs are for: a clock that runs and light that drifts.
      clock: true,
      id: `plain-${options.seed}-${scene.id}`,
      startMs: EPOCH_MS + i * 977_000
    }
  })
}

function faultScenario(
  kind: FaultKind,
  index: number,
  scene: FootageScene,
  random: Random,
  options: PlanOptions,
  footage: readonly FootageScene[]
): Scenario {
  const healthyMs = healthyTime(random, options)
  const lastsMs = atLeast(random.between(8000, 20_000), LEAST_FRAMES.fault, options)
  const recoveryMs = atLeast(random.between(9000, 13_000), LEAST_FRAMES.recovery, options)
  const fromMs = options.firstFaultyMs + healthyMs
  const staged: Staged = {
    type: 'fault',
    kind,
    ...chosen(FAULT_VARIANTS[kind], index, options.seed, random),
    fromMs,
    untilMs: fromMs + lastsMs
  }
  const base = camera(scene, random, options, footage, kind)
  // A running clock must have run before.
  const clock = base.clock || staged.variant.startsWith('running-clock')
  return { ...base, staged, clock, totalMs: fromMs + lastsMs + recoveryMs }
}

function negativeScenario(
  negative: Negative,
  index: number,
  scene: FootageScene,
  random: Random,
  options: PlanOptions,
  footage: readonly FootageScene[]
): Scenario {
  const learnsMs = negative.learnsMs === 0 ? 0 : atLeast(negative.learnsMs, 60, options)
  const fromMs = options.firstFaultyMs + Math.max(learnsMs, healthyTime(random, options))
  const lastsMs = atLeast(random.between(...negative.lastsMs), LEAST_FRAMES.fault, options)
  const recoveryMs = atLeast(random.between(9000, 13_000), LEAST_FRAMES.recovery, options)
  const base = camera(scene, random, options, footage)
  return {
    ...base,
    staged: {
      type: 'negative',
      name: negative.id,
      ...chosen(negative.variants, index, options.seed, random),
      fromMs,
      untilMs: fromMs + lastsMs
    },
    clock: negative.id === 'clock' || base.clock,
    countsFromMs: learnsMs === 0 ? base.countsFromMs : fromMs,
    totalMs: fromMs + lastsMs + recoveryMs
  }
}

/** Variants and strengths take turns, so that few repetitions show as many of them as they can. */
function chosen(variants: readonly Variant[], index: number, seed: number, random: Random) {
  const variant = variants[(index + seed * 3) % variants.length] ?? random.pick(variants)
  const strength = STRENGTHS[(index + seed) % STRENGTHS.length] ?? random.pick(STRENGTHS)
  return { variant: variant.id, strength }
}

function camera(
  scene: FootageScene,
  random: Random,
  options: PlanOptions,
  footage: readonly FootageScene[],
  notFirst?: FaultKind
): Omit<Scenario, 'staged' | 'totalMs'> {
  const others = footage.filter(other => other.id !== scene.id)
  const { firstFaultyMs, fps, widthPx } = options
  return {
    id: '',
    seed: `${options.seed} ${scene.id} ${random.whole(0, 1e9)}`,
    scene: scene.id,
    otherScene: others.length === 0 ? scene.id : random.pick(others).id,
    firstFault: firstFaultyMs === 0 ? null : firstFault(random, firstFaultyMs, notFirst),
    countsFromMs: firstFaultyMs === 0 ? 0 : firstFaultyMs + SETTLING_MS,
    fps,
    widthPx,
    jpegQuality: random.whole(68, 90),
    noiseLevels: random.between(0.8, 2.2),
    lightDrift: random.between(0.01, 0.06),
    lightPeriodMs: random.between(60_000, 240_000),
    clock: random.chance(0.5),
    startMs: 0,
    sceneOffsetMs: random.between(0, 60_000)
  }
}

function firstFault(random: Random, untilMs: number, notFirst: FaultKind | undefined): StagedFault {
  const kind = random.pick(FIRST_FAULTS.filter(known => known !== notFirst))
  const variant = random.pick(FAULT_VARIANTS[kind]).id
  return { kind, variant, strength: random.pick(STRENGTHS), fromMs: 0, untilMs }
}

function healthyTime(random: Random, options: PlanOptions): number {
  return atLeast(random.between(20_000, 32_000), LEAST_FRAMES.healthy, options)
}

function atLeast(ms: number, frames: number, { fps }: PlanOptions): number {
  return Math.round(Math.max(ms, (frames * 1000) / fps))
}
