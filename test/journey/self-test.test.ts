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
})
