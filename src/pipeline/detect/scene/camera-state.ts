/** What is told of a camera now, as far as learning depends on it. */
export interface CameraState {
  /**
   * True when anything was found in the last frame or is raised, or the camera may be turning. While the scene is not known:
   * when what was found makes the picture useless.
   */
  readonly isSuspect: boolean
  /** True when something is raised: what is found for a moment alone says nothing about the camera's noise. */
  readonly isTold: boolean
  /** True while the view or its colours are told to be others than those remembered; and the view alone. */
  readonly isOtherView: boolean
  readonly isMoved: boolean
}
