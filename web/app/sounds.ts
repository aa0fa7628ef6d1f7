import type { Tier } from '../api/types.ts'
import { onIncident } from '../live/listeners.ts'
import { preferences } from '../state/preferences.ts'

/** Pitches of the two notes, Hz. */
const NOTES: Readonly<Record<Tier, readonly [number, number]>> = {
  lost: [660, 440],
  impaired: [520, 520],
  silent: [330, 262]
}
const NOTE_S = 0.16
const LOUDNESS = 0.12
/** A storm of incidents makes one sound, ms. */
const PAUSE_MS = 3000

let lastMs = 0
let context: AudioContext | null = null

/** Two short notes. */
export function playTone(tier: Tier): void {
  context ??= new AudioContext()
  const gain = context.createGain()
  gain.gain.value = LOUDNESS
  gain.connect(context.destination)
  NOTES[tier].forEach((pitch, index) => {
    if (context === null) return
    const note = context.createOscillator()
    note.frequency.value = pitch
    note.connect(gain)
    note.start(context.currentTime + index * NOTE_S)
    note.stop(context.currentTime + (index + 1) * NOTE_S)
  })
}

/** Sounds for new incidents of the tiers that were chosen. */
export function startSounds(): void {
  onIncident((type, { tier }) => {
    const nowMs = Date.now()
    if (type !== 'incident-opened' || !preferences.get().sounds.includes(tier) || nowMs - lastMs < PAUSE_MS) return
    lastMs = nowMs
    playTone(tier)
  })
}
