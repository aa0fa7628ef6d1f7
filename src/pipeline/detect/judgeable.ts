import type { Evidence, SceneView } from './detector.ts'

/** A scene that can be judged, or why it cannot. */
export type Judgeable = SceneView | { readonly notJudged: string }

const LIMITS = {
  // Fewer of the 144 blocks with permanent edges say nothing about the whole view. docs/limits.md#edges
  minTestifyingBlocks: 10,
  // Under this there is too little light for edges and colours, grey levels. docs/limits.md#dark
  darkMeanLevels: 28,
  darkHighestLevels: 40,
  // Agreement with the frame before, over the usual: under it frames do not even fit each other. docs/limits.md#shaken
  minAgreement: 0.55
}

/** With fewer of the 144 blocks testifying, not even a median of them speaks for the view. docs/limits.md#edges */
export const FEW_TESTIFYING_BLOCKS = 43

// Told of one frame after the other, so they are made once.
const TOO_SMALL = { notJudged: 'picture too small to judge' }
const LEARNING = { notJudged: 'learning' }
const TOO_FEW_EDGES = { notJudged: 'too few permanent edges' }
const TOO_DARK = { notJudged: 'too dark to judge' }

/** The scene, when what was learned of it can be held against this frame. */
export function knownScene({ scene }: Evidence): Judgeable {
  if (scene === null) return TOO_SMALL
  if (!scene.against.known) return LEARNING
  return scene
}

/** The same, when enough permanent edges can testify. */
export function edgedScene(evidence: Evidence): Judgeable {
  const scene = knownScene(evidence)
  if ('notJudged' in scene) return scene
  if (scene.against.testifying < LIMITS.minTestifyingBlocks) return TOO_FEW_EDGES
  return scene
}

/** The same, when there is light. */
export function litScene(evidence: Evidence): Judgeable {
  const scene = edgedScene(evidence)
  if ('notJudged' in scene || !isDark(scene)) return scene
  return TOO_DARK
}

export function isDark({ look }: Pick<SceneView, 'look'>): boolean {
  return look.wholeMeanLevels < LIMITS.darkMeanLevels && look.percentile98Levels < LIMITS.darkHighestLevels
}

/** True while frames do not fit each other: nobody can say then whether the view is another or covered. */
export function isJumping({ against }: SceneView): boolean {
  const { agreement, testifying } = against
  return agreement !== null && agreement < LIMITS.minAgreement && testifying >= FEW_TESTIFYING_BLOCKS
}
