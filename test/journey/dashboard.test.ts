import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { flatJpeg } from '../pictures.ts'
import { AlarmReceiver } from '../servers/alarm-receiver.ts'
import { launchBrowser, seriousProblems } from '../servers/browser.ts'
import { describeWith } from '../servers/need.ts'
import { FramePump } from '../servers/frame-pump.ts'
import { livingScene } from '../servers/living-scene.ts'
import { RunningService } from '../servers/running-service.ts'

const STREAMS = ['north/gate-1', 'north/gate-2', 'yard']
const FRAME_MS = 250

describeWith({ chromium: true }, 'dashboard, in a browser', ({ chromium }) => {
  let service: RunningService
  let browser: Browser
  let page: Page
  let pump: FramePump
  let healthy: readonly Buffer[]
  let black: readonly Buffer[]

  beforeAll(async () => {
    healthy = await livingScene(8)
    black = [await flatJpeg(640, 360, 2), await flatJpeg(640, 360, 3)]
    service = await RunningService.start({ SNAPSHOT_STORE: 'folder' })
    await service.post('/pushhub/subscribe', { streams: STREAMS })
    pump = new FramePump(() => service)
    for (const stream of STREAMS) pump.show(stream, healthy)
    pump.start(FRAME_MS)
    // Until it is healthy there is no picture from before a fault.
    await vi.waitUntil(async () => (await service.get('/pushhub/cameras/yard')).body.state === 'healthy', {
      timeout: 60_000,
      interval: 500
    })
    browser = await launchBrowser(chromium)
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(service.url)
    await page.locator('[data-key="camera:north/gate-1"]').waitFor()
  }, 120_000)

  afterAll(async () => {
    pump?.close()
    await browser?.close()
    await service?.dispose()
  })

  const tile = (stream: string) => page.locator(`[data-key="camera:${stream}"]`)
  const settingsOf = async (stream: string) =>
    (await service.get(`/pushhub/cameras/${encodeURIComponent(stream)}/settings`)).body

  it('shows a fault on the wall within 3 s', async () => {
    pump.show('yard', black)
    const from = performance.now()
    await tile('yard').getByText('Black').waitFor({ timeout: 5000 })
    expect(performance.now() - from).toBeLessThan(3000)
  })

  it('acknowledges, and takes that back', async () => {
    await tile('yard').click()
    await page.getByRole('button', { name: 'Acknowledge' }).click()
    await page.getByText('Acknowledged: yard').waitFor()
    const list = async () => (await service.get('/pushhub/incidents?stream=yard&limit=1')).body
    await expect.poll(list).toMatchObject({ items: [{ kind: 'black', state: 'acknowledged' }] })
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(list).toMatchObject({ items: [{ kind: 'black', state: 'open', acknowledgedBy: null }] })
  })

  it('says that an incident was a false alarm, with a note', async () => {
    await page.getByRole('link', { name: 'Open incident' }).click()
    await page.getByRole('textbox', { name: /Note/ }).fill('Lamp test')
    await page.getByRole('button', { name: 'False alarm' }).click()
    await page.getByText('yard: False alarm').waitFor()
    await expect
      .poll(async () => (await service.get('/pushhub/incidents?stream=yard&limit=1')).body)
      .toMatchObject({ items: [{ verdict: 'false-alarm', note: 'Lamp test' }] })
  })

  it('ends the incident when the picture is back, and shows before, during and after', async () => {
    pump.show('yard', healthy)
    await page.getByText('Ended').first().waitFor({ timeout: 10_000 })
    await expect.poll(() => page.locator('.thirds img').count(), { timeout: 10_000 }).toBe(3)
  })

  /** Draws an area on the mask editor of a camera and saves it. Corners are shares of the picture. */
  async function drawMask(stream: string, corners: readonly (readonly [number, number])[]): Promise<void> {
    await page.goto(`${service.url}/cameras/${encodeURIComponent(stream)}?tab=mask`)
    await page.getByRole('button', { name: 'Draw an area' }).click()
    const canvas = page.locator('.mask-canvas')
    await canvas.scrollIntoViewIfNeeded()
    const box = (await canvas.boundingBox()) ?? { width: 0, height: 0 }
    for (const [x, y] of corners) await canvas.click({ position: { x: box.width * x, y: box.height * y } })
    await page.getByRole('button', { name: 'Close the area' }).first().click()
    await page.getByRole('button', { name: 'Save mask' }).click()
    await page.getByText('Settings saved').waitFor()
  }

  it('draws a mask with the pointer and keeps it', async () => {
    await drawMask('north/gate-1', [
      [0.8, 0.1],
      [0.95, 0.1],
      [0.95, 0.5]
    ])
    const { masks } = (await settingsOf('north/gate-1')) as { masks: { points: [number, number][] }[] }
    expect(masks).toHaveLength(1)
    expect(masks[0]?.points).toHaveLength(3)
    expect(masks[0]?.points[1]?.[0]).toBeCloseTo(0.95, 1)
  })

  it('does not judge what a mask covers', async () => {
    await drawMask('north/gate-2', [
      [0.003, 0.005],
      [0.56, 0.005],
      [0.56, 0.99],
      [0.003, 0.99]
    ])
    const covered = await livingScene(8, 0.45)
    for (const stream of ['north/gate-1', 'north/gate-2']) pump.show(stream, covered)
    const covers = async (stream: string) => {
      const path = `/pushhub/incidents?kind=partly-occluded,occluded&stream=${encodeURIComponent(stream)}`
      return (await service.get(path)).body.items as unknown[]
    }
    await expect.poll(() => covers('north/gate-1'), { timeout: 15_000 }).toHaveLength(1)
    await page.waitForTimeout(2000)
    expect(await covers('north/gate-2')).toEqual([])
    for (const stream of ['north/gate-1', 'north/gate-2']) pump.show(stream, healthy)
  })

  it('silences a camera while work is planned', async () => {
    await page.goto(`${service.url}/cameras/yard?tab=planned`)
    await page.getByRole('button', { name: 'Start planned work' }).click()
    await page
      .getByText(/Planned work until/)
      .first()
      .waitFor()
    const before = ((await service.get('/pushhub/incidents?stream=yard')).body.items as unknown[]).length
    pump.show('yard', black)
    await page.waitForTimeout(3000)
    expect((await service.get('/pushhub/incidents?stream=yard')).body.items).toHaveLength(before)
    pump.show('yard', healthy)
    await page.getByRole('button', { name: 'End planned work' }).click()
    await page.getByRole('button', { name: 'Start planned work' }).waitFor()
  })

  it('keeps theme and language', async () => {
    await page.goto(service.url)
    await page.getByRole('button', { name: 'Switch to light' }).click()
    await page.getByRole('button', { name: '中文' }).click()
    await page.reload()
    await page.getByRole('navigation', { name: '主导航' }).waitFor()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light')
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Switch to dark' }).click()
  })

  it('says that news are old, and recovers when the service is back, with its settings', async () => {
    await page.goto(`${service.url}/cameras/yard?tab=general`)
    await page.getByLabel('Display name').fill('Back yard')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Settings saved').waitFor()
    await page.goto(service.url)
    await tile('yard').getByText('Back yard').waitFor()
    const { port } = new URL(service.url)
    await service.stop()
    await page.getByText('Stale').waitFor({ timeout: 15_000 })
    service = await RunningService.start({ SNAPSHOT_STORE: 'folder', DATA_DIR: service.dataDir, PORT: port })
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 15_000 })
    await tile('yard').getByText('Back yard').waitFor()
    expect(await settingsOf('yard')).toMatchObject({ name: 'Back yard' })
  }, 60_000)

  it('sets where alarms go to, tests it, and removes it', async () => {
    const receiver = await AlarmReceiver.start()
    await page.goto(`${service.url}/system`)
    await page.getByRole('button', { name: 'Add target' }).click()
    const form = page.getByRole('dialog', { name: 'Add target' })
    await form.getByLabel('Name').fill('Control room')
    await form.getByLabel('Address').fill('no address')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('url: expected an address such as https://host/path').waitFor()
    expect(await seriousProblems(page)).toEqual([])
    await form.getByLabel('Address').fill(`${receiver.url}/hook`)
    await form.getByRole('button', { name: 'Save' }).click()
    const row = page.getByRole('row', { name: 'Control room' })
    await row.getByRole('button', { name: 'Test' }).click()
    await row.getByText('Test arrived').waitFor()
    // What goes on with the cameras meanwhile may arrive before it.
    expect(receiver.messages.filter(({ test }) => test === true)).toHaveLength(1)
    expect(await seriousProblems(page)).toEqual([])
    await row.getByRole('button', { name: 'Change' }).click()
    const again = page.getByRole('dialog', { name: 'Change target' })
    expect(await again.getByLabel('Address').inputValue()).toBe('')
    expect(await again.getByLabel('Address').getAttribute('placeholder')).toContain(receiver.url)
    await again.getByLabel('Name').fill('Control room 2')
    await again.getByRole('button', { name: 'Save' }).click()
    const renamed = page.getByRole('row', { name: 'Control room 2' })
    await renamed.getByRole('button', { name: 'Remove' }).click()
    await renamed.getByRole('button', { name: 'Really remove' }).click()
    await page.getByText('Alarms go nowhere yet').waitFor()
    await receiver.close()
  }, 60_000)

  it.each(['/', '/?view=table', '/cameras/yard', '/incidents?tab=all', '/report', '/system', '/add'])(
    '%s has no serious accessibility problem in either theme',
    async path => {
      for (const theme of ['dark', 'light']) {
        await page.goto(service.url + path)
        await page.evaluate(`localStorage.setItem('camera-check.preferences', '{"theme":"${theme}","language":"en"}')`)
        await page.reload()
        await page.locator('main h1').first().waitFor({ state: 'attached' })
        await page.waitForTimeout(500)
        expect(await seriousProblems(page)).toEqual([])
      }
    }
  )
})
