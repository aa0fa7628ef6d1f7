import { expect, test } from 'vitest'
import { ERROR_CODES } from '../../src/errors.ts'
import { ERRORS_ZH } from '../../src/http/messages.ts'

test('every error code has a Chinese text in src/http/messages.ts', () => {
  expect(Object.keys(ERROR_CODES).filter(code => !Object.hasOwn(ERRORS_ZH, code))).toEqual([])
})
