import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LibsqlConnection } from '../../../../src/pipeline/incidents/adapters/libsql-connection.ts'

const SCHEMA = 'CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT)'

describe('a database that is deleted while it is in use', () => {
  let folder: string
  let path: string
  let gone: string[]
  let database: LibsqlConnection
  const add = (text: string) => database.write([['INSERT INTO notes (text) VALUES (?)', text]])
  const texts = async (from: LibsqlConnection) =>
    (await from.all('SELECT text FROM notes ORDER BY id')).map(r => r.text)

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "camera-check's-"))
    path = join(folder, 'data', 'notes.db')
    gone = []
    database = new LibsqlConnection(path, SCHEMA, what => gone.push(what))
    await database.open()
    await add('before')
  })
  afterEach(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  it.each(['write', 'check'])('is written anew in full with the next %s, folder and all', async verb => {
    await rm(join(folder, 'data'), { recursive: true })
    await (verb === 'write' ? add('after') : database.check())
    expect(gone).toEqual(['rescued'])
    if (verb === 'check') await add('after')
    expect(gone).toEqual(['rescued'])
    expect(await readdir(join(folder, 'data'))).not.toContain('notes.db.rescued')
    await database.close()
    const next = new LibsqlConnection(path, SCHEMA)
    await next.open()
    expect(await texts(next)).toEqual(['before', 'after'])
    expect(await next.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    await next.close()
  })

  it('another database that was put in its place is left as it is, and taken', async () => {
    await rm(join(folder, 'data'), { recursive: true })
    const other = new LibsqlConnection(path, SCHEMA)
    await other.open()
    await other.write([['INSERT INTO notes (text) VALUES (?)', 'restored']])
    await other.close()
    await add('after')
    expect(gone).toEqual(['replaced'])
    expect(await texts(database)).toEqual(['restored', 'after'])
  })

  it('nothing is noticed while nothing happens', async () => {
    for (let i = 0; i < 5; i++) await add(String(i))
    await database.check()
    expect(gone).toEqual([])
    expect(existsSync(path)).toBe(true)
  })
})
