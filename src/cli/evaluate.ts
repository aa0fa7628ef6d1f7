import { writeFile } from 'node:fs/promises'
import { availableParallelism, freemem } from 'node:os'
import { AppError, errorText } from '../errors.ts'
import { BUILT_IN } from '../evaluate/footage/open-footage.ts'
import { sightHtml } from '../evaluate/report/sight-html.ts'
import { sightText } from '../evaluate/report/sight-text.ts'
import { type Examination, examineFootage } from '../evaluate/sight/examine-footage.ts'
import { type CameraSettings, DEFAULT_CAMERA_SETTINGS } from '../model/camera.ts'
import { EVALUATE_USAGE, type EvaluateWishes, parseEvaluateArguments } from './evaluate-arguments.ts'
import { evaluateProgress } from './evaluate-progress.ts'
import { evaluateSettings } from './evaluate-settings.ts'
import { fetchStream, isStreamUrl, streamPlace } from './stream-footage.ts'

/** Of the footage that one thread may have open. */
const THREAD_BYTES = 1e9
const CORES = availableParallelism()

await run()

async function run(): Promise<void> {
  const parsed = parseEvaluateArguments(process.argv.slice(2))
  if ('help' in parsed) {
    console.log(EVALUATE_USAGE)
  } else if ('problem' in parsed) {
    console.error(`${parsed.problem}\n\n${EVALUATE_USAGE}`)
    process.exitCode = 2
  } else {
    try {
      await evaluate(parsed.wishes)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      console.error(`${error.message} (${error.code})`)
      process.exitCode = 1
    }
  }
}

async function evaluate(wishes: EvaluateWishes): Promise<void> {
  const { sources, settings: from, token } = wishes
  const settings = from === null ? DEFAULT_CAMERA_SETTINGS : await evaluateSettings(from, token)
  const parts: Examination[] = []
  for (const source of sources) parts.push(await examineSource(source, settings, wishes))
  const whole: Examination = {
    cameras: parts.flatMap(({ cameras }) => cameras),
    examples: parts.flatMap(({ examples }) => examples),
    frames: parts.reduce((sum, { frames }) => sum + frames, 0),
    tookMs: parts.reduce((sum, { tookMs }) => sum + tookMs, 0)
  }
  await report(whole, wishes)
}

async function examineSource(source: string, settings: CameraSettings, wishes: EvaluateWishes): Promise<Examination> {
  if (!isStreamUrl(source)) return await examine(source, settings, wishes)
  const fetched = await fetchStream(streamPlace(source), wishes.frames)
  const interrupted = () => {
    fetched.remove()
    process.exit(130)
  }
  process.once('SIGINT', interrupted)
  try {
    return await examine(fetched.folder, settings, wishes)
  } finally {
    process.off('SIGINT', interrupted)
    fetched.remove()
  }
}

function examine(footage: string, settings: CameraSettings, wishes: EvaluateWishes): Promise<Examination> {
  const { kinds, seed, repeats, fps, widthPx, quick, longestPlainMs, threads, html } = wishes
  const affordable = Math.max(1, Math.min(CORES, Math.floor(freemem() / THREAD_BYTES)))
  return examineFootage({
    footage,
    settings,
    kinds,
    seed,
    repeats,
    fps,
    widthPx,
    thorough: !quick,
    longestPlainMs,
    pictures: html !== null,
    threads: threads ?? affordable,
    onProgress: evaluateProgress(process.stderr.isTTY === true, performance.now.bind(performance), text =>
      process.stderr.write(text)
    )
  })
}

async function report(examination: Examination, wishes: EvaluateWishes): Promise<void> {
  const { json, html } = wishes
  const conditions = conditionsOf(wishes)
  const { cameras, frames, tookMs } = examination
  if (json === '-') {
    console.log(JSON.stringify(dataOf(examination, conditions), null, 1))
  } else {
    console.log(conditions.map(([name, value]) => `${name}: ${value}`).join(', '))
    for (const line of sightText(cameras)) console.log(line)
    console.log(`\n${frames} pictures judged in ${(tookMs / 1000).toFixed(0)} s`)
  }
  if (json !== null && json !== '-') await write(json, JSON.stringify(dataOf(examination, conditions), null, 1))
  if (html !== null) await write(html, await sightHtml(examination, conditions))
}

function dataOf({ cameras }: Examination, conditions: readonly (readonly [string, string])[]) {
  return { conditions: Object.fromEntries(conditions), cameras }
}

function conditionsOf(wishes: EvaluateWishes): readonly (readonly [string, string])[] {
  const { sources, settings, seed, repeats, fps, widthPx, quick } = wishes
  return [
    ['footage', sources.map(shown).join(', ')],
    ['judged by', settings === null ? 'the usual limits' : shown(settings)],
    ['seed', String(seed)],
    ['tries of each size', String(repeats)],
    ['pictures a second, where the footage does not say', String(fps)],
    ['widest picture', `${widthPx} px`],
    ...(quick ? [['quick', 'every second size alone'] as const] : [])
  ]
}

/** Without what signs in. */
function shown(source: string): string {
  if (source === BUILT_IN || !source.includes('://')) return source
  const url = new URL(source)
  return `${url.protocol}//${url.host}${url.pathname}`
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (cause) {
    console.error(`Cannot write ${path}: ${errorText(cause)}`)
    process.exitCode = 1
  }
}
