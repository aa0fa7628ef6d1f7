import { describe, expect, test } from 'vitest'
import { AS_IS } from '../../src/evaluate/evaluate.ts'
import { limitTrials } from '../../src/evaluate/limit-trials.ts'
import { ReelShelf } from '../../src/evaluate/reel-shelf.ts'
import { runScenario } from '../../src/evaluate/run-scenario.ts'
import { scoreScenario } from '../../src/evaluate/scoring/score-scenario.ts'
import type { Scenario } from '../../src/evaluate/scenario.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { DETECTORS, FAULT_TIMINGS } from '../../src/pipeline/detect/registry.ts'
import { DrawnScene } from './drawn-scene.ts'
import { NOTHING, scenarioOf } from './film.ts'

const shelf = new ReelShelf([new DrawnScene('drawn'), new DrawnScene('another')], 2)
const fault = (kind: 'black' | 'stream-gap' | 'undecodable', variant: string): Scenario =>
  scenarioOf(
    { type: 'fault', kind, variant, strength: 1, fromMs: 12_000, untilMs: 20_000 },
    { totalMs: 26_000, fps: 4 }
  )

describe('playing a scenario through the pipeline', () => {
  test('tells a black picture, and Normal before and after it', async () => {
    const scenario = fault('black', 'lens-cap')
    const { judged, frames } = await runScenario(scenario, shelf, [AS_IS])
    expect(frames).toBe(104)
    expect(judged[0]?.results).toBe(104)
    const score = scoreScenario(scenario, judged[0]?.reports ?? [])
    expect(score.fault).toMatchObject({ detected: true, rightKind: true, alarmedBefore: false })
    expect(score.fault?.recoveryMs).toBeLessThan(4000)
    expect(score.falseAlarms).toEqual([])
  })

  test('tells a silent camera by the clock of the scenario alone', async () => {
    const scenario = fault('stream-gap', 'silent')
    const { judged } = await runScenario(scenario, shelf, [AS_IS])
    const score = scoreScenario(scenario, judged[0]?.reports ?? [])
    expect(score.fault).toMatchObject({ told: 'stream-gap', rightKind: true, sustained: true })
    expect(score.fault?.delayMs).toBeLessThanOrEqual(2500)
  })

  test('gives the same reports every time', async () => {
    const scenario = fault('black', 'closed-iris')
    const [one, other] = [await runScenario(scenario, shelf, [AS_IS]), await runScenario(scenario, shelf, [AS_IS])]
    expect(one.judged[0]?.reports).toEqual(other.judged[0]?.reports)
  })

  test('keeps the middle of what was staged and the first frame of an alarm to look at', async () => {
    const { judged } = await runScenario(fault('undecodable', 'truncated'), shelf, [AS_IS])
    // Alarms that come later are kept behind them.
    const exhibits = (judged[0]?.exhibits ?? []).slice(0, 2)
    expect(exhibits.map(({ reason }) => reason)).toEqual(['alarm', 'middle'])
    expect(exhibits.map(({ state }) => state)).toEqual(['Error', 'Error'])
    expect(exhibits[1]?.atMs).toBe(16_000)
    expect(exhibits[1]?.jpeg.length).toBeGreaterThan(100)
  })

  test('lets several trials judge the same frames by settings of their own', async () => {
    const off = {
      name: 'off',
      settings: { ...DEFAULT_CAMERA_SETTINGS, faults: { black: { sensitivity: 'off' as const } } }
    }
    const { judged } = await runScenario(fault('black', 'lens-cap'), shelf, [AS_IS, off])
    const told = judged.map(({ reports }) => reports.some(({ kinds }) => kinds.includes('black')))
    expect(told).toEqual([true, false])
    expect(judged[1]?.exhibits).toEqual([])
  })

  test('judges evidence by a trial as a session of its own would', async () => {
    const limits = { black: { limits: { maxMeanLevels: 1 } }, occluded: { sensitivity: 'off' as const } }
    const trial = { name: 'moved', settings: { ...DEFAULT_CAMERA_SETTINGS, blackMeanLevels: 14, faults: limits } }
    for (const scenario of [
      fault('black', 'closed-iris'),
      fault('stream-gap', 'silent'),
      fault('undecodable', 'truncated')
    ]) {
      const beside = await runScenario(scenario, shelf, [AS_IS, { ...trial, name: 'beside' }])
      const alone = await runScenario(scenario, shelf, [trial])
      expect(beside.judged[1]?.reports).toEqual(alone.judged[0]?.reports)
      expect(beside.judged[1]?.results).toBe(alone.judged[0]?.results)
    }
  })

  test('waits as long as a trial says', async () => {
    const timings = [['occluded', { raiseAfterMs: 4000, clearAfterMs: 800 }]] as const
    const cover = scenarioOf(
      { type: 'fault', kind: 'occluded', variant: 'cloth', strength: 1, fromMs: 16_000, untilMs: 24_000 },
      { totalMs: 28_000, fps: 4 }
    )
    const slow = { name: 'slow', settings: DEFAULT_CAMERA_SETTINGS, timings }
    const { judged } = await runScenario(cover, shelf, [AS_IS, slow])
    const told = judged.map(({ reports }) => reports.find(({ kinds }) => kinds.includes('occluded'))?.atMs ?? 0)
    expect(told[0]).toBeGreaterThan(16_000)
    expect(told[1]).toBeGreaterThan(told[0] ?? 0)
  })

  test('raises nothing where nothing happens', async () => {
    const { judged } = await runScenario(scenarioOf(NOTHING, { totalMs: 25_000, fps: 4 }), shelf, [AS_IS])
    expect(judged[0]?.reports).toEqual([{ atMs: 0, kinds: [] }])
  })
})

describe('limit trials', () => {
  test('move each limit of each detector both ways, one at a time', () => {
    const trials = limitTrials([0.8, 1.2], null)
    const limits = DETECTORS.reduce((sum, detector) => sum + Object.keys(detector.limits).length, 0)
    const times = DETECTORS.reduce(
      (sum, { raiseAfterMs, clearAfterMs }) => sum + Math.sign(raiseAfterMs) + Math.sign(clearAfterMs),
      0
    )
    expect(trials).toHaveLength(2 * (limits + times))
    expect(new Set(trials.map(({ name }) => name)).size).toBe(trials.length)
    for (const { kind, limit, factor, value, settings, timings } of trials) {
      if (timings !== undefined) {
        const { raiseAfterMs, clearAfterMs } = FAULT_TIMINGS.get(kind) ?? { raiseAfterMs: 0, clearAfterMs: 0 }
        expect(structuredClone(timings)).toEqual([[kind, { raiseAfterMs, clearAfterMs, [limit]: value }]])
        continue
      }
      const usual = DETECTORS.find(({ id }) => id === kind)?.limits[limit] ?? Number.NaN
      expect(value).toBe(usual * factor)
      expect(settings.faults).toEqual({ [kind]: { limits: { [limit]: value } } })
    }
  })

  test('take only the kinds that are asked for', () => {
    expect(new Set(limitTrials([0.8], ['black']).map(({ kind }) => kind))).toEqual(new Set(['black']))
  })
})

test('a shelf refuses a scene that is not in the footage', async () => {
  await expect(shelf.open('nowhere', 100, 5)).rejects.toThrow(RangeError)
})
