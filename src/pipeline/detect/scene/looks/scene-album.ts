import { BLOCKS } from '../../../../kernels/block-grid.ts'
import type { FrameLook } from '../frame/frame-look.ts'
import { openScene, packScene } from '../learned/packed-scene.ts'
import type { SceneCheckpoint } from '../learned/scene-checkpoint.ts'
import type { SceneReference } from '../learned/scene-reference.ts'

/** Other looks of a scene that a camera keeps: lights, seasons of the day, presets. */
export const MOST_OTHER_LOOKS = 4
/** A background that is not in use keeps 6 of its 8 bits, in the middle of what they stand for. */
const KEPT_BITS = 0xfc
const MIDDLE = 2

type BlockColours = 'meanLevels' | 'blueLevels' | 'redLevels'

export interface PackedScene {
  readonly bytes: Uint8Array
  /** Block means less their mean, and mean colour: enough to tell which one to try first. */
  readonly means: Int16Array
  readonly blueLevels: number
  readonly redLevels: number
}

/** The looks of a scene that are not the present one, packed to about 10 KB each; the one used last comes first. */
export class SceneAlbum {
  readonly #scenes: PackedScene[] = []

  get size(): number {
    return this.#scenes.length
  }

  /** Puts one away; the one that has not been used for longest gives way. */
  keep({ reference, learnedMs }: SceneCheckpoint): void {
    const background = reference.background.map(level => (level & KEPT_BITS) | MIDDLE)
    this.#add(packScene({ reference: { ...reference, background }, learnedMs }), reference)
  }

  /** Scenes in the order in which they look like the present picture. */
  ranked({ meanLevels, blueLevels, redLevels }: Pick<FrameLook, BlockColours>): readonly PackedScene[] {
    const now = { means: contrastOf(meanLevels), blueLevels: meanOf(blueLevels), redLevels: meanOf(redLevels) }
    const distance = (scene: PackedScene): number => {
      let sum = 0
      for (let block = 0; block < BLOCKS; block++) sum += Math.abs(scene.means[block]! - now.means[block]!)
      const colour = Math.abs(scene.blueLevels - now.blueLevels) + Math.abs(scene.redLevels - now.redLevels)
      return sum / BLOCKS + 2 * colour
    }
    return this.#scenes.toSorted((one, other) => distance(one) - distance(other))
  }

  remove(scene: PackedScene): void {
    const at = this.#scenes.indexOf(scene)
    if (at >= 0) this.#scenes.splice(at, 1)
  }

  clear(): void {
    this.#scenes.length = 0
  }

  /** Each as bytes, the one used last first. */
  packed(): readonly Uint8Array[] {
    return this.#scenes.map(({ bytes }) => bytes)
  }

  /** @param bytes As `packed` gave them, in any state. @returns False when one of them is no scene: then none is taken. */
  restore(bytes: readonly Uint8Array[]): boolean {
    const opened = bytes.map(openScene)
    if (bytes.length > MOST_OTHER_LOOKS || opened.includes(null)) return false
    this.clear()
    for (let i = bytes.length - 1; i >= 0; i--) {
      const scene = opened[i]
      if (scene !== null && scene !== undefined) this.#add(Uint8Array.from(bytes[i]!), scene.reference)
    }
    return true
  }

  #add(bytes: Uint8Array, { meanLevels, blueLevels, redLevels }: SceneReference): void {
    const means = contrastOf(meanLevels)
    this.#scenes.unshift({ bytes, means, blueLevels: meanOf(blueLevels), redLevels: meanOf(redLevels) })
    if (this.#scenes.length > MOST_OTHER_LOOKS) this.#scenes.length = MOST_OTHER_LOOKS
  }
}

function contrastOf(values: ArrayLike<number>): Int16Array {
  const mean = meanOf(values)
  return Int16Array.from({ length: BLOCKS }, (_, block) => values[block]! - mean)
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let block = 0; block < BLOCKS; block++) sum += values[block]!
  return sum / BLOCKS
}
