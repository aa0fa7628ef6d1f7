import { describe, expect, it } from 'vitest'
import { parseHosts, parseRedisUrls, parseStreamRules } from '../../src/config/redis-urls.ts'
import { loadSettings } from '../../src/config/load.ts'
import type { AppError } from '../../src/errors.ts'

const noFile = (path: string): string => {
  throw new Error(`ENOENT: ${path}`)
}

describe('REDIS_URLS', () => {
  it('names servers with user, password, port and database', () => {
    const { parts, problems } = parseRedisUrls(
      'redis://a, rediss://cam:p%40%2Fss@10.0.0.2:6380/3,redis://:only@[::1]:7000'
    )
    expect(problems).toEqual([])
    expect(parts).toEqual([
      {
        kind: 'server',
        hosts: [{ host: 'a', port: 6379 }],
        username: null,
        password: null,
        tls: false,
        db: 0,
        group: null,
        text: 'redis://a:6379/0'
      },
      {
        kind: 'server',
        hosts: [{ host: '10.0.0.2', port: 6380 }],
        username: 'cam',
        password: 'p@/ss',
        tls: true,
        db: 3,
        group: null,
        text: 'rediss://10.0.0.2:6380/3'
      },
      {
        kind: 'server',
        hosts: [{ host: '::1', port: 7000 }],
        username: null,
        password: 'only',
        tls: false,
        db: 0,
        group: null,
        text: 'redis://[::1]:7000/0'
      }
    ])
  })

  it('names clusters and groups behind Sentinels with commas of their own', () => {
    const { parts, problems } = parseRedisUrls('redis+cluster://u:p@a:1,b:2,rediss+sentinel://s1,s2:3/main/4,redis://c')
    expect(problems).toEqual([])
    expect(parts.map(({ kind, hosts, group, db, tls }) => ({ kind, hosts: hosts.length, group, db, tls }))).toEqual([
      { kind: 'cluster', hosts: 2, group: null, db: 0, tls: false },
      { kind: 'sentinel', hosts: 2, group: 'main', db: 4, tls: true },
      { kind: 'server', hosts: 1, group: null, db: 0, tls: false }
    ])
    expect(parts[1]?.hosts).toEqual([
      { host: 's1', port: 26_379 },
      { host: 's2', port: 3 }
    ])
  })

  it.each([
    ['http://a', 'part 1 (http://a): expected redis://'],
    ['redis://a,redis://b:99999', 'part 2 (redis://b:99999): got "b:99999", expected a port'],
    ['redis://a/x', 'expected a database from 0 to 65535'],
    ['redis://a/0/1', 'expected a database'],
    ['redis://a:1,b:2', 'expected one host'],
    ['redis+cluster://a/1', 'expected no database'],
    ['redis+sentinel://a', 'expected the name of the group'],
    ['redis://a,redis://a:6379/0', 'part 2 (redis://a:6379/0): is there twice'],
    ['redis://%zz:x@a', 'expected user and password with %'],
    ['redis://', 'part 1 (redis://): expected'],
    ['redis://a b', 'got "a b"']
  ])('refuses %j and names the part', (text, problem) => {
    expect(parseRedisUrls(text).problems.join('; ')).toContain(problem)
  })

  it('never shows a password', () => {
    for (const url of ['redis://u:secret@a:99999', 'http://u:secret@a', 'redis://u:sec@ret@a/x']) {
      expect(parseRedisUrls(url).problems.join()).not.toMatch(/sec/)
    }
  })
})

describe('REDIS_STREAM_URLS', () => {
  const urls = parseRedisUrls('redis://u:p@a:1,redis://b:2/5,redis+cluster://c:3,d:4,redis://b:2/6').parts

  it('says by url or by host and port in which of them a stream lies', () => {
    const { parts, problems } = parseStreamRules(
      'dock-*=redis://a:1, gate=1=a:1,x=redis://b:2/5,hall-?=redis+cluster://c:3,d:4',
      urls
    )
    expect(problems).toEqual([])
    expect(parts).toEqual([
      { pattern: 'dock-*', place: 0 },
      { pattern: 'gate=1', place: 0 },
      { pattern: 'x', place: 1 },
      { pattern: 'hall-?', place: 2 }
    ])
  })

  it('takes one a line, with commas in names', () => {
    const { parts } = parseStreamRules('a,b=a:1\n\nc=redis+cluster://c:3,d:4\n', urls)
    expect(parts).toEqual([
      { pattern: 'a,b', place: 0 },
      { pattern: 'c', place: 2 }
    ])
  })

  it.each([
    ['dock-*=e:9', 'part 1 (dock-*=e:9): "e:9" is none of REDIS_URLS'],
    ['a=a:1,x=b:2', 'part 2 (x=b:2): "b:2" is more than one of REDIS_URLS'],
    ['nothing', 'expected pattern=url'],
    ['=a:1', 'expected pattern=url']
  ])('refuses %j and names the part', (text, problem) => {
    expect(parseStreamRules(text, urls).problems.join('; ')).toContain(problem)
  })
})

describe('settings of Redis', () => {
  const failure = (env: Record<string, string>): string => {
    try {
      loadSettings(env, noFile)
    } catch (cause) {
      expect((cause as AppError).code).toBe('config/invalid')
      return (cause as AppError).message
    }
    throw new Error('loadSettings took it')
  }

  it.each([
    [{ REDIS_URLS: 'redis://u:secret@a:0' }, 'REDIS_URLS: part 1 (redis://a:0): got "a:0", expected a port'],
    [{ REDIS_URLS: 'redis+cluster://a' }, 'REDIS_HOST: not set, expected the server that keeps the state'],
    [{ REDIS_STREAM_URLS: 'a=b' }, 'REDIS_URLS: not set, needed because REDIS_STREAM_URLS is set'],
    [
      { REDIS_URLS: 'redis://a', REDIS_STREAM_URLS: 'x=b' },
      'REDIS_STREAM_URLS: part 1 (x=b): "b" is none of REDIS_URLS'
    ],
    [{ REDIS_SENTINELS: 'a:1', REDIS_HOST: 'b' }, 'REDIS_HOST: set beside REDIS_SENTINELS'],
    [{ REDIS_SENTINELS: 'a:1,:2' }, 'REDIS_SENTINELS: got ":2", expected host or host:port'],
    [{ FRAME_SOURCE: 'redis' }, 'REDIS_HOST: not set, expected a host name because FRAME_SOURCE is redis']
  ])('are refused when %j', (env, problem) => {
    expect(failure(env as Record<string, string>)).toContain(problem)
  })

  it('may come without REDIS_HOST', () => {
    expect(() =>
      loadSettings({ REDIS_URLS: 'redis://a', FRAME_SOURCE: 'redis', INCIDENT_STORE: 'redis' })
    ).not.toThrow()
    expect(() => loadSettings({ REDIS_SENTINELS: 'a', FRAME_SOURCE: 'redis' })).not.toThrow()
  })

  it('take Sentinels by host and port', () => {
    expect(parseHosts('a:1, b').parts).toEqual([
      { host: 'a', port: 1 },
      { host: 'b', port: 26_379 }
    ])
  })
})
