import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { keptIn } from '../small-disk.mjs'

const folderOf = stage => join(stage.folder, 'own-data')

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'data-deleted',
  group: 'disk',
  title: 'The data folder is deleted while the service runs',
  needs: ['redis'],
  settings: stage => keptIn(folderOf(stage)),
  // It is made again before a check has seen that it is gone; pictures that lay in it are lost to whoever deleted them.
  expect: { readyz: null, incident: null, log: /The database was deleted while it was in use/, silenceS: 4 },
  async run(stage) {
    await stage.outage({
      begin: () => deleteFolder(folderOf(stage)),
      end: () => undefined
    })
    const names = readdirSync(folderOf(stage))
    return { problems: names.includes('incidents.db') ? [] : ['the database was not made again'] }
  }
}

/** The service may write a file into a folder that is just being emptied. */
function deleteFolder(folder) {
  for (let tries = 0; ; tries++) {
    try {
      rmSync(folder, { recursive: true, force: true })
      return
    } catch (thrown) {
      if (tries === 50) throw thrown
    }
  }
}
