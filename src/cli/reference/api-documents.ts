import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../app.ts'
import { loadSettings } from '../../config/load.ts'
import { silentLog } from '../../lib/log.ts'
import type { CallsDocument } from './client-calls.ts'
import type { MessagesDocument } from './client-files.ts'

/** The documents of a service that is set up by its defaults, as it serves them. */
export async function readApiDocuments(): Promise<{ openApi: CallsDocument; asyncApi: MessagesDocument }> {
  const folder = await mkdtemp(join(tmpdir(), 'camera-check-docs-'))
  const { settings } = loadSettings({ DATA_DIR: folder, PORT: '0', EXECUTOR_CPU: '1' })
  const app = await createApp(settings, silentLog)
  try {
    const url = await app.start()
    const read = async (path: string): Promise<unknown> => (await fetch(url + path)).json()
    return {
      openApi: (await read('/docs/json')) as CallsDocument,
      asyncApi: (await read('/asyncapi.json')) as MessagesDocument
    }
  } finally {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  }
}
