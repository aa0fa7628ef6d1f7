import type { Browser, Page } from 'playwright-core'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchBrowser } from '../servers/browser.ts'
import { FramePump } from '../servers/frame-pump.ts'
import { livingScene } from '../servers/living-scene.ts'
import { describeWith } from '../servers/need.ts'
import { ReverseProxy } from '../servers/reverse-proxy.ts'
import { ResultListener, RunningService } from '../servers/running-service.ts'

const BASE = '/site/camera-check'

describeWith({ chromium: true }, 'a service below a path, in a browser', ({ chromium }) => {
  let service: RunningService
  let browser: Browser
  let pump: FramePump
  /** Where people come in: past no proxy, past one that leaves the path as it is, past one that takes it off. */
  const doors: Record<string, string> = {}
  const proxies: ReverseProxy[] = []

  beforeAll(async () => {
    service = await RunningService.start({
      BASE_PATH: BASE,
      TRUST_PROXY: 'loopback',
      SNAPSHOT_STORE: 'folder',
      EXECUTOR_CPU: '1'
    })
    const keeping = await ReverseProxy.start({ target: service.url })
    const stripping = await ReverseProxy.start({ target: service.url, strip: BASE })
    // As one that ends TLS, which browsers are not sent to here: their pages would be of another origin than it says.
    const ending = await ReverseProxy.start({ target: service.url, proto: 'https' })
    proxies.push(keeping, stripping, ending)
    Object.assign(doors, { none: service.url, keeping: keeping.url, stripping: stripping.url, ending: ending.url })
    await service.post(`${BASE}/pushhub/subscribe`, { streams: ['north/gate 1'] })
    pump = new FramePump(() => service)
    pump.show('north/gate 1', await livingScene(4))
    pump.start(250)
    browser = await launchBrowser(chromium)
  }, 120_000)

  afterAll(async () => {
    pump?.close()
    await browser?.close()
    await Promise.all(proxies.map(proxy => proxy.close()))
    await service?.dispose()
  })

  /** A page, and whatever its console and its network have complained of. */
  async function visit(url: string): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const complaints: string[] = []
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(String(error)))
    page.on('response', answer => {
      if (answer.status() >= 400) complaints.push(`${answer.status()} ${answer.url()}`)
      if (!new URL(answer.url()).pathname.startsWith(BASE) && answer.url().startsWith('http')) {
        complaints.push(`outside: ${answer.url()}`)
      }
    })
    await page.goto(url)
    return { page, complaints }
  }

  describe.each(['none', 'keeping', 'stripping'])('past a proxy: %s', door => {
    it('the dashboard works from the wall to a camera and back, and when it is loaded there', async () => {
      const { page, complaints } = await visit(`${doors[door]}${BASE}/`)
      const tile = page.locator('[data-key="camera:north/gate 1"]')
      await tile.locator('img').waitFor()
      await tile.click()
      const camera = `${doors[door]}${BASE}/cameras/north%2Fgate%201`
      expect(page.url()).toBe(camera)
      await page.reload()
      await page.getByRole('heading', { name: 'north/gate 1' }).first().waitFor()
      await page.getByRole('link', { name: 'Incidents' }).first().click()
      await vi.waitUntil(() => page.url() === `${doors[door]}${BASE}/incidents`)
      await page.goBack()
      await vi.waitUntil(() => page.url() === camera)
      await page.goto(`${doors[door]}${BASE}/add`)
      await page.getByText(`${doors[door]}${BASE}/pushhub/frames/`).first().waitFor()
      expect(complaints).toEqual([])
      await page.close()
    })

    it('a call can be tried in the documentation', async () => {
      const { page, complaints } = await visit(`${doors[door]}${BASE}/docs`)
      await page.locator('#operations-Observe-getLiveness button').first().click()
      await page.getByRole('button', { name: 'Try it out' }).click()
      await page.getByRole('button', { name: 'Execute' }).click()
      const answer = page.locator('.live-responses-table')
      await answer.getByText('"ok": true').waitFor()
      expect(await page.locator('.request-url').textContent()).toContain(`${BASE}/livez`)
      expect(complaints).toEqual([])
      await page.close()
    })

    it('results come over a WebSocket', async () => {
      const url = `${doors[door]?.replace('http', 'ws')}${BASE}/pushhub/ws/results`
      const listener = new ResultListener(new WebSocket(url))
      await listener.count('north/gate 1', 2)
      listener.close()
    })
  })

  it('the root goes on answering those who come past no proxy', async () => {
    expect((await service.get('/readyz')).status).toBe(200)
  })

  it('browsers are told to come by HTTPS alone where the trusted proxy says that they did', async () => {
    const hsts = async (door: string) =>
      (await fetch(`${doors[door]}${BASE}/livez`)).headers.get('strict-transport-security')
    expect([await hsts('ending'), await hsts('keeping'), await hsts('none')]).toEqual(['max-age=31536000', null, null])
  })
})
