import { type Static, Type } from 'typebox'

const MIB = 1024 * 1024

/** What holds where neither the camera nor `defaults` says anything. */
export const BUILT_IN = {
  fps: 2,
  enlarge: false,
  transport: 'tcp' as 'tcp' | 'udp',
  loop: false,
  watch: false,
  stallSeconds: 15,
  reconnectSeconds: 30,
  queueFrames: 4,
  maxFrameBytes: 16 * MIB
}

/** The same of where frames go. */
export const TARGET_BUILT_IN = { maxlen: 100, keyPrefix: 'frames:' }

/** What may be set for each camera, and once for all of them under `defaults`. */
const OPTIONS = {
  fps: Type.Optional(
    Type.Number({
      minimum: 0.001,
      maximum: 60,
      default: BUILT_IN.fps,
      description: 'Most frames a second that are sent. A snapshot address is asked that often.'
    })
  ),
  maxWidth: Type.Optional(
    Type.Integer({
      minimum: 16,
      maximum: 16_384,
      description: 'Larger pictures are made this wide, px; the shape is kept.'
    })
  ),
  maxHeight: Type.Optional(
    Type.Integer({
      minimum: 16,
      maximum: 16_384,
      description: 'Larger pictures are made this high, px; the shape is kept.'
    })
  ),
  enlarge: Type.Optional(
    Type.Boolean({
      default: BUILT_IN.enlarge,
      description: 'Also make smaller pictures as large as maxWidth and maxHeight say.'
    })
  ),
  quality: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100,
      description:
        'Quality of the JPEGs. Left out, video is encoded with 85, and JPEGs that a camera sends are passed on as they are.'
    })
  ),
  transport: Type.Optional(
    Type.Enum(['tcp', 'udp'], {
      default: BUILT_IN.transport,
      description: 'How RTSP carries the video. UDP loses packets where TCP waits.'
    })
  ),
  loop: Type.Optional(
    Type.Boolean({ default: BUILT_IN.loop, description: 'A video file or a folder begins anew at its end, for ever.' })
  ),
  watch: Type.Optional(
    Type.Boolean({
      default: BUILT_IN.watch,
      description: 'A folder is watched, and each new JPEG in it is sent, in place of those that lie there already.'
    })
  ),
  stallSeconds: Type.Optional(
    Type.Number({
      minimum: 1,
      maximum: 3600,
      default: BUILT_IN.stallSeconds,
      description: 'So long without a frame, at least three times the usual pause, and the source is opened anew.'
    })
  ),
  reconnectSeconds: Type.Optional(
    Type.Number({
      minimum: 0.1,
      maximum: 3600,
      default: BUILT_IN.reconnectSeconds,
      description: 'Longest pause between two tries to open a source; each is drawn by chance, and the bound doubles.'
    })
  ),
  queueFrames: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      default: BUILT_IN.queueFrames,
      description: 'Frames that wait while the receiver is slow or away; the oldest are dropped and counted.'
    })
  ),
  maxFrameBytes: Type.Optional(
    Type.Integer({
      minimum: 1024,
      maximum: 256 * MIB,
      default: BUILT_IN.maxFrameBytes,
      description: 'A larger frame is dropped and counted; the service takes no more than its own limit either.'
    })
  ),
  ffmpegOptions: Type.Optional(
    Type.Array(Type.String(), {
      maxItems: 64,
      default: [],
      description: 'Given to ffmpeg before its input, such as `[-skip_frame, nokey]` to decode key frames alone.'
    })
  )
} as const

export const DefaultsSchema = Type.Object(OPTIONS, { additionalProperties: false })

export const CameraSchema = Type.Object(
  {
    source: Type.String({
      minLength: 1,
      description:
        'Address (rtsp, rtsps, rtmp, rtmps, http, https), path of a video file or of a folder with JPEGs, or a USB camera as `usb:<device>`.'
    }),
    kind: Type.Optional(
      Type.Enum(['ffmpeg', 'http', 'folder', 'device'], {
        description:
          'How to read it, when the address does not tell: `http` for MJPEG and snapshots, `ffmpeg` for HLS and other video over HTTP.'
      })
    ),
    username: Type.Optional(
      Type.String({ minLength: 1, description: 'Of the camera, in place of writing it into the address.' })
    ),
    password: Type.Optional(
      Type.String({ description: 'Of the camera, best from the environment or a file, see Secrets.' })
    ),
    ...OPTIONS
  },
  { additionalProperties: false }
)

export const TargetSchema = Type.Object(
  {
    redis: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          '`redis://user:password@host:port/db`, `rediss://` for TLS, `redis+cluster://host:port,host:port` or `redis+sentinel://host:port,host:port/name`.'
      })
    ),
    maxlen: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        default: TARGET_BUILT_IN.maxlen,
        description: 'About how many entries each stream in Redis keeps.'
      })
    ),
    keyPrefix: Type.Optional(
      Type.String({
        default: TARGET_BUILT_IN.keyPrefix,
        description: 'Before the name of the stream in the key of Redis.'
      })
    ),
    http: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Address of the service, such as `http://127.0.0.1:5020`, with its base path.'
      })
    ),
    token: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'Token with the role producer, best from the environment or a file; PUSH_TOKEN in the environment does too.'
      })
    ),
    caFile: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Certificates in PEM form that the server is held against, in place of those of Node.'
      })
    ),
    servername: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Name that the certificate of Redis must carry, when it is not that of the host.'
      })
    )
  },
  { additionalProperties: false }
)

export type CameraEntry = Static<typeof CameraSchema>
export type CameraOptions = Static<typeof DefaultsSchema>
export type TargetEntry = Static<typeof TargetSchema>
