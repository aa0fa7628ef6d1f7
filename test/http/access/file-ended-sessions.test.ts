import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { FileEndedSessions } from '../../../src/http/access/file-ended-sessions.ts'
import { keepsEndedSessions } from './keeps-ended-sessions.ts'

describe('ended sessions in a file', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-ended-'))
    return () => rm(folder, { recursive: true, force: true })
  })
  const path = () => join(folder, 'data', 'ended-sessions.json')

  keepsEndedSessions(() => new FileEndedSessions(path()))

  it.each(['', '{', 'null', '{"a":1}', '[1,null,{"id":1,"untilMs":2}]'])('takes a file of %j for none', async text => {
    await mkdir(join(folder, 'data'))
    await writeFile(path(), text)
    expect(await new FileEndedSessions(path()).kept(0)).toEqual([])
    await new FileEndedSessions(path()).keep({ id: 'a', untilMs: 2 }, 0)
    expect(await new FileEndedSessions(path()).kept(0)).toEqual([{ id: 'a', untilMs: 2 }])
    expect(await readdir(join(folder, 'data'))).toEqual(['ended-sessions.json'])
  })

  it('says so when it cannot write', async () => {
    await writeFile(join(folder, 'data'), 'a file where the folder should be')
    const failed = new FileEndedSessions(path()).keep({ id: 'a', untilMs: 2 }, 0)
    await expect(failed).rejects.toMatchObject({ code: 'access/store-failed' })
  })
})
