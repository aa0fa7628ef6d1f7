import { expect, it } from 'vitest'
import { parseTraceparent } from '../../src/lib/trace-context.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'

it.each([
  ['sampled', `00-${TRACE}-${SPAN}-01`, true],
  ['not sampled', `00-${TRACE}-${SPAN}-00`, false],
  ['with flags that nobody knows yet', `00-${TRACE}-${SPAN}-03`, true],
  ['of a later version with more parts', `cc-${TRACE}-${SPAN}-01-what-is-this`, true],
  ['with spaces around it', ` 00-${TRACE}-${SPAN}-01 `, true]
])('a traceparent is read: %s', (_, text, sampled) => {
  expect(parseTraceparent(text)).toEqual({ traceId: TRACE, spanId: SPAN, sampled })
})

it.each([
  ['nothing', ''],
  ['the version that is none', `ff-${TRACE}-${SPAN}-01`],
  ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
  ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
  ['a short trace', `00-${TRACE.slice(1)}-${SPAN}-01`],
  ['several, as a list', `00-${TRACE}-${SPAN}-01,00-${TRACE}-${SPAN}-01`]
])('a traceparent that is none is passed over: %s', (_, text) => {
  expect(parseTraceparent(text)).toBeNull()
})
