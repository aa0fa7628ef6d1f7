import { type ReactNode, useRef, useState } from 'react'
import { useTexts } from '../i18n/use-text.ts'
import { usePicture } from '../pictures/use-picture.ts'
import { useSeen } from './use-seen.ts'
import { Icon } from './icon.tsx'

export interface LivePictureProps {
  /** Null shows an empty box. */
  readonly path: string | null
  readonly everyMs: number | null
  readonly alt: string
  /** Lies over the picture. */
  readonly children?: ReactNode
  readonly className?: string
  /** What to say when there is none. */
  readonly missing?: string
  /** Width over height of the box; 16:9 when left out. Needed where something is drawn on the picture. */
  readonly aspect?: number
}

/** A picture in its 16:9 box, which has its size before anything is loaded. */
export function LivePicture({ path, everyMs, alt, children, className, missing, aspect }: LivePictureProps) {
  const { t } = useTexts()
  const box = useRef<HTMLSpanElement>(null)
  const { picture, state } = usePicture(path, everyMs, useSeen(box))
  // Bytes that are no picture are kept too: they are what an undecodable camera sends.
  const [broken, setBroken] = useState<string | null>(null)
  const isShown = picture !== null && picture.url !== broken
  return (
    <span
      ref={box}
      className={className === undefined ? 'pic' : `pic ${className}`}
      style={aspect === undefined ? undefined : { aspectRatio: String(aspect) }}
    >
      {isShown && (
        <img src={picture.url} alt={alt} decoding="async" draggable={false} onError={() => setBroken(picture.url)} />
      )}
      {!isShown && state !== 'loading' && (
        <span className="no-pic">
          <Icon name={picture !== null ? 'undecodable' : state === 'none' ? 'eye' : 'warn'} />
          <span>
            {picture !== null
              ? t('picture.broken')
              : state === 'none'
                ? (missing ?? t('picture.none'))
                : t('picture.failed')}
          </span>
        </span>
      )}
      {children}
    </span>
  )
}
