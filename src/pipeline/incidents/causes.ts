import type { FaultKind } from '../../model/fault.ts'
import { type Finding, isOldRule, type RaisedFault } from '../../model/finding.ts'

/** What is told of the faults that are up at one moment. */
export interface Explanation {
  /** The main cause first. */
  readonly faults: readonly RaisedFault[]
  /** Kinds that are up too, but follow from one of them, in the same order. */
  readonly explained: readonly FaultKind[]
}

/** What a frame's picture shows; none of it can be known while there is no picture of now. */
const OF_THE_PICTURE = [
  'no-signal',
  'black',
  'bright',
  'frozen',
  'moved',
  'occluded',
  'partly-occluded',
  'shaken',
  'defocused',
  'corrupted',
  'low-contrast',
  'noise',
  'stripes',
  'colour-cast'
] as const satisfies readonly FaultKind[]

/** What follows when the view is hidden or gone: its structure is missing, and its arrival changes the picture. */
const OF_THE_VIEW = [
  'moved',
  'partly-occluded',
  'shaken',
  'defocused',
  'low-contrast'
] as const satisfies readonly FaultKind[]

/**
 * Every fault, the strongest cause first, with what it explains away. A fault explains only what stands behind it, so
 * nothing can explain itself in a circle.
 */
export const CAUSES: readonly (readonly [cause: FaultKind, explains: readonly FaultKind[]])[] = [
  // No frame: whatever was up before, nobody can see it.
  ['stream-gap', ['undecodable', ...OF_THE_PICTURE]],
  // A frame, but no picture: the same.
  ['undecodable', OF_THE_PICTURE],
  // A slate stands in place of the picture: it is flat, still, sharp and of its own colour.
  ['no-signal', OF_THE_PICTURE.slice(1)],
  // Without light there are no edges, no colours and no focus, noise is amplified, and its coming is a violent change.
  ['black', ['frozen', 'stripes', 'noise', 'corrupted', 'occluded', 'colour-cast', ...OF_THE_VIEW]],
  // Saturated areas hold no edges and no colour, and glare washes out the rest.
  ['bright', ['stripes', 'noise', 'corrupted', 'occluded', 'colour-cast', ...OF_THE_VIEW]],
  // The picture is an old one: what it shows says nothing about the camera now.
  ['frozen', ['occluded', 'corrupted', 'noise', 'stripes', 'colour-cast', ...OF_THE_VIEW]],
  // What lies over the whole picture hides its structure, and changes from frame to frame.
  ['stripes', ['noise', 'corrupted', 'occluded', 'colour-cast', ...OF_THE_VIEW]],
  ['noise', ['corrupted', 'occluded', ...OF_THE_VIEW]],
  // Damaged areas hold other edges or none, and change from frame to frame.
  ['corrupted', ['occluded', 'colour-cast', ...OF_THE_VIEW]],
  // Another view has other edges, another sharpness and other colours than the one remembered; the way there shakes.
  ['moved', ['occluded', 'low-contrast', 'partly-occluded', 'shaken', 'defocused', 'colour-cast']],
  // What covers the lens is close and soft, has its own colour, and its arrival is a violent change.
  ['occluded', ['low-contrast', 'partly-occluded', 'shaken', 'defocused', 'colour-cast']],
  // A veil takes the fine structure first.
  ['low-contrast', ['partly-occluded', 'defocused', 'colour-cast']],
  // The arrival of the cover is a violent change in its part of the view; it has its own sharpness and colour.
  ['partly-occluded', ['shaken', 'defocused', 'colour-cast']],
  // Motion blurs.
  ['shaken', ['defocused']],
  // The rest have causes of their own.
  ['defocused', []],
  ['colour-cast', []]
]

const RANK: ReadonlyMap<FaultKind, number> = new Map(CAUSES.map(([kind], rank) => [kind, rank]))
const EXPLAINS: ReadonlyMap<FaultKind, ReadonlySet<FaultKind>> = new Map(
  CAUSES.map(([kind, explains]) => [kind, new Set(explains)])
)

/** Puts the main cause first, and takes out what follows from another fault that is up. */
export function explain(raised: readonly RaisedFault[]): Explanation {
  const inOrder = raised.toSorted((one, other) => rankOf(one.kind) - rankOf(other.kind))
  const isExplained = ({ kind }: RaisedFault) => inOrder.some(other => EXPLAINS.get(other.kind)?.has(kind) === true)
  return {
    faults: inOrder.filter(fault => !isExplained(fault)),
    explained: inOrder.filter(isExplained).map(fault => fault.kind)
  }
}

/**
 * Takes out of one frame's findings what follows from another one of them, so that it does not build up beside its cause.
 * What an old rule found stays: its clients expect it to be told, if only as explained.
 */
export function withoutExplained(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings
  // What takes its own long time to be told explains nothing before it is.
  const causes = findings.filter(finding => finding.timing === undefined || isOldRule(finding))
  return findings.filter(
    finding => isOldRule(finding) || !causes.some(other => EXPLAINS.get(other.kind)?.has(finding.kind) === true)
  )
}

function rankOf(kind: FaultKind): number {
  return RANK.get(kind) ?? CAUSES.length
}
