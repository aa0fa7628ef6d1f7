import type { CameraNumbers } from '../model/camera-figures.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { CameraReport } from '../model/camera-state.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import type { TakenPicture } from '../pipeline/camera-teller.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { OverviewLink } from './overview-link.ts'
import type { ShardNews } from './protocol.ts'

/** Who the shards' news are for. */
interface Overview {
  ownProfile(stream: string): CameraProfile | null
  takeReport(report: CameraReport): void
  takePicture(picture: TakenPicture): void
  takeFigures(numbers: CameraNumbers): void
  takePoints(numbers: CameraNumbers): void
  takeEvidence(runs: readonly EvidenceRun[]): void
  takeFrame(stream: string, frame: KeptFrame): void
  resumeVideos(): void
}

/** Leads from the shards to the overview, which is made after them since it tells them what is set for cameras. */
export class LateLink implements OverviewLink {
  #overview: Overview | null = null

  lead(overview: Overview): void {
    this.#overview = overview
  }

  profileOf(stream: string): CameraProfile | null {
    return this.#overview?.ownProfile(stream) ?? null
  }

  onNews({ reports, pictures }: ShardNews): void {
    for (const report of reports) this.#overview?.takeReport(report)
    for (const picture of pictures) this.#overview?.takePicture(picture)
  }

  onFigures(numbers: CameraNumbers): void {
    this.#overview?.takeFigures(numbers)
  }

  onPoints(numbers: CameraNumbers): void {
    this.#overview?.takePoints(numbers)
  }

  onEvidence(runs: readonly EvidenceRun[]): void {
    this.#overview?.takeEvidence(runs)
  }

  onVideo(stream: string, frame: KeptFrame): void {
    this.#overview?.takeFrame(stream, frame)
  }

  onRestart(): void {
    this.#overview?.resumeVideos()
  }
}
