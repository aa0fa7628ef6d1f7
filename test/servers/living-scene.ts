import { drawnJpeg } from '../pictures.ts'

/**
 * Pictures of a scene with edges and a little noise that is never the same: what a healthy camera sends.
 *
 * @param coveredShare How much of it, from the left, something soft covers, 0..1.
 */
export function livingScene(pictures: number, coveredShare = 0): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: pictures }, (_, picture) => sceneAt(picture, coveredShare * 640)))
}

function sceneAt(picture: number, coveredPx: number): Promise<Buffer> {
  let seed = picture + 1
  const noise = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    return (seed >>> 16) % 7
  }
  return drawnJpeg(640, 360, (x, y) => {
    if (x < coveredPx) return 70 + (noise() >> 1)
    const wall = ((x >> 5) + (y >> 5)) % 2 === 0 ? 150 : 90
    const window = x % 128 > 40 && x % 128 < 90 && y % 90 > 25 && y % 90 < 70 ? 60 : 0
    return wall - window + noise()
  })
}
