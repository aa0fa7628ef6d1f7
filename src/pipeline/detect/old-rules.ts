import { type CameraSettings, DEFAULT_CAMERA_SETTINGS as DEFAULTS } from '../../model/camera.ts'

/** True while the client leaves `edge_params` at their defaults: then the scene's memory judges covers, not the edge ratio. */
export function isDefaultEdge({ edge }: CameraSettings): boolean {
  const { low, high, minRatio } = DEFAULTS.edge
  return edge.low === low && edge.high === high && edge.minRatio === minRatio
}

/** The same of `tamper_params`. */
export function isDefaultTamper({ tamper }: CameraSettings): boolean {
  const { diffLevels, highRatio, regionDiffLevels } = DEFAULTS.tamper
  return (
    tamper.diffLevels === diffLevels && tamper.highRatio === highRatio && tamper.regionDiffLevels === regionDiffLevels
  )
}
