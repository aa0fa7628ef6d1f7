import { useEffect, useState } from 'react'
import { withQuery } from '../api/request.ts'
import { fetchPicture } from './fetch-picture.ts'
import { keepPicture, keptPicture, type ShownPicture } from './shown-picture.ts'

export interface PictureView {
  readonly picture: ShownPicture | null
  /** `none`: there is no picture yet; `failed`: the last attempt failed, an older one may still be shown. */
  readonly state: 'loading' | 'shown' | 'none' | 'failed'
}

const RETRY_MS = 5000

/** A camera's newest picture. `width` in pixels. */
export function livePicturePath(stream: string, width: number): string {
  return withQuery(`/pushhub/cameras/${encodeURIComponent(stream)}/picture`, { width })
}

/**
 * Shows a picture and keeps it new while it is seen.
 *
 * @param path Null shows none.
 * @param everyMs Pause between two pictures, ms; null loads it once.
 * @param isSeen Whether its box is in the window.
 */
export function usePicture(path: string | null, everyMs: number | null, isSeen: boolean): PictureView {
  const [view, setView] = useState<PictureView>(() => viewOf(path))
  useEffect(() => setView(viewOf(path)), [path])
  useEffect(() => {
    if (path === null || !isSeen) return
    return follow(path, everyMs, setView)
  }, [path, everyMs, isSeen])
  return view
}

function viewOf(path: string | null): PictureView {
  if (path === null) return { picture: null, state: 'none' }
  const picture = keptPicture(path)
  return { picture, state: picture === null ? 'loading' : 'shown' }
}

/** @returns Ends it. */
function follow(path: string, everyMs: number | null, show: (view: PictureView) => void): () => void {
  const ending = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const load = async () => {
    if (document.visibilityState === 'hidden') return
    const before = keptPicture(path)
    if (before !== null && everyMs === null) return
    let pauseMs = everyMs
    try {
      const picture = await fetchPicture(path, before, ending.signal)
      if (ending.signal.aborted) return
      if (picture !== null) keepPicture(path, picture)
      show({ picture, state: picture === null ? 'none' : 'shown' })
    } catch {
      if (ending.signal.aborted) return
      show({ picture: before, state: 'failed' })
      pauseMs = Math.max(RETRY_MS, everyMs ?? 0)
    }
    if (pauseMs !== null) timer = setTimeout(load, pauseMs)
  }
  const wake = () => {
    if (document.visibilityState !== 'visible') return
    clearTimeout(timer)
    void load()
  }
  document.addEventListener('visibilitychange', wake)
  void load()
  return () => {
    ending.abort()
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', wake)
  }
}
