import type { Incident } from '../api/types.ts'

type IncidentListener = (type: string, incident: Incident) => void
type SettingsListener = (stream: string) => void

const incidentListeners = new Set<IncidentListener>()
const settingsListeners = new Set<SettingsListener>()

/** Hears of every incident that is opened, updated or closed. @returns Stops the hearing. */
export function onIncident(listener: IncidentListener): () => void {
  incidentListeners.add(listener)
  return () => incidentListeners.delete(listener)
}

/** Hears when somebody, here or elsewhere, has changed a camera's settings. @returns Stops the hearing. */
export function onSettings(listener: SettingsListener): () => void {
  settingsListeners.add(listener)
  return () => settingsListeners.delete(listener)
}

export function tellIncident(type: string, incident: Incident): void {
  for (const listener of incidentListeners) listener(type, incident)
}

export function tellSettings(stream: string): void {
  for (const listener of settingsListeners) listener(stream)
}
