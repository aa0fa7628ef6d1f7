import { Agent } from 'undici'
import { errorText } from '../errors.ts'
import { pause } from '../lib/pause.ts'
import type { CameraPlan } from './camera-plan.ts'
import type { CameraSource, SourceEnd, SourceListener } from './camera-source.ts'
import { END_REASONS, type EndReason } from './end-reason.ts'
import { FramePace } from './frame-pace.ts'
import { type HttpAnswer, HttpAsker } from './http-asker.ts'
import { reasonOfStatus, reasonOfThrown } from './http-reason.ts'
import { MultipartSplitter } from './multipart-splitter.ts'
import { redact } from './redact.ts'

const CONNECT_MS = 10_000

/**
 * Pictures over HTTP: an MJPEG stream is read as it comes, a snapshot asked for as often as frames are wanted. Which of
 * the two it is the content type of the answer says. Their time is that of their arrival: nothing else is known.
 */
export class HttpSource implements CameraSource {
  readonly #plan: CameraPlan
  readonly #clock: () => number

  constructor(plan: CameraPlan, clock: () => number) {
    this.#plan = plan
    this.#clock = clock
  }

  async run(listener: SourceListener, signal: AbortSignal): Promise<SourceEnd> {
    const { stallMs } = this.#plan
    const dispatcher = new Agent({ connect: { timeout: CONNECT_MS }, headersTimeout: stallMs, bodyTimeout: stallMs })
    try {
      const asker = new HttpAsker(this.#plan.source)
      const pace = new FramePace(this.#plan.fps)
      for (;;) {
        const askedAtMs = this.#clock()
        const answer = await asker.get({ dispatcher, signal })
        const end = await this.#read(answer, listener, pace)
        if (end !== null) return end
        const leftMs = askedAtMs + 1000 / this.#plan.fps - this.#clock()
        // A clock that was set must not make it wait longer than usual.
        await pause(Math.min(Math.max(0, leftMs), 1000 / this.#plan.fps), signal)
        if (signal.aborted) return this.#end('stopped')
      }
    } catch (thrown) {
      if (signal.aborted) return this.#end('stopped')
      return this.#end(reasonOfThrown(thrown), errorText(thrown))
    } finally {
      await dispatcher.destroy().catch(() => undefined)
    }
  }

  /** @returns Null after a snapshot: the next one is to be asked for. */
  async #read(answer: HttpAnswer, listener: SourceListener, pace: FramePace): Promise<SourceEnd | null> {
    const { statusCode, headers, body } = answer
    const type = String(headers['content-type'] ?? '')
    // A body that is let go of says so as an error.
    body.on('error', () => undefined)
    if (statusCode !== 200) {
      body.destroy()
      return this.#end(reasonOfStatus(statusCode), `status ${statusCode}`)
    }
    if (/^multipart\//i.test(type)) return this.#readParts(body, boundaryOf(type), listener, pace)
    if (type !== '' && !/^(?:image\/(?:jpe?g|pjpeg)|application\/octet-stream)\b/i.test(type)) {
      body.destroy()
      return this.#end('unsupported', `content type ${type.slice(0, 80)}; kind: ffmpeg reads video`)
    }
    const capturedAtMs = this.#clock()
    const jpeg = await this.#wholeBody(body)
    if (jpeg === null) listener.lost('too-large')
    else if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return this.#end('unsupported', 'the answer is no JPEG')
    else listener.frame({ jpeg, capturedAtMs })
    return null
  }

  async #readParts(
    body: HttpAnswer['body'],
    boundary: string | null,
    listener: SourceListener,
    pace: FramePace
  ): Promise<SourceEnd> {
    const splitter = new MultipartSplitter({
      boundary,
      maxFrameBytes: this.#plan.maxFrameBytes,
      lost: why => listener.lost(why),
      frame: jpeg => {
        const nowMs = this.#clock()
        if (pace.takes(nowMs)) listener.frame({ jpeg, capturedAtMs: nowMs })
      }
    })
    for await (const chunk of body) splitter.push(chunk as Buffer)
    return this.#end('ended')
  }

  /** Null when it is too large. */
  async #wholeBody(body: HttpAnswer['body']): Promise<Buffer | null> {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of body) {
      bytes += (chunk as Buffer).length
      // Leaving the loop ends the connection: what is left of it is not read.
      if (bytes > this.#plan.maxFrameBytes) return null
      chunks.push(chunk as Buffer)
    }
    return Buffer.concat(chunks)
  }

  #end(reason: EndReason, said?: string): SourceEnd {
    const more = said === undefined || said === '' ? '' : ` (${redact(said, this.#plan.secrets)})`
    return { reason, detail: `${END_REASONS[reason]}${more}` }
  }
}

function boundaryOf(contentType: string): string | null {
  const match = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType)
  return match?.[1] ?? match?.[2] ?? null
}
