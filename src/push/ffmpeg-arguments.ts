import type { CameraPlan } from './camera-plan.ts'

/** From this version on the synchronisation has a name of its own; the old option goes away. */
const FIRST_WITH_FPS_MODE = 6
const DEFAULT_QUALITY = 85
/** ffmpeg's scale of quantisers for JPEG, from best to worst. */
const BEST_QUANTISER = 2
const WORST_QUANTISER = 31
/** File descriptor to which ffmpeg writes the time of each picture. */
export const TIMES_FD = 3

/**
 * What ffmpeg is told: pictures as multipart JPEG to its standard output, and their presentation times, one by one and in
 * the same order, to a descriptor of their own.
 *
 * @param major Version of ffmpeg.
 */
export function ffmpegArguments(
  plan: CameraPlan,
  major: number,
  platform: NodeJS.Platform = process.platform
): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning'],
    // One thread of decoding for each camera: threads of frames each hold a picture back.
    ...['-threads', '1', ...plan.ffmpegOptions, ...inputArguments(plan, platform)],
    ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', filters(plan)],
    // Pictures neither doubled nor left out, other than by the filter; the time base that all of them fit.
    ...(major >= FIRST_WITH_FPS_MODE ? ['-fps_mode', 'passthrough'] : ['-vsync', '0']),
    ...['-enc_time_base', '1:90000', '-c:v', 'mjpeg', '-threads', '1', '-q:v', String(quantiser(plan.quality))],
    ...['-f', 'mpjpeg', '-flush_packets', '1', 'pipe:1']
  ]
}

function inputArguments(plan: CameraPlan, platform: NodeJS.Platform): string[] {
  const { source, kind, transport, loop } = plan
  if (kind === 'device') return deviceArguments(source.replace(/^usb:/, ''), platform)
  if (/^rtsps?:/i.test(source)) {
    return ['-rtsp_transport', transport, '-allowed_media_types', 'video', '-i', source]
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source)) return ['-i', source]
  // At the pace at which it was taken. The scheme keeps a colon in the name from being one.
  return ['-re', ...(loop ? ['-stream_loop', '-1'] : []), '-i', `file:${source}`]
}

function deviceArguments(device: string, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') return ['-f', 'dshow', '-i', `video=${device}`]
  if (platform === 'darwin') return ['-f', 'avfoundation', '-framerate', '30', '-i', `${device}:none`]
  return ['-f', 'v4l2', '-i', device]
}

function filters(plan: CameraPlan): string {
  return [pace(plan.fps), ...size(plan), ...times()].join(',')
}

/**
 * The first picture of each slot of 1 / fps, with the time that it has: the filter `fps` would hold each back until the
 * next one came, and write another time on it. Times that go backwards are left out; a margin keeps 0.2 * 5 from being 0.99.
 */
function pace(fps: number): string {
  const slot = (time: string) => `floor(${time}*${fps}+0.001)`
  return `select=isnan(prev_selected_t)+gt(${slot('t')}\\,${slot('prev_selected_t')})`
}

function size({ maxWidth, maxHeight, enlarge }: CameraPlan): string[] {
  if (maxWidth === null && maxHeight === null) return []
  const side = (most: number | null, own: string) =>
    most === null ? own : enlarge ? String(most) : `min(${most}\\,${own})`
  // Without one of the sides, it may be as large as the other makes it.
  const width = maxWidth === null && enlarge ? '16384' : side(maxWidth, 'iw')
  const height = maxHeight === null && enlarge ? '16384' : side(maxHeight, 'ih')
  return [`scale=w=${width}:h=${height}:force_original_aspect_ratio=decrease:force_divisible_by=2`]
}

/** Writes "frame:0 pts:0 pts_time:0" for each picture, at once; the filter prints pictures that carry something alone. */
function times(): string[] {
  const file = `pipe\\\\:${TIMES_FD}`
  return ['format=yuvj420p', 'metadata=mode=add:key=t:value=1', `metadata=mode=print:file=${file}:direct=1`]
}

function quantiser(quality: number | null): number {
  const share = (quality ?? DEFAULT_QUALITY) / 100
  return Math.round(WORST_QUANTISER - share * (WORST_QUANTISER - BEST_QUANTISER))
}
