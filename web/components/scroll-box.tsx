import { type ReactNode, useEffect, useRef, useState } from 'react'

/** A wide table in a narrow window: what can be scrolled sideways can be reached by keyboard. */
export function ScrollBox({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const box = useRef<HTMLElement>(null)
  const [isCut, setCut] = useState(false)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const sizes = new ResizeObserver(() => setCut(element.scrollWidth > element.clientWidth))
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [])
  return (
    <section className="scroll" ref={box} aria-label={label} {...(isCut ? { tabIndex: 0 } : {})}>
      {children}
    </section>
  )
}
