import { describe, expect, test } from 'vitest'
import { PictureQueue } from '../../web/pictures/picture-queue.ts'

/** Jobs that end when the test says so. */
function jobs() {
  const started: string[] = []
  const ends = new Map<string, () => void>()
  const make = (name: string) => () => {
    started.push(name)
    return new Promise<string>(resolve => ends.set(name, () => resolve(name)))
  }
  return { started, make, end: (name: string) => ends.get(name)?.() }
}

const LIVE = new AbortController().signal

describe('PictureQueue', () => {
  test('runs a few at once', async () => {
    const queue = new PictureQueue<string>(2)
    const { started, make, end } = jobs()
    const all = ['a', 'b', 'c'].map(name => queue.add(make(name), 'first', LIVE))
    expect(started).toEqual(['a', 'b'])
    end('a')
    await all[0]
    expect(started).toEqual(['a', 'b', 'c'])
  })

  test('fills empty boxes before it renews filled ones', async () => {
    const queue = new PictureQueue<string>(1)
    const { started, make, end } = jobs()
    const running = queue.add(make('running'), 'first', LIVE)
    const again = queue.add(make('again'), 'again', LIVE)
    const empty = queue.add(make('empty'), 'first', LIVE)
    end('running')
    await running
    end('empty')
    await empty
    end('again')
    expect(await again).toBe('again')
    expect(started).toEqual(['running', 'empty', 'again'])
  })

  test('never starts what was given up while it waited', async () => {
    const queue = new PictureQueue<string>(1)
    const { started, make, end } = jobs()
    const giveUp = new AbortController()
    const running = queue.add(make('running'), 'first', LIVE)
    const waiting = queue.add(make('waiting'), 'first', giveUp.signal)
    giveUp.abort(new Error('scrolled away'))
    end('running')
    await running
    await expect(waiting).rejects.toThrow('scrolled away')
    expect(started).toEqual(['running'])
  })

  test('goes on after a failure', async () => {
    const queue = new PictureQueue<string>(1)
    const failed = queue.add(() => Promise.reject(new Error('gone')), 'first', LIVE)
    const next = queue.add(async () => 'next', 'first', LIVE)
    await expect(failed).rejects.toThrow('gone')
    expect(await next).toBe('next')
  })
})
