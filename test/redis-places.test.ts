import { expect, it } from 'vitest'
import { loadSettings } from '../src/config/load.ts'
import { rendezvousPlace } from '../src/lib/rendezvous.ts'
import { framePlaces, frameTexts, redisAddress, stateText } from '../src/redis-places.ts'

const settingsOf = (env: Record<string, string>) => loadSettings(env).settings

it.each([
  [{}, 'none', ['none']],
  [{ REDIS_HOST: 'a' }, 'redis://a:6379/0', ['redis://a:6379/0']],
  [{ REDIS_URLS: 'redis://u:p@b,redis://c' }, 'redis://b:6379/0', ['redis://b:6379/0', 'redis://c:6379/0']],
  [
    { REDIS_HOST: 'a', REDIS_TLS: '1', REDIS_URLS: 'redis+cluster://b' },
    'rediss://a:6379/0',
    ['redis+cluster://b:6379']
  ],
  [{ REDIS_SENTINELS: 's:1' }, 'redis+sentinel://s:1/mymaster/0', ['redis+sentinel://s:1/mymaster/0']]
])('with %j the state and the frames lie where they are called', (env, state, frames) => {
  const settings = settingsOf(env as Record<string, string>)
  expect(stateText(settings)).toBe(state)
  expect(frameTexts(settings)).toEqual(frames)
})

it('the first of REDIS_URLS keeps the state when nothing else does', () => {
  expect(redisAddress(settingsOf({ REDIS_URLS: 'redis://u:p@b:1/2,redis://c' }))).toMatchObject({
    host: 'b',
    port: 1,
    db: 2,
    username: 'u',
    password: 'p'
  })
})

it('a stream lies where the first rule says, else where its name puts it', () => {
  const { placeOf } = framePlaces(
    settingsOf({ REDIS_URLS: 'redis://a,redis://b,redis://c', REDIS_STREAM_URLS: 'dock-*=b:6379,*-7=a:6379' })
  )
  expect(placeOf('dock-7')).toBe(1)
  expect(placeOf('gate-7')).toBe(0)
  for (const stream of ['x', '门口', 'camera-1']) expect(placeOf(stream)).toBe(rendezvousPlace(stream, 3))
})
