import type { CameraProfile, ProfileFault } from '../model/camera-profile.ts'
import type { FaultKind } from '../model/fault.ts'
import { limitRange } from '../model/fault-limit-range.ts'
import { eagerWay } from '../pipeline/detect/eager-limits.ts'
import { DETECTORS, FAULT_TIMINGS } from '../pipeline/detect/registry.ts'

/** A setting of one kind that is moved. */
export interface SettingChange {
  readonly kind: FaultKind
  /** Name of a limit, or `raiseAfterS`. */
  readonly setting: string
  readonly from: number
  readonly to: number
}

/** A limit is moved in steps of this share of it, at most so often: threefold. */
const STEP = 1.02
const MOST_STEPS = 56
/** Where no limit helps: how long it must show before it is raised, s. */
const WAITS_S = [1, 1.5, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60]
const SIGNIFICANT = 3

/**
 * The smallest change of one setting with which a fault would not have been raised: of all limits of its detector the one
 * that is moved least, in steps of 2 %; where none helps, a longer waiting time.
 *
 * @param wouldRaise Whether it is raised with a profile.
 * @returns Null when there is none.
 */
export async function smallestChange(
  kind: FaultKind,
  profile: CameraProfile,
  inForce: Readonly<Record<string, number>>,
  wouldRaise: (profile: CameraProfile) => Promise<boolean>
): Promise<SettingChange | null> {
  const limits = DETECTORS.find(({ id }) => id === kind)?.limits ?? {}
  let best: { change: SettingChange; steps: number } | null = null
  for (const [setting, usual] of Object.entries(limits)) {
    if (eagerWay(kind, setting) === 'none') continue
    const from = inForce[setting] ?? usual
    const changeOf = (steps: number): SettingChange => ({ kind, setting, from, to: moved(kind, setting, from, steps) })
    // One that is moved further than the best so far is of no use.
    const most: number = best === null ? MOST_STEPS : best.steps - 1
    const raises = (steps: number) => wouldRaise(changedProfile(profile, changeOf(steps)))
    const steps: number | null = most < 1 ? null : await fewest(most, raises)
    if (steps !== null && changeOf(steps).to !== from) best = { change: changeOf(steps), steps }
  }
  return best?.change ?? longerWait(kind, profile, wouldRaise)
}

/** The profile with a setting moved. */
export function changedProfile(profile: CameraProfile, { kind, setting, to }: SettingChange): CameraProfile {
  const own = profile.faults[kind]
  const next: ProfileFault =
    setting === 'raiseAfterS' ? { ...own, raiseAfterS: to } : { ...own, limits: { ...own?.limits, [setting]: to } }
  return { ...profile, faults: { ...profile.faults, [kind]: next } }
}

/** Each limit loses findings step by step, so the fewest steps are found by halving. */
async function fewest(most: number, raises: (steps: number) => Promise<boolean>): Promise<number | null> {
  if (await raises(most)) return null
  let [raising, quiet] = [0, most]
  while (quiet - raising > 1) {
    const middle = Math.floor((raising + quiet) / 2)
    if (await raises(middle)) raising = middle
    else quiet = middle
  }
  return quiet
}

function moved(kind: FaultKind, setting: string, from: number, steps: number): number {
  const factor = STEP ** steps
  const value = eagerWay(kind, setting) === 'up' ? from / factor : from * factor
  const { least, most } = limitRange(setting)
  // A share of the picture that is past all of it would turn the fault off.
  const top = setting.endsWith('Ratio') && from < 1 ? Math.min(most, 0.99) : most
  return Math.min(top, Math.max(least, Number(value.toPrecision(SIGNIFICANT))))
}

async function longerWait(
  kind: FaultKind,
  profile: CameraProfile,
  wouldRaise: (profile: CameraProfile) => Promise<boolean>
): Promise<SettingChange | null> {
  const from = profile.faults[kind]?.raiseAfterS ?? (FAULT_TIMINGS.get(kind)?.raiseAfterMs ?? 0) / 1000
  for (const to of WAITS_S.filter(seconds => seconds > from)) {
    const change = { kind, setting: 'raiseAfterS', from, to }
    if (!(await wouldRaise(changedProfile(profile, change)))) return change
  }
  return null
}
