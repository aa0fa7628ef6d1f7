import { readdirSync, readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { FAULT_KINDS } from '../../src/model/fault.ts'
import { launchBrowser, seriousProblems } from '../servers/browser.ts'
import { FramePump } from '../servers/frame-pump.ts'
import { livingScene } from '../servers/living-scene.ts'
import { describeWith } from '../servers/need.ts'
import { RunningService } from '../servers/running-service.ts'
import { PATIENT } from '../servers/service-environment.ts'

const CAMERA = '/pushhub/cameras/yard'
/** Trying all of them takes half a minute of CPU. */
const TRIED = ['black', 'noise']

/** Nice values of all threads of a process's children, each once. */
function niceValuesOfChildren(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  const threads = children.filter(Boolean).flatMap(child => {
    try {
      return readdirSync(`/proc/${child}/task`).map(thread =>
        readFileSync(`/proc/${child}/task/${thread}/stat`, 'utf8')
      )
    } catch {
      // It has just ended.
      return []
    }
  })
  // proc(5) counts it as 19th; the name of the thread before it may hold spaces.
  return [...new Set(threads.map(text => Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[16])))]
}

describeWith({ chromium: true }, 'self-test of a camera', ({ chromium }) => {
  let service: RunningService
  let browser: Browser
  let page: Page
  let pump: FramePump

  beforeAll(async () => {
    service = await RunningService.start({ ...PATIENT, SNAPSHOT_STORE: 'folder' })
    await service.post('/pushhub/subscribe', { streams: ['yard'] })
    // Pictures that come again and again on a busy machine are a frozen camera, and that is right.
    const off = FAULT_KINDS.filter(kind => !TRIED.includes(kind)).map(kind => [kind, { sensitivity: 'off' }])
    await fetch(`${service.url}${CAMERA}/settings`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults: Object.fromEntries(off) })
    })
    pump = new FramePump(() => service)
    pump.show('yard', await livingScene(8))
    pump.start(250)
    await vi.waitUntil(async () => (await service.get(CAMERA)).body.state === 'healthy', {
      timeout: 90_000,
      interval: 500
    })
    browser = await launchBrowser(chromium)
    page = await browser.newPage({ viewport: { width: 1440, height: 1400 } })
    await page.goto(`${service.url}/cameras/yard`)
  }, 150_000)

  afterAll(async () => {
    pump?.close()
    await browser?.close()
    await service?.dispose()
  })

  it('is run when somebody asks for it, and shown on the page of the camera, while the camera is judged on', async () => {
    const before = (await service.get(`${CAMERA}/settings`)).body
    await page.getByRole('button', { name: 'Test now' }).click()
    await expect
      .poll(async () => (await service.get(`${CAMERA}/self-test`)).body, { timeout: 20_000 })
      .not.toMatchObject({ state: 'idle', last: null })
    // It loads for a second or two before it begins to work.
    await expect.poll(() => niceValuesOfChildren(service.pid), { timeout: 60_000, interval: 50 }).toEqual([19])
    await page.getByText('a cap that takes 90 % of the light or more is found').waitFor({ timeout: 120_000 })
    const { last } = (await service.get(`${CAMERA}/self-test`)).body as unknown as {
      last: { failed: string[]; faults: { kind: string; seen: string; isOff: boolean }[] }
    }
    expect(last.failed).toEqual([])
    expect(last.faults.filter(({ isOff }) => !isOff).map(({ kind, seen }) => [kind, seen])).toEqual([
      ['black', 'found'],
      ['noise', 'found']
    ])
    // Nothing of the injected faults has reached the camera's own judging.
    expect((await service.get('/pushhub/incidents?stream=yard')).body.items).toEqual([])
    expect((await service.get(CAMERA)).body.state).toBe('healthy')
    expect((await service.get(`${CAMERA}/settings`)).body).toEqual(before)
    expect(await seriousProblems(page)).toEqual([])
  }, 150_000)

  it('says what a change would have done, and mends a false alarm once the self-test has passed', async () => {
    await patch({ faults: { 'partly-occluded': null } })
    await showFor(await livingScene(8, 0.2), 'faulty')
    await showFor(await livingScene(8), 'healthy')
    const incidents = await service.get('/pushhub/incidents?stream=yard&kind=partly-occluded')
    const [{ id }] = incidents.body.items as unknown as readonly [{ id: string }]
    await service.post(`/pushhub/incidents/${id}/verdict`, { verdict: 'false-alarm' })
    const asked = () => service.post(`${CAMERA}/back-test`, { faults: { 'partly-occluded': { sensitivity: 'off' } } })
    // What was judged by comes from its thread every ten seconds.
    await expect
      .poll(async () => (await asked()).body.incidents, { timeout: 40_000, interval: 2000 })
      .toMatchObject([{ id, verdict: 'false-alarm', becomes: 'missed' }])
    expect((await asked()).body).toMatchObject({ agreement: expect.closeTo(1, 1), thinnedS: 0 })
    await showsWhatWouldHaveBeen(id)
    await mendsIt(id)
  }, 420_000)

  async function showsWhatWouldHaveBeen(id: string): Promise<void> {
    await page.goto(`${service.url}/cameras/yard?tab=sensitivity`)
    const line = page.locator('.sens-item').filter({ hasText: 'Partly covered' })
    await line.getByRole('button', { name: 'Exact' }).click()
    await line.getByLabel('Limits').fill('minRegionRatio=0.5')
    await line.getByRole('button', { name: 'What would it have done?' }).click()
    await line.getByText('1 fewer').waitFor({ timeout: 20_000 })
    expect(await line.getByRole('link').first().getAttribute('href')).toBe(`/incidents/${id}`)
    await looksRight('back-test')
  }

  async function mendsIt(id: string): Promise<void> {
    await page.goto(`${service.url}/incidents/${id}`)
    await page.getByRole('button', { name: 'Propose a change' }).click()
    // Twice through the injected faults, at the lowest priority.
    await page.getByText('no fewer than now').waitFor({ timeout: 300_000 })
    await looksRight('remedy')
    await page.getByRole('button', { name: 'Apply this change' }).click()
    await page.getByText('Applied', { exact: true }).waitFor({ timeout: 20_000 })
    const { change } = (await service.get(`/pushhub/incidents/${id}/remedy`)).body as unknown as {
      change: { setting: string; from: number; to: number }
    }
    expect(change).toMatchObject({ setting: expect.any(String), from: expect.any(Number) })
    const settings = (await service.get(`${CAMERA}/settings`)).body as unknown as {
      faults: Record<string, { limits?: Record<string, number> }>
    }
    expect(settings.faults['partly-occluded']?.limits).toEqual({ [change.setting]: change.to })
    const { timeline } = (await service.get(`/pushhub/incidents/${id}`)).body as unknown as {
      timeline: { what: string; text: string }[]
    }
    expect(timeline.at(-1)).toMatchObject({ what: 'note', text: expect.stringContaining(change.setting) })
  }

  /** In light, dark and narrow. */
  async function looksRight(name: string): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 1400 })
        // Colours go over from one theme to the other.
        await expect.poll(() => seriousProblems(page), { timeout: 10_000 }).toEqual([])
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
        expect(overflow).toBeLessThanOrEqual(0)
        const shots = process.env.SHOTS
        if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}-${theme}-${width}.png` })
      }
    }
    await page.setViewportSize({ width: 1440, height: 1400 })
  }

  const patch = (body: object) =>
    fetch(`${service.url}${CAMERA}/settings`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body)
    })

  async function showFor(pictures: readonly Buffer[], state: string): Promise<void> {
    pump.show('yard', pictures)
    const isSo = async () => (await service.get(CAMERA)).body.state === state
    await vi.waitUntil(isSo, { timeout: 60_000, interval: 500 })
  }
})
