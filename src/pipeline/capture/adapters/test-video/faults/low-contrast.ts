import type { FaultEffect } from './fault-effect.ts'

/** A misted lens: everything pale and nearly alike. */
export const lowContrast: FaultEffect = {
  stage: 'lens',
  apply({ data }, progress) {
    const mist = 0.86 * Math.min(1, progress * 6)
    const levels = new Uint8Array(256)
    for (let i = 0; i < 256; i++) levels[i] = i + (158 - i) * mist
    for (let i = 0; i < data.length; i++) data[i] = levels[data[i]!]!
  }
}
