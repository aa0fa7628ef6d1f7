import { describe, expect, it } from 'vitest'
import { playEvidence } from '../../src/back-test/play-evidence.ts'
import { Replay } from '../../src/back-test/replay.ts'
import type { Spell } from '../../src/back-test/spell.ts'
import { type CameraSettings, DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import type { EvidenceRun } from '../../src/model/evidence.ts'
import { concludeFrame, type FrameEvidence } from '../../src/pipeline/conclude-frame.ts'
import { FAULT_TIMINGS } from '../../src/pipeline/detect/registry.ts'
import { evidenceFromBytes, evidenceToBytes } from '../../src/pipeline/evidence-block.ts'
import { FaultBoard } from '../../src/pipeline/incidents/fault-board.ts'
import { randomEvidence, randomNumbers } from '../pipeline/random-evidence.ts'
import { WatchedCamera, WINDOW_MS } from './watched-camera.ts'

async function replayed(runs: readonly EvidenceRun[], settings: CameraSettings): Promise<readonly Spell[]> {
  const replay = new Replay(settings, WINDOW_MS)
  const { spans } = await playEvidence(runs, [replay])
  expect(spans).toHaveLength(1)
  return replay.spells()
}

/** A day in miniature: a calm scene, and every so often something that lasts for a while. */
function* scenes(seed: number): Generator<readonly [FrameEvidence, number]> {
  const random = randomNumbers(seed)
  const calm = calmEvidence()
  let atMs = 1_700_000_000_000
  for (let spell = 0; spell < 25; spell++) {
    const shown = spell % 2 === 0 ? calm : randomEvidence(random)
    const frameMs = Math.round(100 + random() * 900)
    const frames = spell % 2 === 0 ? 50 + random() * 1000 : 1 + random() * 60
    for (let i = 0; i < frames; i++) {
      atMs += frameMs
      yield [random() < 0.002 ? randomEvidence(random) : shown, atMs]
    }
  }
}

function calmEvidence(): FrameEvidence {
  const random = randomNumbers(4)
  for (;;) {
    const evidence = randomEvidence(random)
    const board = new FaultBoard(FAULT_TIMINGS)
    if (
      evidence.view?.against.known === true &&
      concludeFrame(evidence, DEFAULT_CAMERA_SETTINGS, board, 0).causes.length === 0
    ) {
      return evidence
    }
  }
}

describe('a replay', () => {
  it.each([1, 2])('with unchanged settings raises the spells that were raised (%i)', async seed => {
    const settings: CameraSettings =
      seed % 2 === 0
        ? DEFAULT_CAMERA_SETTINGS
        : { ...DEFAULT_CAMERA_SETTINGS, timings: { occluded: { raiseAfterMs: 3000 } } }
    const camera = new WatchedCamera(settings)
    for (const [evidence, atMs] of scenes(seed)) camera.see(evidence, atMs)
    const runs = camera.takeEvidence()
    const kept = runs.reduce((sum, { times }) => sum + times.length, 0)
    expect(kept).toBeLessThan(camera.frames / 4)
    const through = await Promise.all(runs.map(async run => evidenceFromBytes(await evidenceToBytes(run), 'gate-1')))
    expect(through.map(run => run?.times.join())).toEqual(runs.map(({ times }) => times.join()))
    expect(through.every((run, i) => runs[i]?.values.every((value, at) => value === run?.values[at]))).toBe(true)
    const live = camera.live()
    expect(live.length).toBeGreaterThan(5)
    expect(await replayed(runs, settings)).toEqual(live)
  })
})
