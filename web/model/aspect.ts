import type { CameraState } from '../api/types.ts'

/** Width over height of a camera's picture, as a property; none when it is not known. */
export function aspectOf({ shape }: Pick<CameraState, 'shape'>): { readonly aspect?: number } {
  const [height, width] = shape ?? []
  return height === undefined || width === undefined || height <= 0 || width <= 0 ? {} : { aspect: width / height }
}
