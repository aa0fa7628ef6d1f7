import type { Variant } from './effect.ts'

export const frozen: readonly Variant[] = [
  { id: 'same-bytes', create: () => ({ hold: 'bytes' }) },
  // The rate control of the encoder goes on: each copy is quantised a little differently.
  {
    id: 'encoded-anew',
    create: () => ({ hold: 'picture', encoding: ({ random }) => ({ quality: random.whole(58, 88) }) })
  },
  { id: 'running-clock', create: () => ({ hold: 'scene' }) },
  {
    id: 'running-clock-encoded-anew',
    create: () => ({ hold: 'scene', encoding: ({ random }) => ({ quality: random.whole(62, 86) }) })
  }
]
