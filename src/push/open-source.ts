import type { CameraPlan } from './camera-plan.ts'
import type { CameraSource } from './camera-source.ts'
import { FfmpegSource } from './ffmpeg-source.ts'
import type { Ffmpeg } from './find-ffmpeg.ts'
import { FolderSource } from './folder-source.ts'
import { HttpSource } from './http-source.ts'
import { ResizedSource, wantsOtherPictures } from './resized-source.ts'

/** Whether a camera needs ffmpeg. */
export function needsFfmpeg({ kind }: CameraPlan): boolean {
  return kind === 'ffmpeg' || kind === 'device'
}

/** @param ffmpeg Null when no camera needs it. */
export function openSource(plan: CameraPlan, ffmpeg: Ffmpeg | null, clock: () => number): CameraSource {
  if (ffmpeg !== null && needsFfmpeg(plan)) return new FfmpegSource(plan, ffmpeg, clock)
  const source = plan.kind === 'folder' ? new FolderSource(plan, clock) : new HttpSource(plan, clock)
  return wantsOtherPictures(plan) ? new ResizedSource(source, plan) : source
}
