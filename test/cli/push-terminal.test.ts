import { expect, test } from 'vitest'
import { PushTerminal } from '../../src/cli/push-terminal.ts'

test('PushTerminal writes lines above the figures, and lets no name drive the terminal', () => {
  let written = ''
  const terminal = new PushTerminal(
    text => {
      written += text
    },
    () => Date.UTC(2026, 0, 1, 12, 0, 5)
  )
  terminal.show('1/1 cameras')
  terminal.warn({ stream: 'ga\u001bte', reason: 'Redis: away' }, 'A frame could not be delivered')
  terminal.info({ stream: 'gate', reason: 'refused' }, 'Frames are coming')
  terminal.clear()
  const lines = written.replaceAll('\r\u001b[2K', '|')
  expect(lines).toBe(
    '|1/1 cameras|12:00:05 ! ga\\u001bte: A frame could not be delivered: Redis: away\n1/1 cameras' +
      '|12:00:05 gate: Frames are coming\n1/1 cameras|'
  )
})
