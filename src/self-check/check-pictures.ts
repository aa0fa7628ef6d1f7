/** What the synthetic camera shows: JPEGs of a scene and of its faults, some of each, no two with the same bytes. */
export interface CheckPictures {
  readonly well: readonly Uint8Array[]
  readonly black: readonly Uint8Array[]
  readonly occluded: readonly Uint8Array[]
  /** Cut off, so that they give no picture. */
  readonly undecodable: readonly Uint8Array[]
}
