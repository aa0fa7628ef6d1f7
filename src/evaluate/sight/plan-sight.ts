import type { FaultKind } from '../../model/fault.ts'
import { FAULT_VARIANTS } from '../effects/fault-variants.ts'
import type { Variant } from '../effects/effect.ts'
import type { FootageScene } from '../footage/footage.ts'
import { Random } from '../random.ts'
import { AS_FILMED } from '../run-scenario.ts'
import type { Scenario } from '../scenario.ts'
import { LADDERS } from './ladders.ts'

export interface SightOptions {
  readonly seed: number
  readonly kinds: readonly FaultKind[]
  /** How often each size of each fault is staged, each time elsewhere in the footage. */
  readonly repeats: number
  /** Every size and every variant; or of each fault every second size alone. */
  readonly thorough: boolean
  /** Pictures a second of footage that has no rate of its own, 0.2..30. */
  readonly fps: number
  readonly widthPx: number
  /** Footage is judged as it is for so long at most, ms. */
  readonly longestPlainMs: number
  /** Frames are kept to look at. */
  readonly pictures: boolean
}

/** What is staged: a size of a ladder, or one of the other ways in which a fault shows. */
export interface Try {
  readonly kind: FaultKind
  readonly variant: string
  /** On the kind's ladder; null for another variant. */
  readonly size: number | null
}

export interface PlannedTry {
  readonly scenario: Scenario
  /** Null for the footage as it is. */
  readonly attempt: Try | null
}

/** Before the fault the scene must be known, ms; with few frames a second it takes so many of them. */
const HEALTHY_MS = 20_000
const HEALTHY_FRAMES = 24
/** So long each fault lasts: what is not told by then counts as missed, ms. */
export const FAULT_MS = 12_000
const FAULT_FRAMES = 10
const AFTER_MS = 2000
const STRENGTHS = [0.5, 1, 0] as const
/** Scenarios are given a time of day, so that clocks can count from it. */
const EPOCH_MS = Date.UTC(2026, 2, 1, 6)
/** More pictures a second than this tell no more. */
const MOST_FPS = 5

/** Lays out what each camera of the footage is tried with; the same options and footage give the same tries. */
export function planSight(footage: readonly FootageScene[], options: SightOptions): PlannedTry[] {
  return footage.flatMap(scene => {
    const plain = plainScenario(scene, options)
    return [...(plain === null ? [] : [plain]), ...tries(scene, footage, options)].map(({ scenario, attempt }, i) => ({
      attempt,
      scenario: { ...scenario, id: `${scene.id} ${i}`, startMs: EPOCH_MS + i * 977_000 }
    }))
  })
}

/** Kinds that this footage cannot be tried with, and why. */
export function untried(scene: FootageScene): ReadonlyMap<FaultKind, string> {
  return new Map(scene.monochrome ? [['colour-cast', 'the footage has no colour']] : [])
}

function tries(scene: FootageScene, footage: readonly FootageScene[], options: SightOptions): PlannedTry[] {
  const left = untried(scene)
  const others = footage.filter(({ id }) => id !== scene.id)
  const plan: PlannedTry[] = []
  for (const kind of options.kinds) {
    if (left.has(kind)) continue
    for (const attempt of attemptsOf(kind, others.length > 0, options)) {
      for (let i = 0; i < options.repeats; i++) plan.push(staged(scene, others, attempt, i, options))
    }
  }
  return plan
}

function attemptsOf(kind: FaultKind, hasOthers: boolean, { thorough }: SightOptions): Try[] {
  const ladder = LADDERS[kind]
  const variants = FAULT_VARIANTS[kind].filter(({ id }) => id !== ladder?.variant && (hasOthers || id !== 'elsewhere'))
  const shown = thorough ? variants : variants.slice(0, ladder === undefined ? 2 : 0)
  const sizes = (ladder?.sizes ?? []).filter((_, i, all) => thorough || (all.length - 1 - i) % 2 === 0)
  return [
    ...sizes.map(size => ({ kind, variant: ladder?.variant ?? '', size })),
    ...shown.map(({ id }) => ({ kind, variant: id, size: null }))
  ]
}

function staged(
  scene: FootageScene,
  others: readonly FootageScene[],
  attempt: Try,
  index: number,
  options: SightOptions
): PlannedTry {
  const { kind, variant, size } = attempt
  const ladder = LADDERS[kind]
  const random = new Random(`sight ${options.seed} ${scene.id} ${kind} ${variant} ${size} ${index}`)
  const fps = rateOf(scene, options)
  const strength = size === null ? (STRENGTHS[index % STRENGTHS.length] ?? 0.5) : (ladder?.strengthOf(size) ?? 0)
  const fromMs = atLeast(HEALTHY_MS + random.between(0, 4000), HEALTHY_FRAMES, fps)
  const untilMs = fromMs + atLeast(FAULT_MS, FAULT_FRAMES, fps)
  const scenario: Scenario = {
    ...filmed(scene, others, random, options),
    staged: { type: 'fault', kind, variant, strength, fromMs, untilMs },
    clock: variant.startsWith('running-clock') || random.chance(0.3),
    totalMs: untilMs + AFTER_MS,
    ...(options.pictures && index === 0 ? { showBefore: true } : {})
  }
  return { attempt, scenario }
}

function plainScenario(scene: FootageScene, options: SightOptions): PlannedTry | null {
  const { own } = scene
  if (own === undefined) return null
  const totalMs = Math.min(own.lengthMs, options.longestPlainMs)
  const random = new Random(`plain ${options.seed} ${scene.id}`)
  const nothing = { name: AS_FILMED, variant: AS_FILMED, strength: 0, fromMs: 0, untilMs: totalMs }
  return {
    attempt: null,
    scenario: { ...filmed(scene, [], random, options), staged: { type: 'negative', ...nothing }, totalMs, clock: false }
  }
}

function filmed(
  scene: FootageScene,
  others: readonly FootageScene[],
  random: Random,
  options: SightOptions
): Omit<Scenario, 'staged' | 'totalMs' | 'clock'> {
  return {
    id: '',
    seed: `${options.seed} ${scene.id} ${random.whole(0, 1e9)}`,
    scene: scene.id,
    otherScene: others.length === 0 ? scene.id : random.pick(others).id,
    firstFault: null,
    countsFromMs: 0,
    fps: rateOf(scene, options),
    widthPx: options.widthPx,
    jpegQuality: random.whole(75, 88),
    // Pictures that are shown again need grain of their own, or they would be a frozen picture; real footage has some already.
    noiseLevels: random.between(0.6, 1.2),
    lightDrift: random.between(0.005, 0.02),
    lightPeriodMs: random.between(60_000, 240_000),
    startMs: 0,
    sceneOffsetMs: random.between(0, scene.own?.lengthMs ?? 60_000)
  }
}

/** The footage's own, as far as it tells more. */
function rateOf({ own }: FootageScene, { fps }: SightOptions): number {
  return Math.min(own?.fps ?? fps, Math.max(fps, MOST_FPS))
}

function atLeast(ms: number, frames: number, fps: number): number {
  return Math.round(Math.max(ms, (frames * 1000) / fps))
}

/** A variant as a person would call it: `white balance warm`. */
export function variantWords({ id }: Pick<Variant, 'id'>): string {
  return id.replaceAll('-', ' ')
}
