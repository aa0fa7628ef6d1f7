import { STATUS_CODES } from 'node:http'
import type { AppError } from '../../errors.ts'
import { errorAnswer } from '../error-answer.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

const HEADERS = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`)

/** An error as bytes for a connection on which no request could be read, in the shape of every other error. */
export function bareAnswer(error: AppError, headers: readonly string[] = []): Buffer {
  const { status, answer } = errorAnswer(error)
  const body = JSON.stringify(answer)
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...HEADERS,
    ...headers
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}
