import { expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS as SETTINGS } from '../../src/model/camera.ts'
import type { CameraStateName } from '../../src/model/camera-state.ts'
import type { SelfTestFault } from '../../src/model/self-test.ts'
import type { SelfTestTask } from '../../src/self-test/examine-frames.ts'
import { guardChange } from '../../src/self-test/guard-change.ts'

const STRICTER = { ...SETTINGS, faults: { noise: { sensitivity: 'low' as const } } }

function guard(found: readonly number[], state: CameraStateName = 'healthy', tries = 3, frames = 30) {
  const tasks: SelfTestTask[] = []
  let steadyMs = 0
  const parts = {
    stateOf: () => state,
    watch: (_stream: string, viewer: (frame: { jpeg: Uint8Array; atMs: number }) => void) => {
      for (let i = 0; i < frames; i++) viewer({ jpeg: Uint8Array.of(i), atMs: i * 1000 })
      return () => undefined
    },
    run: async (task: SelfTestTask) => {
      tasks.push(task)
      const fault: SelfTestFault = {
        kind: 'noise',
        seen: 'in-part',
        isOff: false,
        tries,
        found: found[tasks.length - 1] ?? 0,
        delayMs: null,
        text: 'words',
        textZh: '文字'
      }
      return { atMs: task.atMs, pictures: 30, tookMs: 1, faults: [fault] }
    },
    clock: () => 86_400_000,
    // With too few frames the wait for more of them is over at once.
    steadyClock: () => (steadyMs += frames < 30 ? 61_000 : 0),
    signal: new AbortController().signal
  }
  return { tasks, verdict: guardChange(parts, 'yard', 'noise', SETTINGS, STRICTER) }
}

it('holds both settings against the same faults in the same frames', async () => {
  const { tasks, verdict } = guard([2, 2], 'healthy', 3, 30)
  expect((await verdict).state).toBe('passed')
  expect(tasks.map(({ settings, kinds, atMs }) => [settings, kinds, atMs])).toEqual([
    [SETTINGS, ['noise'], 86_400_000],
    [STRICTER, ['noise'], 86_400_000]
  ])
  expect(tasks[0]?.frames).toEqual(tasks[1]?.frames)
})

it('refuses a change with which less is found, and says how much', async () => {
  expect(await guard([3, 1]).verdict).toEqual({
    state: 'refused',
    en: 'Of 3 injected faults 3 are found now, and 1 with the change: words',
    zh: '注入的 3 个故障现在可发现 3 个，更改后仅 1 个：文字'
  })
})

it('says why it could not be run', async () => {
  expect((await guard([3, 3], 'faulty').verdict).state).toBe('not-run')
  expect((await guard([3, 3], 'healthy', 3, 1).verdict).state).toBe('not-run')
  expect(await guard([0, 0], 'healthy', 0).verdict).toMatchObject({
    state: 'not-run',
    en: expect.stringContaining('words')
  })
})
