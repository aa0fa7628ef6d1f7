import type { ServerResponse } from 'node:http'
import type { PictureWish } from '../../overview/live-pictures.ts'
import type { KeptFrame } from '../../pipeline/frame-shelf.ts'
import type { OverviewContext } from '../route-context.ts'
import { Type } from 'typebox'
import { described, errorResponses } from '../schemas/answers.ts'
import { PictureQuerySchema, VideoQuerySchema } from '../schemas/cameras.ts'
import { streamParams } from '../schemas/paging.ts'
import { jpegResponse, pictureHeaders, widthOf } from '../picture-answer.ts'
import type { TypedServer } from '../typed-server.ts'

const DEFAULT_FPS = 5
const MOST_FPS = 25
/** A part is not begun while so much waits for the client: it gets the newest frame when it has caught up. */
const MOST_WAITING_BYTES = 512 * 1024
/** A client that has taken nothing for so long while something waits is no longer there, ms. */
const STALL_MS = 60_000
const BOUNDARY = 'frame'

/** `/pushhub/cameras/{stream}/picture` and `/video`. */
export function pictureRoutes(app: TypedServer, { overview }: OverviewContext): void {
  app.get(
    '/pushhub/cameras/:stream/picture',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Cameras'],
        summary: 'What a camera shows',
        description:
          'A frame of the last seconds; of a camera that is looked at, of the last moment. `X-Frame-Time` says when it was received.',
        params: streamParams,
        querystring: PictureQuerySchema,
        response: { ...jpegResponse, 304: described('Still the same', Type.Null()), ...errorResponses(400, 404) }
      }
    },
    async ({ params: { stream }, query, headers }, reply) => {
      const frame = await overview.picture(stream, { width: widthOf(query.width), mask: query.mask === '1' })
      const etag = `"${frame.atMs.toString(36)}-${frame.jpeg.length.toString(36)}"`
      pictureHeaders(reply, frame.atMs).header('etag', etag).header('cache-control', 'private, no-cache')
      if (headers['if-none-match'] === etag) return reply.code(304).send(null)
      return reply.type('image/jpeg').send(bufferOf(frame.jpeg))
    }
  )

  app.get(
    '/pushhub/cameras/:stream/video',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Cameras'],
        summary: 'What a camera shows, as motion JPEG',
        description: '`multipart/x-mixed-replace`. A client that reads too slowly gets fewer frames, the newest ones.',
        params: streamParams,
        querystring: VideoQuerySchema,
        produces: ['multipart/x-mixed-replace'],
        response: errorResponses(400, 404)
      }
    },
    async ({ params: { stream }, query }, reply) => {
      const wish: PictureWish = { width: widthOf(query.width), mask: query.mask === '1' }
      const fps = Math.min(MOST_FPS, Number(query.fps ?? DEFAULT_FPS) || DEFAULT_FPS)
      const first = await overview.picture(stream, wish).catch(() => null)
      const client = new VideoClient(reply.raw, 1000 / fps, frame => overview.render(stream, frame, wish))
      const end = overview.video(stream, frame => client.offer(frame))
      reply.raw.once('close', end)
      reply.hijack()
      client.begin(first)
    }
  )
}

/** One viewer: gets the newest frame when it is due, when it has taken the one before, and never two at once. */
class VideoClient {
  readonly #response: ServerResponse
  readonly #everyMs: number
  readonly #render: (frame: KeptFrame) => Promise<Uint8Array>
  #newest: KeptFrame | null = null
  #sentAtMs = Number.NEGATIVE_INFINITY
  #isBusy = false
  /** Since when too much waits, ms; null while the client keeps up. */
  #behindSinceMs: number | null = null

  constructor(response: ServerResponse, everyMs: number, render: (frame: KeptFrame) => Promise<Uint8Array>) {
    this.#response = response
    // Frames of a camera of just so many a second come a little early half of the time.
    this.#everyMs = everyMs * 0.9
    this.#render = render
  }

  begin(first: KeptFrame | null): void {
    // A camera may show nothing for longer than a connection may be idle.
    this.#response.socket?.setTimeout(0)
    this.#response.writeHead(200, {
      'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}`,
      'cache-control': 'no-store'
    })
    this.#response.on('drain', () => void this.#pump())
    // Headers alone, so that the client knows that it will get something.
    if (first === null) this.#response.flushHeaders()
    else this.#write(first.jpeg, first.atMs)
  }

  offer(frame: KeptFrame): void {
    this.#newest = frame
    void this.#pump()
  }

  async #pump(): Promise<void> {
    const frame = this.#newest
    const isDue = performance.now() - this.#sentAtMs >= this.#everyMs
    if (frame === null || this.#isBusy || !isDue || this.#isBehind()) return
    this.#newest = null
    this.#isBusy = true
    this.#sentAtMs = performance.now()
    try {
      this.#write(await this.#render(frame), frame.atMs)
    } finally {
      this.#isBusy = false
    }
  }

  #isBehind(): boolean {
    if (this.#response.writableLength <= MOST_WAITING_BYTES) {
      this.#behindSinceMs = null
      return false
    }
    const nowMs = performance.now()
    this.#behindSinceMs ??= nowMs
    if (nowMs - this.#behindSinceMs > STALL_MS) this.#response.destroy()
    return true
  }

  #write(jpeg: Uint8Array, atMs: number): void {
    if (this.#response.destroyed) return
    this.#response.write(
      `--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\nX-Frame-Time: ${new Date(atMs).toISOString()}\r\n\r\n`
    )
    this.#response.write(jpeg)
    this.#response.write('\r\n')
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
