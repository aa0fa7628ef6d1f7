import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RespError, RespParser, RespProtocolError, type RespValue } from '../../src/clients/resp-parser.ts'

/** The obvious way to write a value down. */
function encode(value: RespValue): Buffer {
  if (value === null) return Buffer.from('$-1\r\n')
  if (typeof value === 'number') return Buffer.from(`:${value}\r\n`)
  if (typeof value === 'string') return Buffer.from(`+${value}\r\n`)
  if (value instanceof RespError) return Buffer.from(`-${value.message}\r\n`)
  if (Buffer.isBuffer(value)) return Buffer.concat([Buffer.from(`$${value.length}\r\n`), value, Buffer.from('\r\n')])
  return Buffer.concat([Buffer.from(`*${value.length}\r\n`), ...(value as RespValue[]).map(encode)])
}

function parse(chunks: readonly Buffer[]): RespValue[] {
  const replies: RespValue[] = []
  const parser = new RespParser(reply => replies.push(reply))
  for (const chunk of chunks) {
    // The socket's buffer is used again: what was parsed must not point into it.
    const shared = Buffer.from(chunk)
    parser.feed(shared)
    shared.fill(0)
  }
  return replies
}

const line = fc.string({ maxLength: 40 }).map(text => text.replace(/[\r\n]/g, ' '))
const { value } = fc.letrec<{ value: RespValue }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.integer(),
    line,
    line.map(text => new RespError(text)),
    fc.uint8Array({ maxLength: 3000 }).map(bytes => Buffer.from(bytes)),
    fc.array(tie('value'), { maxLength: 5 })
  )
}))

describe('RESP parser', () => {
  it('reads any replies, wherever the chunks end', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 700 })), (values, sizes) => {
        const bytes = Buffer.concat(values.map(encode))
        const chunks: Buffer[] = []
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % Math.max(1, sizes.length)] ?? bytes.length
          chunks.push(bytes.subarray(at, at + size))
          at += size
        }
        expect(parse(chunks)).toEqual(values)
      })
    )
  })

  it('reads byte by byte what it reads in one piece', () => {
    const reply = [[Buffer.from('frames:a'), [[Buffer.from('1-1'), [Buffer.from('jpeg'), Buffer.alloc(5000, 255)]]]]]
    const bytes = encode(reply as unknown as RespValue)
    expect(parse([...bytes].map(byte => Buffer.from([byte])))).toEqual([reply])
  })

  it('takes the empty and the absent for what they are', () => {
    expect(parse([Buffer.from('$0\r\n\r\n*0\r\n*-1\r\n$-1\r\n+\r\n')])).toEqual([Buffer.alloc(0), [], null, null, ''])
  })

  it.each([
    ['another protocol', 'HTTP/1.1 400 Bad Request\r\n'],
    ['a bulk length that is no number', '$1x\r\n'],
    ['a length without digits', '$\r\n'],
    ['a negative bulk length', '$-2\r\n'],
    ['a bulk string of terabytes', '$9999999999999\r\n'],
    ['an array of a billion items', '*1000000000\r\n'],
    ['a line that does not end with CR LF', '+text\n'],
    ['arrays nested without end', '*1\r\n'.repeat(17)],
    ['a line without end', `+${'x'.repeat(70_000)}`]
  ])('refuses %s', (_, text) => {
    expect(() => parse([Buffer.from(text)])).toThrow(RespProtocolError)
  })
})
