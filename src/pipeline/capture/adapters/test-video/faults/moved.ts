import type { FaultEffect } from './fault-effect.ts'
import { resample } from './resample.ts'

/** Share of the picture that the turned camera still shows. */
const ZOOM = 0.66
const TILT = 0.06

/** The camera was turned and stays so: another part of the view, a little tilted. */
export const moved: FaultEffect = {
  stage: 'lens',
  apply(frame, progress) {
    const share = Math.min(1, progress * 10)
    const zoom = 1 + (ZOOM - 1) * share
    const tilt = TILT * share
    const origin = [frame.width * 0.31 * share, frame.height * 0.2 * share] as const
    resample(frame, origin, [zoom, -tilt], [tilt, zoom])
  }
}
