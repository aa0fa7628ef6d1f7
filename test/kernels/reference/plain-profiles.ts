/** Mean of each row and of each column. */
export function plainProfiles(
  plane: Uint8Array,
  width: number,
  height: number,
  rowLevels: Float64Array,
  columnLevels: Float64Array
): void {
  rowLevels.fill(0)
  columnLevels.fill(0)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rowLevels[y]! += plane[y * width + x]!
      columnLevels[x]! += plane[y * width + x]!
    }
  }
  for (let y = 0; y < height; y++) rowLevels[y]! /= width
  for (let x = 0; x < width; x++) columnLevels[x]! /= height
}
