import { useEffect, useRef } from 'react'
import { preferences } from '../state/preferences.ts'

type KeyMap = Readonly<Record<string, () => void>>

/**
 * Single keys of a page, by `event.key` in lower case, with `shift+` before letters that need it. They are off
 * while somebody types, while a dialog is open, and when they are turned off.
 */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!preferences.get().keys || event.defaultPrevented || isTyping(event) || isModified(event)) return
      if (document.querySelector('dialog[open]') !== null) return
      const action = latest.current[nameOf(event)]
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function nameOf(event: KeyboardEvent): string {
  const name = event.key.toLowerCase()
  return event.shiftKey && name.length === 1 && name !== event.key ? `shift+${name}` : name
}

function isModified(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey
}

function isTyping({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'range'
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}
