import { expect, test } from 'vitest'
import { parseWatchArguments } from '../../src/cli/watch-arguments.ts'

test.each([
  ['http://127.0.0.1:5020', 'ws://127.0.0.1:5020/pushhub/ws/results'],
  ['https://cameras.example/', 'wss://cameras.example/pushhub/ws/results'],
  ['ws://h:1/pushhub/ws/results?x=1', 'ws://h:1/pushhub/ws/results?x=1'],
  ['wss://h/behind/a/proxy', 'wss://h/behind/a/proxy'],
  ['HTTP://[::1]:5020', 'ws://[::1]:5020/pushhub/ws/results']
])('watch of %s takes its results from %s', (text, url) => {
  expect(parseWatchArguments([text])).toEqual({ target: { url, token: null } })
})

test('watch takes a token', () => {
  expect(parseWatchArguments(['--token', 't', 'http://h'])).toMatchObject({ target: { token: 't' } })
})

test.each<[string[], string]>([
  [[], 'No url given'],
  [['localhost:5020'], 'Bad url "localhost:5020": expected one like http://127.0.0.1:5020'],
  [['ftp://h'], 'Bad url "ftp://h": expected http, https, ws or wss'],
  [['http://'], 'Bad url "http://": it does not parse'],
  [['http://h:99999'], 'Bad url "http://h:99999": it does not parse'],
  [['http://a', 'http://b'], 'Expected one url, received 2'],
  [['--tokne', 'x', 'http://h'], "Unknown option '--tokne'"]
])('watch with %j says what is wrong', (words, problem) => {
  expect(parseWatchArguments(words)).toEqual({ problem: expect.stringContaining(problem) })
})

test('watch --help asks for the usage', () => {
  expect(parseWatchArguments(['--help'])).toEqual({ help: true })
})
