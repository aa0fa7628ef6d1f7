import { describe, expect, it } from 'vitest'
import { parsePushArguments } from '../../src/cli/push-arguments.ts'
import { openSink } from '../../src/cli/push-sink.ts'

const parse = (text: string) => parsePushArguments(text.split(' ').filter(word => word !== ''))

describe('parsePushArguments', () => {
  it('tells a list from a source', () => {
    expect(parse('cameras.yaml --check')).toMatchObject({
      file: 'cameras.yaml',
      camera: null,
      check: true,
      timeoutS: 30
    })
    expect(parse('rtsp://c/1 --stream gate --redis redis://r --fps 2.5 --loop --once --timeout 7')).toMatchObject({
      ...{ file: null, camera: { stream: 'gate', entry: { source: 'rtsp://c/1', fps: 2.5, loop: true } } },
      ...{ redis: 'redis://r', once: true, timeoutS: 7 }
    })
  })

  it.each([
    ['', 'Neither'],
    ['a.mp4', '--stream'],
    ['a.mp4 b.mp4 --stream x', 'received 2'],
    ['cameras.yaml --fps 2', '--fps belongs'],
    ['cameras.yaml --stream x', '--stream belongs'],
    ['a.mp4 --stream x --redis redis://a --http http://b', 'both'],
    ['a.mp4 --stream x --every 0', 'seconds'],
    ['a.mp4 --stream x --bad', 'bad']
  ])('refuses %s', (text, problem) => {
    expect(parse(text)).toEqual({ problem: expect.stringContaining(problem) })
  })

  it('helps', () => {
    expect(parse('--help')).toEqual({ help: true })
  })
})

describe('openSink', () => {
  const textOf = async (target: Parameters<typeof openSink>[0], env: Record<string, string> = {}) => {
    const { sink, text } = openSink(target, env, Date.now)
    await sink.close()
    return text
  }

  it('takes what the list or the command line says, or else the Redis of the settings', async () => {
    expect(await textOf({ redis: 'rediss://me:geheim@r:6380/3' })).toBe('rediss://r:6380/3')
    expect(await textOf({ redis: 'redis+cluster://a:1,b:2' })).toBe('redis+cluster://a:1,b:2')
    expect(await textOf({ redis: 'redis+sentinel://a:1,b:2/main/1' })).toBe('redis+sentinel://a:1,b:2/main/1')
    expect(await textOf({ http: 'http://127.0.0.1:5020/check/' })).toBe('http://127.0.0.1:5020/check/')
    expect(await textOf(null, { REDIS_URLS: 'redis://a,redis://b' })).toBe('redis://a:6379/0, redis://b:6379/0')
  })

  it.each([
    [{ redis: 'redis:/a' }],
    [{ redis: 'redis://a,redis://b' }],
    [{ http: 'ftp://a' }],
    [{ http: 'http://me:geheim@a' }],
    [null]
  ])('refuses %j without its secrets', target => {
    const open = () => openSink(target, {}, Date.now)
    expect(open).toThrow(
      expect.objectContaining({ code: 'push/config-invalid', message: expect.not.stringContaining('geheim') })
    )
  })
})
