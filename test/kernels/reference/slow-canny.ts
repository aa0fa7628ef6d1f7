/** Canny as the textbook has it, one step after the other, on plain arrays; thresholds, ties and borders as in OpenCV. */
export function slowCannyRatio(luma: Uint8Array, width: number, height: number, low: number, high: number): number {
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height
  const clampTo = (value: number, side: number) => Math.min(side - 1, Math.max(0, value))
  const level = (x: number, y: number) => luma[clampTo(y, height) * width + clampTo(x, width)] ?? 0
  const gradient = (x: number, y: number) => {
    let gx = 0
    let gy = 0
    for (const [step, weight] of [
      [-1, 1],
      [0, 2],
      [1, 1]
    ] as const) {
      gx += weight * (level(x + 1, y + step) - level(x - 1, y + step))
      gy += weight * (level(x + step, y + 1) - level(x + step, y - 1))
    }
    return { gx, gy }
  }
  const magnitude = (x: number, y: number) => {
    if (!inside(x, y)) return 0
    const { gx, gy } = gradient(x, y)
    return Math.abs(gx) + Math.abs(gy)
  }
  const lower = Math.floor(Math.min(low, high))
  const upper = Math.floor(Math.max(low, high))
  const isRidge = (x: number, y: number) => {
    const { gx, gy } = gradient(x, y)
    const size = Math.abs(gx) + Math.abs(gy)
    // 13,573 / 2^15: the tangent of 22.5 degrees as OpenCV rounds it.
    const tangent = 13573 / 32768
    if (Math.abs(gy) < Math.abs(gx) * tangent) return size > magnitude(x - 1, y) && size >= magnitude(x + 1, y)
    if (Math.abs(gy) > Math.abs(gx) * (tangent + 2)) return size > magnitude(x, y - 1) && size >= magnitude(x, y + 1)
    const slope = gx < 0 !== gy < 0 ? -1 : 1
    return size > magnitude(x - slope, y - 1) && size > magnitude(x + slope, y + 1)
  }
  const candidates = new Set<string>()
  const edges = new Set<string>()
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (magnitude(x, y) <= lower || !isRidge(x, y)) continue
      candidates.add(`${x},${y}`)
      if (magnitude(x, y) > upper) edges.add(`${x},${y}`)
    }
  }
  for (const edge of edges) {
    const [x = 0, y = 0] = edge.split(',').map(Number)
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const neighbour = `${x + dx},${y + dy}`
        // A set is walked in the order of insertion, so what is added here is visited too.
        if (candidates.has(neighbour)) edges.add(neighbour)
      }
    }
  }
  return edges.size / (width * height)
}
