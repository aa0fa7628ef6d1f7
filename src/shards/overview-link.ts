import type { CameraNumbers } from '../model/camera-figures.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { ShardNews } from './protocol.ts'

/** What the shards tell of their cameras beside results, and what they have to know of them. */
export interface OverviewLink {
  /** What people have set for a camera, null when nothing. */
  profileOf(stream: string): CameraProfile | null
  onNews(news: ShardNews): void
  /** As FIGURES names them. */
  onFigures(numbers: CameraNumbers): void
  /** Least, mean and most of each measure over ten seconds. */
  onPoints(numbers: CameraNumbers): void
  /** What frames were judged by, as far as it is kept. */
  onEvidence(runs: readonly EvidenceRun[]): void
  /** A frame of a camera that is on video. */
  onVideo(stream: string, frame: KeptFrame): void
  /** A shard was started again: it does not know who looks on. */
  onRestart(): void
}
