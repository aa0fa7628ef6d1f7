import type { CameraPlan, SourceKind } from './camera-plan.ts'
import { BUILT_IN, type CameraEntry, type CameraOptions } from './push-schema.ts'

/** Frames that may be late before a source counts as stalled. */
const STALL_FRAMES = 3

/** What is known beside the entry itself. */
export interface PlanParts {
  readonly stream: string
  readonly kind: SourceKind
  readonly defaults: CameraOptions
  readonly secrets: readonly string[]
}

/** @param entry With its secrets in place. */
export function makePlan(entry: CameraEntry, { stream, kind, defaults, secrets }: PlanParts): CameraPlan {
  const options = { ...BUILT_IN, ...defaults, ...entry }
  const { username, password } = entry
  return {
    stream,
    kind,
    source: username === undefined ? entry.source : withUser(entry.source, username, password ?? ''),
    secrets: [...secrets, ...(password === undefined ? [] : [password]), ...passwordOf(entry.source)],
    fps: options.fps,
    maxWidth: options.maxWidth ?? null,
    maxHeight: options.maxHeight ?? null,
    enlarge: options.enlarge,
    quality: options.quality ?? null,
    transport: options.transport,
    loop: options.loop,
    watch: options.watch,
    stallMs: Math.max(options.stallSeconds, STALL_FRAMES / options.fps) * 1000,
    reconnectMs: options.reconnectSeconds * 1000,
    queueFrames: options.queueFrames,
    maxFrameBytes: options.maxFrameBytes,
    ffmpegOptions: options.ffmpegOptions ?? []
  }
}

function withUser(source: string, username: string, password: string): string {
  const encode = (text: string) => encodeURIComponent(text)
  return source.replace('://', `://${encode(username)}:${encode(password)}@`)
}

/** Of an address, so that it is hidden also where it stands without the address. */
function passwordOf(source: string): string[] {
  if (!URL.canParse(source)) return []
  const { password } = new URL(source)
  if (password === '') return []
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}
