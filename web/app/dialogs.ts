import { createStore } from '../state/store.ts'

/** The dialog that is open. */
export const dialog = createStore<'find' | 'preferences' | 'account' | null>(null)

export function openDialog(name: 'find' | 'preferences' | 'account'): void {
  dialog.set(name)
}

export function closeDialog(): void {
  dialog.set(null)
}
