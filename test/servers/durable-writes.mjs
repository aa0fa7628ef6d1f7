// What the service keeps in its data folder, written once each: run under strace by journey/forced-to-disk.test.ts. Every
// `kept` is written by this process once the write before it was confirmed.
import { join } from 'node:path'
import { LibsqlConnection } from '../../dist/pipeline/incidents/adapters/libsql-connection.js'
import { FolderStore } from '../../dist/pipeline/snapshots/adapters/folder-store.js'
import { FileSubscriptionStore } from '../../dist/subscription/adapters/file-subscription-store.js'

const folder = process.argv[2] ?? ''
const database = new LibsqlConnection(join(folder, 'incidents.db'), 'CREATE TABLE IF NOT EXISTS t (a INTEGER)')
const snapshots = new FolderStore(join(folder, 'snapshots'))
await database.open()
await snapshots.prepare()
await snapshots.put('gate/1700000000000.jpg', new Uint8Array(10))
process.stderr.write('begin\n')
await database.write([['INSERT INTO t VALUES (?)', 1]])
process.stderr.write('kept incident\n')
await new FileSubscriptionStore(folder).save({ running: true, epoch: 1, cameras: [] })
process.stderr.write('kept subscription\n')
await snapshots.put('gate/1700000000001.jpg', new Uint8Array(10))
process.stderr.write('kept snapshot\n')
const pragmas = [await database.all('PRAGMA synchronous'), await database.all('PRAGMA journal_mode')]
process.stdout.write(JSON.stringify(pragmas.map(rows => Object.values(rows[0] ?? {})[0])))
await database.close()
