import { type RefObject, useEffect, useRef } from 'react'

/** A pointer that rests for so long is no hand that is about to click, ms. */
const RESTING_MS = 4000

/** Whether somebody is about to click or has the focus in an element: then nothing in it may move. */
export function useHeld(area: RefObject<HTMLElement | null>): RefObject<boolean> {
  const held = useRef(false)
  useEffect(() => {
    const element = area.current
    if (element === null) return
    let resting: ReturnType<typeof setTimeout> | undefined
    const release = () => {
      held.current = element.querySelector(':focus-visible') !== null
    }
    const hold = () => {
      held.current = true
      clearTimeout(resting)
      resting = setTimeout(release, RESTING_MS)
    }
    const leave = () => {
      clearTimeout(resting)
      release()
    }
    element.addEventListener('pointermove', hold)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('focusin', hold)
    element.addEventListener('focusout', leave)
    return () => {
      clearTimeout(resting)
      element.removeEventListener('pointermove', hold)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('focusin', hold)
      element.removeEventListener('focusout', leave)
    }
  }, [area])
  return held
}
