import { type CameraSettings, DEFAULT_CAMERA_SETTINGS as DEFAULTS } from '../../model/camera.ts'

/** True while the client has not sent `edge_params`, nor set them otherwise: then the scene's memory judges covers, not the edge ratio. */
export function isDefaultEdge({ edge, oldRules }: CameraSettings): boolean {
  if (oldRules?.edge === true) return false
  const { low, high, minRatio } = DEFAULTS.edge
  return edge.low === low && edge.high === high && edge.minRatio === minRatio
}

/** The same of `tamper_params`. */
export function isDefaultTamper({ tamper, oldRules }: CameraSettings): boolean {
  if (oldRules?.tamper === true) return false
  const { diffLevels, highRatio, regionDiffLevels } = DEFAULTS.tamper
  return (
    tamper.diffLevels === diffLevels && tamper.highRatio === highRatio && tamper.regionDiffLevels === regionDiffLevels
  )
}
