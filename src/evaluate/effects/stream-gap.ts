import type { Variant } from './effect.ts'

/** Time in which a dying stream lets a frame through now and then, ms. */
const DYING_MS = 1500

export const streamGap: readonly Variant[] = [
  { id: 'silent', create: () => ({ delivery: () => ({ lost: true, lateMs: 0 }) }) },
  {
    id: 'dying',
    create: () => ({
      delivery: ({ sinceMs, random }) => ({ lost: sinceMs > DYING_MS || random.chance(0.6), lateMs: 0 })
    })
  }
]
