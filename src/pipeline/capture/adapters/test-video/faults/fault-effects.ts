import type { FaultKind } from '../../../../../model/fault.ts'
import { black } from './black.ts'
import { bright } from './bright.ts'
import { colourCast } from './colour-cast.ts'
import { corrupted } from './corrupted.ts'
import { defocused } from './defocused.ts'
import type { FaultEffect } from './fault-effect.ts'
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

/** How each fault is staged; no kind may be missing. */
export const FAULT_EFFECTS: Readonly<Record<FaultKind, FaultEffect>> = {
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
