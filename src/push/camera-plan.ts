/** How the pictures of a source are got at. */
export type SourceKind = 'ffmpeg' | 'http' | 'folder' | 'device'

/** Everything that is to be known about one camera before it is started. */
export interface CameraPlan {
  /** Name of the stream that its frames go to. */
  readonly stream: string
  readonly kind: SourceKind
  /** Url, path or name of a device; with user and password where the source wants them. Never to be logged as it is. */
  readonly source: string
  /** Texts that may not stand in any message. */
  readonly secrets: readonly string[]
  /** Most frames a second, > 0. */
  readonly fps: number
  /** Largest size, px; null for that of the source. */
  readonly maxWidth: number | null
  readonly maxHeight: number | null
  /** Whether smaller pictures are made as large as that. */
  readonly enlarge: boolean
  /** Of JPEGs that are encoded here, 1..100; null leaves what the source sends as it is wherever that is possible. */
  readonly quality: number | null
  readonly transport: 'tcp' | 'udp'
  /** Whether a file or folder begins anew at its end. */
  readonly loop: boolean
  /** Whether a folder is watched for new pictures, in place of playing those that lie there. */
  readonly watch: boolean
  /** So long without a frame, and the source is ended and opened anew, ms. */
  readonly stallMs: number
  /** Longest pause between two tries to open it, ms. */
  readonly reconnectMs: number
  /** Frames that may wait to be delivered; the newest win. */
  readonly queueFrames: number
  /** A larger frame is dropped, bytes. */
  readonly maxFrameBytes: number
  /** Given to ffmpeg before its input. */
  readonly ffmpegOptions: readonly string[]
}
