import type { Tier } from '../api/types.ts'

/** Every fault, worst and most common first: the order of counters and settings. */
export const KINDS = [
  'no-signal',
  'occluded',
  'moved',
  'frozen',
  'black',
  'undecodable',
  'corrupted',
  'partly-occluded',
  'defocused',
  'bright',
  'noise',
  'stripes',
  'colour-cast',
  'low-contrast',
  'shaken',
  'stream-gap'
] as const

export type KnownKind = (typeof KINDS)[number] | 'service'

const LOST: ReadonlySet<string> = new Set([
  'occluded',
  'moved',
  'frozen',
  'black',
  'no-signal',
  'corrupted',
  'undecodable'
])

/** Whether the picture is lost, impaired, or there is none. A kind that this page does not know yet is the worst. */
export function tierOf(kind: string): Tier {
  if (kind === 'stream-gap' || kind === 'service') return 'silent'
  if (LOST.has(kind) || !isKnown(kind)) return 'lost'
  return 'impaired'
}

export function isKnown(kind: string): kind is KnownKind {
  return kind === 'service' || (KINDS as readonly string[]).includes(kind)
}

const TIER_RANK: Readonly<Record<Tier, number>> = { lost: 0, silent: 1, impaired: 2 }

/** Worst first; within a tier the newest first; never by a figure that changes with every frame. */
export function byUrgency(
  one: { readonly kind: string; readonly since: string; readonly name: string },
  other: { readonly kind: string; readonly since: string; readonly name: string }
): number {
  const tiers = TIER_RANK[tierOf(one.kind)] - TIER_RANK[tierOf(other.kind)]
  if (tiers !== 0) return tiers
  if (one.since !== other.since) return one.since < other.since ? 1 : -1
  return one.name < other.name ? -1 : 1
}
