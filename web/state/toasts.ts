import { createStore } from './store.ts'

/** A message at the foot of the page that goes by itself. */
export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'bad'
  /** Takes back what the message tells of; null when that cannot be. */
  readonly undo: (() => void) | null
}

/** How long something can be undone, ms. */
export const UNDO_MS = 8000
const MAX_SHOWN = 3

export const toasts = createStore<readonly Toast[]>([])

let nextId = 1

export function showToast(text: string, options: Partial<Pick<Toast, 'tone' | 'undo'>> = {}): void {
  const toast: Toast = { id: nextId++, text, tone: options.tone ?? 'plain', undo: options.undo ?? null }
  toasts.update(shown => [...shown.slice(1 - MAX_SHOWN), toast])
  setTimeout(() => dismissToast(toast.id), UNDO_MS)
}

export function dismissToast(id: number): void {
  toasts.update(shown => shown.filter(toast => toast.id !== id))
}
