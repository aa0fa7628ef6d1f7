import { Redis } from 'ioredis'
import sharp from 'sharp'
import { makePictures, SIZES } from '../throughput/pictures.mjs'

const COUNT = 4
const EVERY_MS = 500
/** Each camera is well for so long, then black for so long. */
const PHASE_MS = 60_000
const MAXLEN = 100

/**
 * A few cameras whose picture goes black and comes back for ever, so that incidents open and close, pictures of them are
 * stored and old ones are deleted. Their frames carry no numbers: the steady cameras alone are counted.
 */
export class FaultyCameras {
  streams = Array.from({ length: COUNT }, (_, i) => `faulty-${i}`)
  #redis
  #timer
  #sent = 0

  static async open(port) {
    const cameras = new FaultyCameras()
    const options = { port, host: '127.0.0.1', enableOfflineQueue: false, maxRetriesPerRequest: 0 }
    cameras.#redis = new Redis(options)
    cameras.#redis.on('error', () => undefined)
    const well = await makePictures(SIZES.small)
    const black = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#030303' } })
      .jpeg()
      .toBuffer()
    cameras.#timer = setInterval(() => cameras.#send(well, black), EVERY_MS)
    return cameras
  }

  close() {
    clearInterval(this.#timer)
    this.#redis.disconnect()
  }

  /** Something that is no picture, as a frame of the first camera. */
  sendBytes(bytes) {
    return this.#xadd(this.streams[0], bytes)
  }

  #send(well, black) {
    const number = this.#sent++
    for (const [i, stream] of this.streams.entries()) {
      const isBlack = Math.floor((number * EVERY_MS + (i * PHASE_MS) / COUNT) / PHASE_MS) % 2 === 1
      // Not the same bytes twice: a picture that stands still is another fault.
      const jpeg = isBlack ? Buffer.concat([black, Buffer.from(String(number))]) : well[number % well.length]
      void this.#xadd(stream, jpeg)
    }
  }

  async #xadd(stream, jpeg) {
    const nowIso = new Date().toISOString()
    const meta = JSON.stringify({ ts1: nowIso, ts_wall_iso: nowIso })
    await this.#redis
      .xadd(`frames:${stream}`, 'MAXLEN', '~', MAXLEN, '*', 'meta', meta, 'jpeg', jpeg)
      .catch(() => undefined)
  }
}
