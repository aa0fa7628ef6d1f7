import { clockRow } from '../clock-row.mjs'

export const row = clockRow('clock-forward', 'forward', 3_600_000)
