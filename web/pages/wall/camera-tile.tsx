import { memo } from 'react'
import type { CameraState } from '../../api/types.ts'
import { LivePicture } from '../../components/live-picture.tsx'
import { LengthText, MomentText } from '../../components/moment-text.tsx'
import { StateChip } from '../../components/state-chip.tsx'
import { formatRate } from '../../format/figure.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { tierOf } from '../../model/kinds.ts'
import { livePicturePath } from '../../pictures/use-picture.ts'
import { Link } from '../../routing/link.tsx'
import { pathOf } from '../../routing/route.ts'
import { cameras } from '../../state/cameras.ts'
import { useStore } from '../../state/use-store.ts'

export interface CameraTileProps {
  readonly stream: string
  readonly itemKey: string
  readonly size: 'large' | 'small'
}

/** How often a picture is fetched anew, ms: what is wrong is watched closely. */
const FAULTY_MS = 1000
const HEALTHY_MS = 10_000
const WIDTHS = { large: 320, small: 192 } as const

/** One camera on the wall. It draws anew only when this camera changes. */
export const CameraTile = memo(function CameraTile({ stream, itemKey, size }: CameraTileProps) {
  const camera = useStore(cameras, book => book.byStream.get(stream) ?? null)
  if (camera === null) return null
  const isFaulty = camera.state === 'faulty'
  return (
    <Link className={`tile ${toneOf(camera)}`} href={pathOf({ page: 'camera', stream })} data-key={itemKey}>
      <LivePicture
        path={livePicturePath(stream, WIDTHS[size])}
        everyMs={isFaulty ? FAULTY_MS : HEALTHY_MS}
        alt=""
        className={camera.fault?.kind === 'stream-gap' ? 'old' : ''}
      >
        {camera.state !== 'healthy' && <StateChip camera={camera} onPicture />}
      </LivePicture>
      <span className="nm" title={camera.name}>
        {camera.name}
      </span>
      <SecondLine camera={camera} size={size} />
    </Link>
  )
})

function SecondLine({ camera, size }: { readonly camera: CameraState; readonly size: 'large' | 'small' }) {
  const { t, language } = useTexts()
  const since = camera.fault?.since ?? camera.since
  return (
    <span className="mt">
      <span className="ell">
        {camera.state === 'healthy' ? (
          t('state.healthy')
        ) : size === 'large' ? (
          <>
            <MomentText at={since} /> · <LengthText from={since} to={null} />
          </>
        ) : (
          <LengthText from={since} to={null} />
        )}
      </span>
      <span className="rate">{formatRate(camera.framesPerSecond, language)}</span>
    </span>
  )
}

function toneOf({ state, fault, acknowledged }: CameraState): string {
  if (state !== 'faulty' || fault === null) return state
  return `${tierOf(fault.kind)}${acknowledged ? ' taken' : ''}`
}
