import type { FaultKind } from '../../model/fault.ts'
import { black } from './black.ts'
import { bright } from './bright.ts'
import { colourCast } from './colour-cast.ts'
import { corrupted } from './corrupted.ts'
import { defocused } from './defocused.ts'
import type { Variant } from './effect.ts'
import { frozen } from './frozen.ts'
import { lowContrast } from './low-contrast.ts'
import { moved } from './moved.ts'
import { noSignal } from './no-signal.ts'
import { noise } from './noise.ts'
import { occluded } from './occluded.ts'
import { partlyOccluded } from './partly-occluded.ts'
import { shaken } from './shaken.ts'
import { streamGap } from './stream-gap.ts'
import { stripes } from './stripes.ts'
import { undecodable } from './undecodable.ts'

/** Every way in which each fault is injected; no kind may be missing. */
export const FAULT_VARIANTS: Readonly<Record<FaultKind, readonly Variant[]>> = {
  'stream-gap': streamGap,
  undecodable,
  'no-signal': noSignal,
  black,
  bright,
  corrupted,
  frozen,
  shaken,
  moved,
  occluded,
  'partly-occluded': partlyOccluded,
  defocused,
  'low-contrast': lowContrast,
  noise,
  stripes,
  'colour-cast': colourCast
}

export const FAULT_KINDS = Object.keys(FAULT_VARIANTS) as readonly FaultKind[]
