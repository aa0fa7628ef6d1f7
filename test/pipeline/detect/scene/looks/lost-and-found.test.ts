import { describe, expect, it } from 'vitest'
import {
  isLookFound,
  isLookLost,
  isOtherColour
} from '../../../../../src/pipeline/detect/scene/looks/lost-and-found.ts'
import {
  createSceneEvidence,
  type SceneEvidence
} from '../../../../../src/pipeline/detect/scene/weigh/scene-evidence.ts'

const evidenceOf = (changes: Partial<SceneEvidence>): SceneEvidence => ({ ...createSceneEvidence(), ...changes })
const FOUND = { testifying: 10, aliveRatio: 0.71, deadRatio: 0.14, contrast: 0.51, castLevels: 7.9, isOtherMode: false }

describe('a look', () => {
  it.each([
    [{ testifying: 10, aliveRatio: 0.59 }, true],
    [{ testifying: 10, aliveRatio: 0.6 }, false],
    [{ testifying: 9, aliveRatio: 0 }, false],
    [{ testifying: 0, castLevels: 6.1 }, true],
    [{ testifying: 60, aliveRatio: 1, castLevels: 6 }, false],
    [{ testifying: 60, aliveRatio: 1, isOtherMode: true }, true]
  ])('is lost with %o: %s', (changes, isLost) => {
    expect(isLookLost(evidenceOf(changes))).toBe(isLost)
  })

  it.each([
    [{}, true],
    [{ testifying: 9 }, false],
    [{ aliveRatio: 0.7 }, false],
    [{ deadRatio: 0.15 }, false],
    [{ contrast: 0.5 }, false],
    [{ castLevels: 8 }, false],
    [{ isOtherMode: true }, false],
    [{ isOtherMode: true, aliveRatio: 0.86, castLevels: 1.9 }, true],
    [{ isOtherMode: true, aliveRatio: 0.85, castLevels: 1.9 }, false],
    [{ isOtherMode: true, aliveRatio: 0.86, castLevels: 2 }, false]
  ])('is found with %o: %s', (changes, isFound) => {
    expect(isLookFound(evidenceOf({ ...FOUND, ...changes }))).toBe(isFound)
  })

  it.each([
    [{}, true],
    [{ aliveRatio: 0.4 }, false],
    [{ shiftAcrossRatio: 0.01 }, false],
    [{ shiftConfidence: 0.2 }, false],
    [{ contrast: 0.5 }, false]
  ])('is found in its place with half of its edges and %o: %s', (changes, isFound) => {
    const place = { aliveRatio: 0.5, deadRatio: 0.4, shiftAcrossRatio: 0.009, shiftConfidence: 0.21 }
    expect(isLookFound(evidenceOf({ ...FOUND, ...place, ...changes }))).toBe(isFound)
  })

  it.each([
    [{ castLevels: 8 }, false],
    [{ castLevels: 8.1 }, true],
    [{ isOtherMode: true }, true]
  ])('has other colours with %o: %s', (changes, isOther) => {
    expect(isOtherColour(evidenceOf(changes))).toBe(isOther)
  })
})
