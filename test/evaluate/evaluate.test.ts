import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AS_IS, type EvaluateOptions, evaluate, type Progress } from '../../src/evaluate/evaluate.ts'
import { encodeJpeg } from '../../src/evaluate/pictures/jpeg.ts'
import { createImage } from '../../src/evaluate/pictures/rgb-image.ts'
import { DrawnScene } from './drawn-scene.ts'

let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'camera-check-evaluate-'))
  for (const name of ['gate', 'yard']) {
    mkdirSync(join(folder, name))
    const reel = await new DrawnScene(name === 'gate' ? 'drawn' : name).open(160)
    const image = createImage(reel.width, reel.height)
    for (let i = 0; i < 12; i++) {
      reel.read(i * 500, image)
      writeFileSync(join(folder, name, `${String(i).padStart(2, '0')}.jpg`), await encodeJpeg(image, { quality: 90 }))
    }
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const options = (more: Partial<EvaluateOptions>): EvaluateOptions => ({
  footage: folder,
  seed: 5,
  kinds: ['black', 'undecodable'],
  negatives: [],
  perKind: 1,
  perNegative: 0,
  fps: 2,
  widthPx: 160,
  firstFaultyMs: 0,
  plainMinutes: null,
  threads: 0,
  scenes: null,
  onProgress: () => undefined,
  ...more
})

describe('evaluation of a folder', () => {
  test('plays every scenario, tells how far it is, and scores what was said', async () => {
    const progress: Progress[] = []
    const evaluation = await evaluate(options({ onProgress: step => progress.push(step) }))
    const outcomes = evaluation.outcomes.get(AS_IS.name) ?? []
    expect(evaluation.scenes).toEqual(['gate', 'yard'])
    expect(progress.map(({ played, scenarios }) => [played, scenarios])).toEqual([
      [1, 2],
      [2, 2]
    ])
    expect(outcomes.map(({ score }) => score.fault?.rightKind)).toEqual([true, true])
    expect(evaluation.cameraMs).toBe(outcomes.reduce((sum, { score }) => sum + score.scenario.totalMs, 0))
    expect(evaluation.frames).toBeGreaterThan(60)
  })

  test('leaves out the scenes that were not asked for', async () => {
    const { outcomes } = await evaluate(options({ scenes: ['yard'] }))
    expect((outcomes.get(AS_IS.name) ?? []).map(({ score }) => score.scenario.scene)).not.toContain('gate')
  })

  test('lets every scene run plainly for as long as asked', async () => {
    const { outcomes, cameraMs } = await evaluate(options({ plainMinutes: 0.5 }))
    const scores = (outcomes.get(AS_IS.name) ?? []).map(({ score }) => score)
    expect(cameraMs).toBe(60_000)
    expect(scores.map(({ scenario, falseAlarms }) => [scenario.scene, falseAlarms.length])).toEqual([
      ['gate', 0],
      ['yard', 0]
    ])
  })
})
