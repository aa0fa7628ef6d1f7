import { expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import type { Log } from '../../src/lib/log.ts'
import { createLog } from '../../src/observe/log.ts'

function collect(shard?: number): { log: Log; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = []
  const destination = { write: (line: string) => lines.push(JSON.parse(line)) }
  const log = createLog({ level: 'info', ...(shard === undefined ? {} : { shard }), destination })
  return { log, lines }
}

test('log writes one JSON line with level, time, fields and message', () => {
  const { log, lines } = collect(3)
  log.info({ port: 5020 }, 'Listening')
  log.debug({}, 'Not written')
  expect(lines).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      pid: process.pid,
      shard: 3,
      port: 5020,
      msg: 'Listening'
    }
  ])
})

test('log masks secrets, also one level down', () => {
  const { log, lines } = collect()
  log.warn({ token: 'hush', settings: { REDIS_PASSWORD: 'hush', PORT: 1 }, headers: { authorization: 'hush' } }, 'x')
  expect(JSON.stringify(lines)).not.toContain('hush')
  expect(lines[0]!.settings).toEqual({ REDIS_PASSWORD: '[secret]', PORT: 1 })
})

test('log writes the code of an error', () => {
  const { log, lines } = collect()
  log.error({ err: new AppError('store/unreachable', 'No answer') }, 'x')
  expect(lines[0]!.err).toMatchObject({ message: 'No answer', code: 'store/unreachable' })
})
