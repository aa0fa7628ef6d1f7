import { type RefObject, useEffect, useRef, useState } from 'react'

/** What of an element is near the window; px from the element's top. */
export interface Windowed {
  readonly element: RefObject<HTMLDivElement | null>
  /** 0 until it is known. */
  readonly width: number
  readonly from: number
  readonly to: number
}

/** Follows in steps, so that scrolling draws anew only now and then. */
const STEP_PX = 120
/** Scrolling has ended when there was none for so long, ms. */
const REST_MS = 200

/** Half a window above and below is ready before it is seen. */
export function useWindowed(): Windowed {
  const element = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ width: 0, from: 0, to: 0 })
  useEffect(() => {
    const box = element.current
    if (box === null) return
    let frame = 0
    const look = () => {
      frame = 0
      const { top, width } = box.getBoundingClientRect()
      const margin = window.innerHeight / 2
      const from = Math.floor((-top - margin) / STEP_PX) * STEP_PX
      const to = Math.ceil((window.innerHeight - top + margin) / STEP_PX) * STEP_PX
      setSeen(now => (now.width === width && now.from === from && now.to === to ? now : { width, from, to }))
    }
    let rest: ReturnType<typeof setTimeout> | undefined
    const schedule = () => {
      box.dataset.moving = ''
      clearTimeout(rest)
      rest = setTimeout(() => delete box.dataset.moving, REST_MS)
      if (frame === 0) frame = requestAnimationFrame(look)
    }
    look()
    const sizes = new ResizeObserver(schedule)
    sizes.observe(box)
    sizes.observe(document.documentElement)
    window.addEventListener('scroll', schedule, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(rest)
      sizes.disconnect()
      window.removeEventListener('scroll', schedule)
    }
  }, [])
  return { element, ...seen }
}
