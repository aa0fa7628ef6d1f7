import { useEffect, useState } from 'react'

const SHOW_AFTER_MS = 200

/** True once waiting has become noticeable: what comes sooner needs no placeholder. */
export function useNoticeable(isWaiting: boolean): boolean {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    setShown(false)
    if (!isWaiting) return
    const timer = setTimeout(() => setShown(true), SHOW_AFTER_MS)
    return () => clearTimeout(timer)
  }, [isWaiting])
  return isWaiting && shown
}

/** Grey lines in the size of what comes. */
export function SkeletonLines({ lines, height }: { readonly lines: number; readonly height: number }) {
  const shown = useNoticeable(true)
  return (
    <div className="skel-lines" style={{ height: lines * height }} aria-hidden="true">
      {shown &&
        Array.from({ length: lines }, (_, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else.
          <span key={line} className="skel" style={{ height: height - 14 }} />
        ))}
    </div>
  )
}
