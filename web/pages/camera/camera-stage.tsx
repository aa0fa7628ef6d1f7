import { useState } from 'react'
import type { CameraState, MaskArea } from '../../api/types.ts'
import { LivePicture } from '../../components/live-picture.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { RegionOverlay } from '../../components/region-overlay.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { tierOf } from '../../model/kinds.ts'
import { aspectOf } from '../../model/aspect.ts'
import { regionOf } from '../../model/region.ts'
import { livePicturePath } from '../../pictures/use-picture.ts'

/** Pause between two pictures, ms: about as fast as a camera is judged. */
const EVERY_MS = 200
const WIDTH = 1280

export interface CameraStageProps {
  readonly camera: CameraState
  readonly masks: readonly MaskArea[]
}

/** The live picture with the faulty region and the ignored areas drawn on it. */
export function CameraStage({ camera, masks }: CameraStageProps) {
  const { t } = useTexts()
  const [isDrawn, setDrawn] = useState(true)
  const { fault } = camera
  const region = regionOf(fault?.mask)
  const tone = fault === null ? 'lost' : tierOf(fault.kind)
  return (
    <div className="stage">
      <LivePicture
        path={livePicturePath(camera.stream, WIDTH)}
        everyMs={EVERY_MS}
        alt={t('camera.pictureOf', { name: camera.name })}
        className={fault?.kind === 'stream-gap' ? 'old' : ''}
        missing={t('camera.noPicture')}
        {...aspectOf(camera)}
      >
        {isDrawn && <RegionOverlay region={region} tone={tone} masks={masks} />}
      </LivePicture>
      <div className="bar2">
        <label className="row small">
          <input
            type="checkbox"
            className="check"
            checked={isDrawn}
            onChange={event => setDrawn(event.target.checked)}
          />
          {t('camera.drawRegions')}
        </label>
        <span className="grow" />
        <span className="legend">
          {region !== null && (
            <span>
              <i className={`swatch ${tone}`} />
              {t('camera.cellsAtFault', { cells: region.cells })}
            </span>
          )}
          {masks.length > 0 && (
            <span>
              <i className="swatch mask" />
              {t('camera.areasIgnored', { areas: masks.length })}
            </span>
          )}
          {camera.lastFrameAt !== null && (
            <span className="t3">
              {t('camera.lastFrame')} <MomentText at={camera.lastFrameAt} />
            </span>
          )}
        </span>
      </div>
    </div>
  )
}
