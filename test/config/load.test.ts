import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Environment, loadSettings, readEnvironment } from '../../src/config/load.ts'
import { settingEntries } from '../../src/config/schema.ts'
import { AppError } from '../../src/errors.ts'

function noFile(path: string): string {
  throw new Error(`ENOENT: no such file, open '${path}'`)
}

function failure(env: Environment, readFile = noFile): AppError {
  try {
    loadSettings(env, readFile)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toBe('config/invalid')
    return error as AppError
  }
  throw new Error('loadSettings took it')
}

/** Variable names that the message has a line for. */
function named(error: AppError): string[] {
  return error.message
    .split('\n')
    .slice(1)
    .map(line => line.trim().split(':')[0]!)
}

const STORE = { MINIO_ENDPOINT: 's3:9000', MINIO_ACCESS_KEY: 'ak', MINIO_SECRET_KEY: 'sk' }

describe('loadSettings', () => {
  test('an empty environment gives every default and nothing else', () => {
    const expected = Object.fromEntries(
      settingEntries()
        .filter(([, schema]) => schema.default !== undefined)
        .map(([name, schema]) => [name, schema.default])
    )
    expect(loadSettings({})).toEqual({ settings: expected, warnings: [] })
  })

  test.each([
    ['PORT', '80', 80],
    ['PORT', ' 0 ', 0],
    ['PORT', '65535', 65535],
    ['MINIO_SAMPLE_FPS', '0.5', 0.5],
    ['MINIO_SAMPLE_FPS', '.5', 0.5],
    ['MINIO_SAMPLE_FPS', '1e1', 10],
    ['MINIO_SECURE', '1', true],
    ['MINIO_SECURE', '0', false],
    ['MINIO_SECURE', 'TRUE', true],
    ['MINIO_SECURE', 'False', false],
    ['MINIO_SAVE_MODE', 'All', 'all'],
    ['WS_SEND_MODE', 'abnormal', 'abnormal'],
    ['LOG_LEVEL', 'INFO', 'info'],
    ['REDIS_HOST', ' redis ', 'redis'],
    ['REDIS_PASSWORD', ' spaces kept ', ' spaces kept '],
    ['REDIS_DECODE_RESPONSES', 'whatever', 'whatever'],
    ['PORT', '', 5020],
    ['PORT', '  ', 5020],
    ['REDIS_HOST', '', undefined]
  ] as const)('%s=%j becomes %j', (name, text, value) => {
    expect(loadSettings({ [name]: text }).settings[name]).toBe(value)
  })

  test.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['PORT', '1e3'],
    ['PORT', 'http'],
    ['PORT', 'Infinity'],
    ['REDIS_PORT', '0'],
    ['MINIO_SAMPLE_FPS', 'NaN'],
    ['MINIO_SAMPLE_FPS', '0'],
    ['MINIO_SAMPLE_FPS', '1,5'],
    ['MINIO_SECURE', 'yes'],
    ['MINIO_SECURE', '2'],
    ['MINIO_SAVE_MODE', 'some'],
    ['MINIO_BUCKET', 'ab'],
    ['MINIO_BUCKET', 'Upper-Case'],
    ['MINIO_BUCKET', 'under_score'],
    ['MINIO_BUCKET', '-begins'],
    ['MINIO_BUCKET', 'two..dots'],
    ['MINIO_BUCKET', '192.168.1.1'],
    ['MINIO_BUCKET', 'x'.repeat(64)],
    ['API_TOKENS', ','],
    ['API_TOKENS', 'good,not good']
  ])('%s=%j is refused by name', (name, text) => {
    expect(named(failure({ [name]: text }))).toEqual([name])
  })

  test.each([
    ['s3.example.com:9000', true],
    ['s3.example.com', true],
    ['127.0.0.1:9000', true],
    ['[::1]:9000', true],
    ['minio_1:9000', true],
    ['http://s3:9000', false],
    ['https://s3', false],
    ['s3:0', false],
    ['s3:65536', false],
    ['s3:port', false],
    ['s3:9000/bucket', false],
    ['user@s3:9000', false]
  ])('MINIO_ENDPOINT=%s is taken: %s', (endpoint, taken) => {
    const env = { ...STORE, MINIO_ENDPOINT: endpoint }
    if (taken) expect(loadSettings(env).settings.MINIO_ENDPOINT).toBe(endpoint)
    else expect(named(failure(env))).toEqual(['MINIO_ENDPOINT'])
  })

  test('MINIO_ENDPOINT with a scheme is told what to write instead', () => {
    const { message } = failure({ ...STORE, MINIO_ENDPOINT: 'https://s3:9000' })
    expect(message).toContain('"https://s3:9000"')
    expect(message).toContain('MINIO_SECURE=1')
  })

  test.each<[string, Environment, string[]]>([
    ['FRAME_SOURCE=redis without a host', { FRAME_SOURCE: 'redis' }, ['REDIS_HOST']],
    ['FLEET=1 without a host', { FLEET: '1' }, ['REDIS_HOST']],
    [
      'FLEET=1 with places that members cannot share',
      { FLEET: '1', REDIS_HOST: 'r', FRAME_SOURCE: 'embedded', INCIDENT_STORE: 'embedded' },
      ['FRAME_SOURCE', 'INCIDENT_STORE']
    ],
    [
      'FLEET=1 with a lease that one lost renewal ends, and an address with a path',
      { FLEET: '1', REDIS_HOST: 'r', LEASE_TTL_MS: '3000', LEASE_RENEW_MS: '1001', FLEET_URL: 'http://a:1/b' },
      ['LEASE_RENEW_MS', 'FLEET_URL']
    ],
    [
      'SNAPSHOT_STORE=s3 with nothing',
      { SNAPSHOT_STORE: 's3' },
      ['MINIO_ENDPOINT', 'MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY']
    ],
    ['an endpoint without keys', { MINIO_ENDPOINT: 's3:9000' }, ['MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY']],
    ['an endpoint with one key', { MINIO_ENDPOINT: 's3:9000', MINIO_ACCESS_KEY: 'a' }, ['MINIO_SECRET_KEY']]
  ])('%s is refused', (_, env, names) => {
    expect(named(failure(env))).toEqual(names)
  })

  test('a forced folder asks for no keys although an endpoint is set', () => {
    expect(() => loadSettings({ SNAPSHOT_STORE: 'folder', MINIO_ENDPOINT: 's3:9000' })).not.toThrow()
  })

  test('one message names every bad variable with what arrived and what is expected', () => {
    const error = failure({ PORT: 'x', MINIO_SECURE: 'maybe', WS_SEND_MODE: 'none', FRAME_SOURCE: 'redis' })
    expect(named(error)).toEqual(['PORT', 'MINIO_SECURE', 'WS_SEND_MODE', 'REDIS_HOST'])
    expect(error.message).toContain('PORT: got "x", expected a whole number from 0 to 65535')
    expect(error.message).toContain('MINIO_SECURE: got "maybe", expected 0, 1, true or false')
    expect(error.message).toContain('WS_SEND_MODE: got "none", expected one of all, abnormal')
  })

  test('a secret never shows in the message', () => {
    const { message } = failure({ API_TOKENS: 'hush hush', PORT: 'x', REDIS_PASSWORD: 'hush' })
    expect(message).toContain('API_TOKENS')
    expect(message).not.toContain('hush')
  })

  test('a secret comes from the file that NAME_FILE names, without its last line break', () => {
    const files: Record<string, string> = { '/run/password': ' pa ss\r\n', '/run/tokens': 'a,b\n' }
    const { settings, warnings } = loadSettings(
      { REDIS_PASSWORD_FILE: '/run/password', API_TOKENS_FILE: '/run/tokens' },
      path => files[path]!
    )
    expect(settings.REDIS_PASSWORD).toBe(' pa ss')
    expect(settings.API_TOKENS).toBe('a,b')
    expect(warnings).toEqual([])
  })

  test.each<[string, Environment, (path: string) => string]>([
    ['both are set', { REDIS_PASSWORD: 'a', REDIS_PASSWORD_FILE: '/f' }, () => 'b'],
    ['the file is missing', { REDIS_PASSWORD_FILE: '/f' }, noFile],
    ['the file is empty', { REDIS_PASSWORD_FILE: '/f' }, () => '\n']
  ])('a secret is refused when %s', (_, env, readFile) => {
    const error = failure(env, readFile)
    expect(named(error)).toEqual(['REDIS_PASSWORD'])
    expect(error.message).toContain('REDIS_PASSWORD_FILE')
  })

  test.each([
    ['MINIO_ENDPIONT', 'MINIO_ENDPOINT'],
    ['REDIS_PASS', 'REDIS_PASSWORD'],
    ['WS_SENDMODE', 'WS_SEND_MODE'],
    ['API_TOKEN', 'API_TOKENS'],
    ['EXECUTOR_CPUS', 'EXECUTOR_CPU'],
    ['TEST_VIDEO_FPSS', 'TEST_VIDEO_FPS']
  ])('%s is warned of and %s named as the nearest', (typo, nearest) => {
    expect(loadSettings({ [typo]: 'x' }).warnings).toEqual([
      `Unknown variable ${typo} is ignored; the nearest known one is ${nearest}`
    ])
  })

  test('variables of others are passed over', () => {
    const env = { PATH: '/bin', REDIS_SERVICE_HOST: '10.0.0.1', REDIS_PORT_6379_TCP_ADDR: '10.0.0.1', MINIO_X: '' }
    expect(loadSettings(env).warnings).toEqual([])
  })
})

describe('readEnvironment', () => {
  test('the real environment wins over .env, whose other variables are kept', () => {
    const folder = mkdtempSync(join(tmpdir(), 'camera-check-env-'))
    try {
      writeFileSync(join(folder, '.env'), 'PATH=/nowhere\nMINIO_BUCKET="from-file"\n# PORT=1\n')
      const env = readEnvironment(folder)
      expect(env.PATH).toBe(process.env.PATH)
      expect(env.MINIO_BUCKET).toBe('from-file')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('a folder without .env gives the real environment', () => {
    expect(readEnvironment(join(tmpdir(), 'no-such-folder'))).toBe(process.env)
  })

  test('a .env that cannot be read is an error', () => {
    const folder = mkdtempSync(join(tmpdir(), 'camera-check-env-'))
    try {
      writeFileSync(join(folder, 'file'), '')
      expect(() => readEnvironment(join(folder, 'file'))).toThrow(expect.objectContaining({ code: 'config/invalid' }))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
