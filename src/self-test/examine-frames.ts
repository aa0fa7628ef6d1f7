import { FramesScene } from '../evaluate/footage/frames-scene.ts'
import { examineScenes } from '../evaluate/sight/examine-footage.ts'
import type { CameraSettings } from '../model/camera.ts'
import { FAULT_KINDS, type FaultKind } from '../model/fault.ts'
import type { SelfTest } from '../model/self-test.ts'
import { selfTestFault } from './self-test-of.ts'

/** What a self-test works on. */
export interface SelfTestTask {
  /** JPEGs of a healthy camera, in order; two at least. */
  readonly frames: readonly Uint8Array[]
  /** What the camera is judged by. */
  readonly settings: CameraSettings
  /** Left out: all. */
  readonly kinds?: readonly FaultKind[]
  /** When the frames were taken, epoch ms. */
  readonly atMs: number
}

/** Small and slow, so that a camera takes half a minute of one core: what it shows is the scene, not the last per cent. */
const WIDTH_PX = 320
const FPS = 2

/** Injects faults into the frames and lets a session of their own judge them. @throws {AppError} `footage/unreadable` */
export async function examineFrames({ frames, settings, kinds = FAULT_KINDS, atMs }: SelfTestTask): Promise<SelfTest> {
  const scene = await FramesScene.probe('camera', frames)
  const wanted = kinds.filter(kind => settings.faults?.[kind]?.sensitivity !== 'off')
  const { cameras, tookMs } = await examineScenes([scene], {
    footage: '',
    settings,
    kinds: wanted,
    // Another place and shape every night.
    seed: Math.floor(atMs / 86_400_000),
    repeats: 1,
    thorough: false,
    fps: FPS,
    widthPx: WIDTH_PX,
    longestPlainMs: 0,
    pictures: false,
    threads: 0,
    onProgress: () => undefined
  })
  const seen = new Map((cameras[0]?.faults ?? []).map(fault => [fault.kind, fault]))
  const faults = kinds.map(kind => selfTestFault(kind, seen.get(kind) ?? null))
  return { atMs, pictures: frames.length, tookMs: Math.round(tookMs), faults }
}
