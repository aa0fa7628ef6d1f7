import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { launchBrowser, seriousProblems } from '../servers/browser.ts'
import { livingScene } from '../servers/living-scene.ts'
import { describeWith } from '../servers/need.ts'
import { RedisProducer } from '../servers/redis-producer.ts'

const PROGRAM = new URL('../../dist/cli/camera-check.js', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'camera-check-evaluate-journey-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

/** Takes from root the right to read what it may not: whoever else could not read this checkout, either. */
const WITHOUT_OVERRIDE = ['setpriv', '--bounding-set=-dac_override,-dac_read_search']

async function evaluate(
  words: readonly string[],
  options: { readonly path?: string; readonly before?: string[] } = {}
) {
  const env = { ...process.env, ...(options.path === undefined ? {} : { PATH: options.path }) }
  const [program = '', ...rest] = [...(options.before ?? []), process.execPath, PROGRAM, 'evaluate', ...words]
  const child = spawn(program, rest, { env })
  let [out, error] = ['', '']
  child.stdout.on('data', chunk => (out += chunk))
  child.stderr.on('data', chunk => (error += chunk))
  return await new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ code, out, error }))
  })
}

describe('camera-check evaluate', () => {
  it('says what is wrong with footage that it cannot read', async () => {
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const broken = join(folder, 'broken.mp4')
    writeFileSync(broken, 'no video')
    const notes = join(folder, 'notes')
    mkdirSync(notes)
    for (const name of ['1.jpg', '2.jpg']) writeFileSync(join(notes, name), 'no picture')
    for (const path of [empty, broken, notes, join(folder, 'nowhere')]) {
      const { code, out, error } = await evaluate([path, '--quick'])
      expect([path, code, out]).toEqual([path, 1, ''])
      expect(error).toContain('footage/unreadable')
      expect(error).toContain(path)
      expect(error).not.toContain('    at ')
    }
  })

  it('says that ffmpeg is missing', async () => {
    const clip = join(folder, 'clip.mp4')
    writeFileSync(clip, 'no video')
    const { code, error } = await evaluate([clip], { path: '/nowhere' })
    expect(code).toBe(1)
    expect(error).toMatch(/ffprobe.*install it or put it on the PATH/s)
  })

  it.skipIf(process.getuid?.() !== 0)('says that a folder may not be read', async () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o000 })
    const { code, error } = await evaluate([closed], { before: WITHOUT_OVERRIDE })
    expect(code).toBe(1)
    expect(error).toMatch(/Cannot read .*(EACCES|permission)/s)
  })

  it('tells how it is used', async () => {
    const { code, error } = await evaluate([])
    expect(code).toBe(2)
    expect(error).toContain('Usage: camera-check evaluate')
  })
})

describeWith({ redis: true, chromium: true }, 'camera-check evaluate of a stream', ({ redisUrl, chromium }) => {
  it('reads its newest frames, judges in threads, and makes a page that a browser and everybody can read', async () => {
    const producer = new RedisProducer(redisUrl)
    const key = `evaluate-${process.pid}`
    const firstMs = 1_780_000_000_000
    const pictures = await livingScene(8)
    for (let i = 0; i < 30; i++) {
      const jpeg = pictures[i % pictures.length] ?? Buffer.alloc(0)
      await producer.redis.call('XADD', `frames:${key}`, `${firstMs + i * 500}-1`, 'meta', '{}', 'jpeg', jpeg)
    }
    const page = join(folder, 'report.html')
    const words = [`${redisUrl.replace(/\/$/, '')}/0/frames:${key}`, '--quick', '--kinds', 'black,moved']
    const { code, out, error } = await evaluate([
      ...words,
      '--frames',
      '20',
      '--threads',
      '1',
      '--json',
      '-',
      '--html',
      page
    ])
    expect([code, error.includes('Error')]).toEqual([0, false])
    const { cameras } = JSON.parse(out)
    expect(cameras).toMatchObject([
      { camera: key, footageMs: 10_000, faults: [{ kind: 'black', found: 2, tries: 2 }, { kind: 'moved' }] }
    ])
    await producer.redis.del(`frames:${key}`)
    producer.close()

    const browser = await launchBrowser(chromium)
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ colorScheme, bypassCSP: false })
        const shown = await context.newPage()
        const complaints: string[] = []
        shown.on('console', message => complaints.push(message.text()))
        shown.on('request', request => {
          if (!/^(file|data):/.test(request.url())) complaints.push(request.url())
        })
        await shown.goto(pathToFileURL(page).href)
        expect(await shown.locator('h1').textContent()).toBe('What your cameras can see')
        expect(
          await shown
            .locator('figure img')
            .evaluateAll(all => all.every(img => (img as unknown as { naturalWidth: number }).naturalWidth > 0))
        ).toBe(true)
        expect(complaints).toEqual([])
        expect(await seriousProblems(shown)).toEqual([])
        await context.close()
      }
    } finally {
      await browser.close()
    }
    expect(readFileSync(page, 'utf8').length).toBeLessThan(2_000_000)
  }, 180_000)
})
