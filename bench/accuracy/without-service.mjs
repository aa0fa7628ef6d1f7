// The shared suite through the service's own camera session, without servers and faster than real time: the same frames, judged
// as a shard judges them, each at its own time. What differs from the black box is the way there and back alone.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { WatchedSession } from '../../dist/evaluate/watched-session.js'
import { DEFAULT_CAMERA_SETTINGS } from '../../dist/model/camera.js'
import { MeasureScratch } from '../../dist/pipeline/detect/measure-scratch.js'

/** As often as a shard looks for silent cameras. */
const TICK_MS = 200
const START_MS = Date.UTC(2026, 0, 5, 8)
const scratch = new MeasureScratch()

/** Writes the frames of every scenario, once. @param options As the bench's command line names them. */
export async function prepareFrames(bench, folder, options) {
  const { suiteFromArgs, frames, truthOf } = await import(pathToFileURL(join(bench, 'generate.mjs')))
  const { man: manifest, suite } = suiteFromArgs(options)
  for (const [i, scenario] of suite.entries()) {
    const own = join(folder, scenario.id)
    if (existsSync(join(own, 'index.json'))) continue
    mkdirSync(own, { recursive: true })
    const list = []
    for await (const { i: index, t, w, h, jpeg } of frames(manifest, scenario)) {
      const file = `${String(index).padStart(5, '0')}.jpg`
      writeFileSync(join(own, file), jpeg)
      list.push({ file, t, w, h })
    }
    writeFileSync(join(own, 'index.json'), JSON.stringify({ truth: truthOf(scenario), frames: list }))
    process.stderr.write(`\rprepared ${i + 1}/${suite.length} `)
  }
}

/** What was told of every scenario in the folder, as the bench's scorer wants it. */
export async function playFrames(folder) {
  const told = []
  for (const id of readdirSync(folder).sort()) {
    const { truth, frames } = JSON.parse(readFileSync(join(folder, id, 'index.json'), 'utf8'))
    const session = new WatchedSession({ name: 'as it is', settings: DEFAULT_CAMERA_SETTINGS }, scratch, START_MS)
    let tickMs = 0
    const tickUntil = ms => {
      for (; tickMs < ms; tickMs += TICK_MS) session.tick(tickMs)
    }
    for (const [index, { file, t, w, h }] of frames.entries()) {
      tickUntil(t)
      const jpeg = new Uint8Array(readFileSync(join(folder, id, file)))
      await session.judge({ index, capturedMs: t, arrivesMs: t, jpeg, width: w, height: h })
    }
    tickUntil(truth.total)
    for (const { atMs, kinds } of session.reports) {
      told.push({ stream: truth.stream, t: atMs, abnormal: kinds.length > 0, kinds })
    }
  }
  return told
}
