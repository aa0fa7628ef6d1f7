import { expect, test } from 'vitest'
import { judgeVariables } from '../../src/migrate/judge-variables.ts'

const OLD = {
  REDIS_HOST: '127.0.0.1',
  REDIS_PORT: '6379',
  REDIS_PASSWORD: 'hunter2hunter2',
  REDIS_DB: '0',
  REDIS_DECODE_RESPONSES: '0',
  MINIO_ENDPOINT: '127.0.0.1:9000',
  MINIO_ACCESS_KEY: 'the-access-key',
  MINIO_SECRET_KEY: 'the-secret-key',
  MINIO_BUCKET: 'camera-checkout',
  MINIO_SECURE: '0',
  MINIO_SAVE_MODE: 'abnormal',
  MINIO_SAMPLE_FPS: '1',
  MINIO_MAX_FRAMES_PER_STREAM: '1000',
  MINIO_TRIM_INTERVAL: '1000',
  MINIO_LIFECYCLE_DAYS: '3',
  MINIO_JPEG_QUALITY: '85',
  MINIO_USE_INTRUSSION_SUFFIX: '1',
  WS_SEND_MODE: 'all',
  ENABLE_TEST_VIDEO: '0',
  TEST_VIDEO_FPS: '5',
  TEST_VIDEO_DIR: './clips',
  EXECUTOR_CPU: '4',
  EXECUTOR_IO: '8'
}

const verdictsOf = (env: Record<string, string>) =>
  Object.fromEntries(judgeVariables(env).variables.map(({ name, verdict, becomes }) => [name, [verdict, becomes]]))

test('every variable of the old service is read as before, but one that may go and two that mean more', () => {
  const { variables, settings } = judgeVariables(OLD)
  const others = variables.filter(({ verdict }) => verdict !== 'same')
  expect(others.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['REDIS_DECODE_RESPONSES', 'not-needed'],
    ['MINIO_BUCKET', 'changed'],
    ['EXECUTOR_CPU', 'changed']
  ])
  expect(settings).toMatchObject({ REDIS_HOST: '127.0.0.1', MINIO_USE_INTRUSSION_SUFFIX: true, EXECUTOR_CPU: 4 })
})

test('variables of the server that the old service ran in are renamed or not needed', () => {
  expect(
    verdictsOf({ UVICORN_PORT: '8000', PYTHONUNBUFFERED: '1', WEB_CONCURRENCY: '2', UVICORN_LOG_LEVEL: 'info' })
  ).toEqual({
    UVICORN_PORT: ['renamed', 'PORT'],
    PYTHONUNBUFFERED: ['not-needed', null],
    WEB_CONCURRENCY: ['not-needed', null],
    UVICORN_LOG_LEVEL: ['not-needed', null]
  })
  expect(judgeVariables({ UVICORN_PORT: '8000' }).settings?.PORT).toBe(8000)
  expect(judgeVariables({ UVICORN_PORT: '8000', PORT: '9000' }).settings?.PORT).toBe(9000)
  expect(verdictsOf({ UVICORN_PORT: 'http' })).toEqual({ UVICORN_PORT: ['wrong', 'PORT'] })
})

test('a mistyped variable is told with the nearest one, a foreign one is left alone', () => {
  const { variables } = judgeVariables({ MINIO_BUKET: 'x', REDIS_PASS: 'hunter2hunter2', COMPOSE_PROJECT_NAME: 'cams' })
  expect(variables.map(({ verdict, note }) => [verdict, note])).toEqual([
    ['unknown', 'Is ignored; the nearest known one is MINIO_BUCKET'],
    ['unknown', 'Is ignored; the nearest known one is REDIS_PASSWORD'],
    ['foreign', 'Is not read by this service']
  ])
})

test('a wrong value is told, and what is right can still be looked at', () => {
  const { variables, settings } = judgeVariables({ ...OLD, REDIS_DB: 'first', MINIO_ENDPOINT: 'http://127.0.0.1:9000' })
  const wrong = variables.filter(({ verdict }) => verdict === 'wrong')
  expect(wrong.map(({ name }) => name)).toEqual(['REDIS_DB', 'MINIO_ENDPOINT'])
  expect(wrong[1]?.note).toContain('without a scheme')
  expect(settings).toMatchObject({ REDIS_HOST: '127.0.0.1', REDIS_DB: 0 })
})

test('nothing that is told holds a secret', () => {
  const env = { ...OLD, REDIS_PORT: 'x', API_TOKENS: 'a:vewer:hunter2hunter2', REDIS_PASS: 'hunter2hunter2' }
  const { variables, advice } = judgeVariables(env)
  expect(JSON.stringify([variables, advice])).not.toMatch(/hunter2|the-secret-key|the-access-key/)
})

test('what is not set and matters is told', () => {
  expect(judgeVariables({ MINIO_ENDPOINT: 'h:1' }).advice.map(text => text.split(/[= ]/)[0])).toEqual([
    'MINIO_USE_INTRUSSION_SUFFIX',
    'API_TOKENS'
  ])
  expect(judgeVariables({ API_TOKENS: 'a-token' }).advice).toEqual([])
})
