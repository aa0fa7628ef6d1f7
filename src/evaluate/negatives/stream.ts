import type { Variant } from '../effects/effect.ts'
import { negative } from './negative.ts'

/** The recorder changes the stream's size in its midst, and back. */
const smaller: Variant = { id: 'half-size', create: () => ({ encoding: () => ({ widthShare: 0.5 }) }) }
const threeQuarters: Variant = { id: 'three-quarters', create: () => ({ encoding: () => ({ widthShare: 0.75 }) }) }

export const resolutionChange = negative('resolution-change', [smaller, threeQuarters])

/** The rate control has few bits left. */
const fewBits: Variant = { id: 'few-bits', create: () => ({ encoding: () => ({ quality: 34 }) }) }
/** Key pictures are better than those between them. */
const breathing: Variant = {
  id: 'breathing',
  create: () => ({ encoding: ({ sinceMs }) => ({ quality: sinceMs % 2000 < 400 ? 90 : 52 }) })
}

export const qualityChange = negative('quality-change', [fewBits, breathing])

/** Every frame arrives late by another time. */
const late: Variant = {
  id: 'late',
  create: () => ({ delivery: ({ random }) => ({ lost: false, lateMs: random.between(0, 900) }) })
}
/** Frames wait in a buffer and come all at once. */
const bursts: Variant = {
  id: 'bursts',
  create({ random }) {
    const everyMs = random.between(900, 1300)
    return { delivery: ({ sinceMs }) => ({ lost: false, lateMs: everyMs - (sinceMs % everyMs) }) }
  }
}
/** A third of the frames is lost on the way. */
const lossy: Variant = {
  id: 'lossy',
  create: () => ({ delivery: ({ random }) => ({ lost: random.chance(0.34), lateMs: 0 }) })
}

export const jitter = negative('jitter', [late, bursts, lossy])
