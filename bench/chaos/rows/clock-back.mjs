import { clockRow } from '../clock-row.mjs'

export const row = clockRow('clock-back', 'back', -3_600_000)
