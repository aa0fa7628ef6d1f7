/**
 * Checks a plane's shape once, at a kernel's door.
 *
 * @throws RangeError when a side is under `minSidePx` or no integer, or the plane holds fewer values than its shape asks for.
 */
export function assertPlane(plane: ArrayLike<number>, width: number, height: number, minSidePx: number): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < minSidePx || height < minSidePx) {
    throw new RangeError(`Cannot read plane: expected sides of at least ${minSidePx} px, received ${width} x ${height}`)
  }
  if (plane.length < width * height) {
    throw new RangeError(`Cannot read plane: expected ${width} x ${height} values, received ${plane.length}`)
  }
}
