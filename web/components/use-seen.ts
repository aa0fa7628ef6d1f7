import { type RefObject, useEffect, useState } from 'react'

/** Ready a little before it is seen. */
const MARGIN = '120px'

type Listener = (isSeen: boolean) => void

const listeners = new WeakMap<Element, Listener>()

/** One observer for all boxes: a wall has a hundred of them. */
const observer = new IntersectionObserver(
  entries => {
    for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting)
  },
  { rootMargin: MARGIN }
)

/** Whether an element is in the window. */
export function useSeen(box: RefObject<Element | null>): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    listeners.set(element, setSeen)
    observer.observe(element)
    return () => observer.unobserve(element)
  }, [box])
  return isSeen
}
