import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ResultLog } from '../../../src/pipeline/publish/result-log.ts'

function texts(log: ResultLog, from = log.start): string[] {
  const found: string[] = []
  for (let position = from; position < log.end; position++) found.push(log.at(position)!.toString())
  return found
}

test('result log forgets the oldest past its number of messages', () => {
  const log = new ResultLog(3, 1000)
  for (let i = 0; i < 5; i++) log.append('a', Buffer.from(`m${i}`))
  expect(texts(log)).toEqual(['m2', 'm3', 'm4'])
  expect([log.start, log.end, log.length, log.bytes]).toEqual([2, 5, 3, 6])
  expect(log.at(1)).toBeUndefined()
  expect(log.at(5)).toBeUndefined()
})

test('result log forgets the oldest past its bytes and keeps the newest even when it alone is larger', () => {
  const log = new ResultLog(100, 10)
  log.append('a', Buffer.alloc(6))
  log.append('a', Buffer.alloc(6))
  expect([log.length, log.bytes]).toEqual([1, 6])
  log.append('a', Buffer.alloc(50))
  expect([log.length, log.bytes]).toEqual([1, 50])
})

test('result log moves readers so that the same results lie behind them when streams are taken out', () => {
  const log = new ResultLog(100, 1000)
  for (const text of ['a0', 'b1', 'a2', 'b3', 'b4', 'a5']) log.append(text[0]!, Buffer.from(text))
  const moved = log.keepOnly(stream => stream === 'a')
  expect(texts(log)).toEqual(['a0', 'a2', 'a5'])
  expect([0, 1, 2, 3, 4, 5, 6].map(position => texts(log, moved(position)))).toEqual([
    ['a0', 'a2', 'a5'],
    ['a2', 'a5'],
    ['a2', 'a5'],
    ['a5'],
    ['a5'],
    ['a5'],
    []
  ])
})

test('result log answers like a plain list for any sequence of calls', () => {
  const call = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), stream: fc.constantFrom('a', 'b', 'c'), bytes: fc.nat(9) }),
    fc.record({ kind: fc.constant('forget' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant('keep' as const), streams: fc.subarray(['a', 'b', 'c']) })
  )
  fc.assert(
    fc.property(fc.array(call, { maxLength: 300 }), calls => {
      const log = new ResultLog(20, 100)
      let model: { stream: string; message: Buffer }[] = []
      for (const step of calls) {
        if (step.kind === 'append') {
          const message = Buffer.alloc(step.bytes)
          log.append(step.stream, message)
          model.push({ stream: step.stream, message })
          const size = () => model.reduce((sum, entry) => sum + entry.message.length, 0)
          while (model.length > 1 && (model.length > 20 || size() > 100)) model.shift()
        } else if (step.kind === 'forget') {
          const count = Math.floor(step.share * model.length)
          log.forgetBefore(log.start + count)
          model = model.slice(count)
        } else {
          log.keepOnly(stream => step.streams.includes(stream))
          model = model.filter(entry => step.streams.includes(entry.stream))
        }
        expect(log.length).toBe(model.length)
        expect(log.bytes).toBe(model.reduce((sum, entry) => sum + entry.message.length, 0))
        for (let i = 0; i < model.length; i++) expect(log.at(log.start + i)).toBe(model[i]!.message)
      }
    })
  )
})
