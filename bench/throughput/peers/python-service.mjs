import { fileURLToPath } from 'node:url'
import { PYTHON } from './installed.mjs'
import { LinePeer } from './line-peer.mjs'

const PUSH_HUB = fileURLToPath(new URL('python_push_hub.py', import.meta.url))

/** The whole service the Python way, with the face of OwnService as far as a bench needs it. */
export class PythonService {
  #peer
  url = ''

  /** @param {URL} redisUrl */
  static async start(redisUrl) {
    const service = new PythonService()
    service.#peer = new LinePeer(PYTHON, ['-B', PUSH_HUB, redisUrl.href])
    service.url = JSON.parse(await service.#peer.next()).address
    return service
  }

  get pid() {
    return this.#peer.pid
  }

  /** @param {string[]} streams */
  async subscribe(streams) {
    await this.#peer.ask(JSON.stringify(streams))
  }

  async close() {
    this.#peer.end()
  }
}
