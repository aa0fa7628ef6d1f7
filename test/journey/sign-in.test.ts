import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { flatJpeg } from '../pictures.ts'
import { launchBrowser, seriousProblems } from '../servers/browser.ts'
import { describeWith } from '../servers/need.ts'
import { RunningService } from '../servers/running-service.ts'
import { entry } from '../http/access/test-access.ts'

const VIEWER = 'token-of-the-wall'
const OPERATOR = 'token-of-ann'
const PRODUCER = 'token-of-a-camera'
const TOKENS = [
  entry('wall', 'viewer', VIEWER),
  entry('ann', 'operator', OPERATOR),
  entry('gate', 'producer', PRODUCER)
].join(',')

describeWith({ chromium: true }, 'signing in, in a browser', ({ chromium }) => {
  let service: RunningService
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    service = await RunningService.start({ SNAPSHOT_STORE: 'folder', API_TOKENS: TOKENS, HOST: '127.0.0.1' })
    const headers = { authorization: `Bearer ${OPERATOR}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ streams: ['gate'] })
    expect((await fetch(`${service.url}/pushhub/subscribe`, { method: 'POST', headers, body })).status).toBe(200)
    const frame = await fetch(`${service.url}/pushhub/frames/gate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${PRODUCER}`, 'content-type': 'image/jpeg' },
      body: new Uint8Array(await flatJpeg(640, 360, 90))
    })
    expect(frame.status).toBe(202)
    browser = await launchBrowser(chromium)
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' })
    page = await context.newPage()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await service?.dispose()
  })

  async function signIn(token: string): Promise<void> {
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  const tile = () => page.locator('[data-key="camera:gate"]')
  const who = (text: string) => page.getByRole('button', { name: `Signed in as ${text}` })

  it('asks for a token, on every page, and has asked the service for nothing else', async () => {
    const asked: string[] = []
    page.on('request', request => asked.push(new URL(request.url()).pathname))
    await page.goto(`${service.url}/incidents`)
    await page.getByRole('heading', { name: 'Camera Check' }).waitFor()
    expect(asked.filter(path => path.startsWith('/pushhub'))).toEqual(['/pushhub/session'])
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('token')
  })

  it.each(['dark', 'light'])('has no serious accessibility problem (%s)', async theme => {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    expect(await seriousProblems(page)).toEqual([])
  })

  it('is there in Chinese', async () => {
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('button', { name: '登录' }).waitFor()
    expect(await seriousProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'English' }).click()
  })

  it('says that a token is wrong, or of no use here', async () => {
    await signIn('wrong')
    await page.getByRole('alert').getByText('This token was refused').waitFor()
    expect(await page.getByLabel('Token').getAttribute('aria-invalid')).toBe('true')
    expect(await seriousProblems(page)).toEqual([])
    await signIn(PRODUCER)
    await page.getByRole('alert').getByText('hands in pictures only').waitFor()
  })

  it('lets a viewer see everything, live, with a cookie that no script can read', async () => {
    await signIn(VIEWER)
    await page.getByRole('link', { name: 'Wall' }).click()
    await tile().waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await who('wall, Viewer').waitFor()
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ name: 'camera-check-session', httpOnly: true, sameSite: 'Strict', secure: false })
    expect(cookie?.value).not.toContain(VIEWER)
    const kept = 'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])'
    expect(await page.evaluate(kept)).not.toMatch(/token-of|camera-check-session/)
  })

  it('keeps the viewer signed in over a reload, and a link from elsewhere', async () => {
    await page.reload()
    await tile().waitFor()
    await page.goto('about:blank')
    await page.goto(`${service.url}/cameras/gate`)
    await page.getByRole('heading', { name: 'gate' }).waitFor()
  })

  it('shows a viewer the settings and not how to change them, and why', async () => {
    // The self-test says so too.
    const why = page.getByText('You are signed in as wall (Viewer). Deciding and setting takes an operator.')
    await page
      .locator('#settings')
      .and(page.locator('*', { has: why }))
      .waitFor()
    expect(await page.getByRole('button', { name: 'Accept this view as normal' }).count()).toBe(0)
    const choices = page.locator('#settings').getByRole('radio')
    expect(await choices.first().isDisabled()).toBe(true)
    expect(await seriousProblems(page)).toEqual([])
    const status = await page.evaluate(async () => {
      const init = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"name":"x"}' }
      return (await fetch('/pushhub/cameras/gate/settings', init)).status
    })
    expect(status).toBe(403)
  })

  it('tells who is signed in, and signs out', async () => {
    await who('wall, Viewer').click()
    await page.getByText('Sees everything and changes nothing.').waitFor()
    expect(await seriousProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Token').waitFor()
    expect(await context.cookies()).toEqual([])
    await page.reload()
    await page.getByLabel('Token').waitFor()
  })

  it('lets an operator set a camera, under the token’s name', async () => {
    await signIn(OPERATOR)
    await who('ann, Operator').waitFor()
    await page.goto(`${service.url}/cameras/gate?tab=general`)
    await page.getByLabel('Display name').fill('Front gate')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Front gate' }).waitFor()
    const headers = { authorization: `Bearer ${VIEWER}` }
    const audit = await (await fetch(`${service.url}/pushhub/audit?stream=gate`, { headers })).json()
    expect(audit).toMatchObject({ items: [{ action: 'settings', by: 'ann' }] })
  })

  it('says so when the session has ended, and takes the events away', async () => {
    await page.goto(service.url)
    await tile().waitFor()
    await context.clearCookies()
    // What the page asks next is refused; a picture may be what it asks for before there is anything to click on.
    await page
      .getByRole('link', { name: 'Report' })
      .click({ timeout: 3000 })
      .catch(() => undefined)
    await page.getByText('Your session has ended').waitFor()
  })

  it('uses a token that an older page kept, once, and deletes it', async () => {
    await page.evaluate(`localStorage.setItem('camera-check.token', '${OPERATOR}')`)
    await page.goto(service.url)
    await who('ann, Operator').waitFor()
    expect(await page.evaluate(`localStorage.getItem('camera-check.token')`)).toBeNull()
  })

  it('opens no WebSocket for the page of another origin, though the browser would send the cookie', async () => {
    // Another port is another origin and yet the same site: SameSite alone would let it pass.
    const other = createServer((_request, response) => response.end('<!doctype html><title>Other</title>'))
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const foreign = await context.newPage()
    await foreign.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}`)
    const open = (address: string) =>
      foreign.evaluate(
        url =>
          new Promise<boolean>(resolve => {
            const socket = new WebSocket(url)
            socket.onopen = () => resolve(true)
            socket.onerror = () => resolve(false)
          }),
        address
      )
    const { port } = new URL(service.url)
    for (const path of ['events', 'results']) {
      expect(await open(`ws://127.0.0.1:${port}/pushhub/ws/${path}`)).toBe(false)
    }
    // The answer is kept from the page as well; what counts is that nothing happened.
    await foreign.evaluate(async url => {
      await fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include' }).catch(() => undefined)
    }, `${service.url}/pushhub/stop`)
    const refused = service.log.filter(({ msg, reason }) => msg === 'Refused a call' && reason === 'origin')
    expect(refused.map(({ route }) => route)).toEqual([
      'GET /pushhub/ws/events',
      'GET /pushhub/ws/results',
      'POST /pushhub/stop'
    ])
    other.closeAllConnections()
    other.close()
  })

  it('the log names who was refused, and holds no token', () => {
    const text = JSON.stringify(service.log)
    expect(text).not.toMatch(/token-of|Bearer/)
    const refused = service.log.filter(({ msg }) => msg === 'Refused a call')
    expect(refused).toContainEqual(expect.objectContaining({ reason: 'wrong-token', route: 'POST /pushhub/session' }))
    expect(refused).toContainEqual(expect.objectContaining({ reason: 'role', name: 'wall', address: '127.0.0.1' }))
  })
})
