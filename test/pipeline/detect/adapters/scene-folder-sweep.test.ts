import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../../src/lib/log.ts'
import { sceneFileName } from '../../../../src/pipeline/detect/adapters/scene-file-name.ts'
import { SceneFolderSweep, sweepSceneFolder } from '../../../../src/pipeline/detect/adapters/scene-folder-sweep.ts'

const NOW_MS = Date.UTC(2026, 0, 5, 8)
const DAY_MS = 86_400_000
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'camera-check-sweep-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, ageDays: number): Promise<void> {
  await writeFile(join(folder, name), 'x')
  const at = (NOW_MS - ageDays * DAY_MS) / 1000
  await utimes(join(folder, name), at, at)
}
const left = async () => (await readdir(folder, { recursive: true })).sort()

describe('sweep of the scenes in a folder', () => {
  it('deletes those that are too old, and nothing that is not a scene', async () => {
    const [old, young] = [sceneFileName('old'), sceneFileName('young')]
    await file(old, 31)
    await file(young, 29)
    await file('notes.txt', 400)
    await mkdir(join(folder, sceneFileName('a folder')))
    await expect(sweepSceneFolder(folder, NOW_MS, 30 * DAY_MS)).resolves.toEqual({ seen: 2, deleted: 1 })
    expect(await left()).toEqual([sceneFileName('a folder'), 'notes.txt', young].sort())
  })

  it('keeps the newest of too many', async () => {
    const names = Array.from({ length: 6 }, (_, i) => sceneFileName(`camera ${i}`))
    for (const [i, name] of names.entries()) await file(name, i)
    await expect(sweepSceneFolder(folder, NOW_MS, 30 * DAY_MS, 4)).resolves.toEqual({ seen: 6, deleted: 2 })
    expect(await left()).toEqual(names.slice(0, 4).sort())
  })

  it('deletes what was left half written an hour ago', async () => {
    await mkdir(join(folder, '.writing'))
    await file('.writing/old', 1)
    await file('.writing/new', 0)
    await sweepSceneFolder(folder, NOW_MS, 30 * DAY_MS)
    expect(await left()).toEqual(['.writing', '.writing/new'])
  })

  it('finds nothing where there is no folder, and says when it cannot look', async () => {
    await expect(sweepSceneFolder(join(folder, 'none'), NOW_MS, DAY_MS)).resolves.toEqual({ seen: 0, deleted: 0 })
    await file('file', 0)
    await expect(sweepSceneFolder(join(folder, 'file'), NOW_MS, DAY_MS)).rejects.toMatchObject({
      code: 'scene-memory/store-failed'
    })
  })

  it('begins at the start, and ends before it is closed', async () => {
    await file(sceneFileName('old'), 31)
    const sweep = new SceneFolderSweep({ folder, keepMs: 30 * DAY_MS, clock: () => NOW_MS, log: silentLog })
    sweep.start()
    await sweep.close()
    expect(await left()).toEqual([])
  })
})
