import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { FIGURE_COUNT, MEASURE_COUNT, POINT_VALUES } from '../../../dist/model/camera-figures.js'
import { FrameShelf } from '../../../dist/pipeline/frame-shelf.js'
import { makeCameraFrames, meanKilobytes, sourceOfFrames } from '../../camera-frames.mjs'
import { cpuMsOf, median, medianRatio, takeTurns } from '../../rounds.mjs'
import { OwnAnalysis } from '../own-analysis.mjs'
import { goal } from '../report.mjs'

const CAMERAS = 4
const FRAMES_EACH = 24
/** Tours before the first round: a scene is known after 12 s, which are less than eight. */
const WARM_UP_TOURS = 8
const SHELF_BYTES = 1 << 28
/** CPU of a frame with telling, of that without. */
const MOST_RATIO = 1.05
const COLUMNS = ['frame', 'cameras', 'CPU ms a frame', 'with telling', 'ratio', 'goal', 'verdict', 'told']

/**
 * What it costs that cameras tell of themselves (faults, figures, pictures of incidents, a frame to look at) beside the
 * same analysis without: healthy cameras, and cameras all of which show something else than they usually do.
 *
 * @param {{ sizes: import('../../camera-frames.mjs').CameraSize[], rounds: number }} load
 */
export async function telling({ sizes, rounds }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'camera-check-telling-'))
  try {
    const rows = []
    for (const size of sizes) rows.push(...(await compare(size, folder, rounds)))
    const title = `Analysis of a frame with telling beside without, ${CAMERAS} cameras of 10 frames/s, ${rounds} rounds in turn`
    return { title, columns: COLUMNS, rows, note: sourceOfFrames() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(size, folder, rounds) {
  const frames = await makeCameraFrames(size, folder, { cameras: CAMERAS, framesEach: FRAMES_EACH })
  // Every camera shows the view of the next.
  const swapped = frames.map(frame => ({ ...frame, camera: (frame.camera + 1) % CAMERAS }))
  const name = `${size.name}, ${meanKilobytes(frames)} KB`
  const rows = []
  for (const [what, shown] of [
    ['healthy', frames],
    ['all at fault', byCamera(swapped)]
  ]) {
    const listener = new Listener()
    const silent = new OwnAnalysis(CAMERAS, folder)
    const told = new OwnAnalysis(CAMERAS, folder, undefined, listener.tell)
    for (let i = 0; i < WARM_UP_TOURS; i++) {
      await silent.judge(frames)
      await told.judge(frames)
    }
    listener.forget()
    const times = await takeTurns(
      [
        { name: 'without', cpuMsPerFrame: () => cpuOf(() => silent.judge(shown), shown) },
        { name: 'with', cpuMsPerFrame: () => cpuOf(() => listener.during(told, shown), shown) }
      ],
      rounds
    )
    listener.end()
    const [without, withTelling] = [times.get('without'), times.get('with')]
    const ratio = medianRatio(withTelling, without)
    const cells = [median(without).toFixed(2), median(withTelling).toFixed(2), ratio.toFixed(3)]
    rows.push([name, what, ...cells, ...goal(ratio, '<=', MOST_RATIO), listener.summary])
  }
  return rows
}

/** A frame of each camera, then the next of each, the first camera first. */
function byCamera(frames) {
  const steps = []
  for (let i = 0; i < frames.length; i += CAMERAS) {
    steps.push(...frames.slice(i, i + CAMERAS).sort((one, other) => one.camera - other.camera))
  }
  return steps
}

async function cpuOf(work, frames) {
  return (await cpuMsOf(work)) / frames.length
}

/** In place of the main thread: takes what is told over a port, as threads do. */
class Listener {
  #reports = 0
  #pictures = 0
  #port
  #figures = new Float64Array(FIGURE_COUNT + MEASURE_COUNT * POINT_VALUES)
  tell

  constructor() {
    const { port1, port2 } = new MessageChannel()
    port2.on('message', () => undefined)
    port2.unref()
    this.#port = port1
    this.tell = {
      shelf: new FrameShelf(SHELF_BYTES, () => undefined),
      keeper: {
        keepPicture: (_, kept) => {
          kept()
          return true
        }
      },
      report: report => {
        this.#reports++
        port1.postMessage({ type: 'news', news: { reports: [report], pictures: [] } })
      },
      picture: picture => {
        this.#pictures++
        port1.postMessage({ type: 'news', news: { reports: [], pictures: [picture] } })
      },
      reopenWindowMs: 60_000
    }
  }

  get summary() {
    return `${this.#reports} reports, ${this.#pictures} pictures`
  }

  forget() {
    this.#reports = 0
    this.#pictures = 0
  }

  /** One tour of 2.4 s, then the figures, as they are told every 2 s, with their points. */
  async during(analysis, frames) {
    await analysis.judge(frames)
    analysis.writeFigures(this.#figures, true)
    this.#port.postMessage({ type: 'figures', numbers: { streams: ['camera'], values: this.#figures } })
  }

  end() {
    this.#port.close()
  }
}
