import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, posix } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript, as the site is built by
import { sidebarGroups } from '../../site/pages.mjs'
import { ROOT } from '../docs/code-blocks.ts'
import { launchBrowser, seriousProblems } from '../servers/browser.ts'
import { describeWith } from '../servers/need.ts'

const SITE = `${ROOT}site/dist`
const isBuilt = existsSync(`${SITE}/index.html`)
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg'
}

const files = isBuilt ? readdirSync(SITE, { recursive: true, encoding: 'utf8' }) : []
const htmlFiles = files.filter(name => name.endsWith('.html') && name !== '404.html')
const html = new Map(htmlFiles.map(name => [name, readFileSync(join(SITE, name), 'utf8')]))
/** Where the site was built for: `/` or `/docs/`. */
const base = /href="([^"]*\/)favicon\.svg"/.exec(html.get('index.html') ?? '')?.[1] ?? '/'

describe('the built site', () => {
  // Whoever does not build it has nothing to look at; CI does, and may not pass without.
  if (!isBuilt && process.env.CI !== 'true') {
    it.skip('(npm run site has not been run)', () => undefined)
    return
  }

  it('has every page, with its text', () => {
    const groups = sidebarGroups(ROOT) as { pages: { path: string }[] }[]
    const expected = groups.flatMap(group => group.pages.map(({ path }) => `${path}.html`))
    const empty = ['index.html', 'decisions/index.html', ...expected].filter(
      name => !/<h1[^>]*>.*?\w.*?<\/h1>/s.test(html.get(name) ?? '')
    )
    expect(empty).toEqual([])
    expect(html.size).toBe(expected.length + 2)
  })

  it('has only links to files and anchors that are there', () => {
    const wrong = [...html].flatMap(([name, text]) =>
      [...text.matchAll(/<(?:a|img|link|script)\b[^>]*?\s(?:href|src)="([^"]+)"/g)]
        .map(match => (match[1] ?? '').replaceAll('&amp;', '&'))
        .filter(target => !/^(https?:|data:|mailto:)/.test(target) && !leadsSomewhere(name, target))
        .map(target => `${name}: ${target}`)
    )
    expect([...new Set(wrong)]).toEqual([])
  })

  it('loads nothing from elsewhere', () => {
    const loads = [...html].flatMap(([name, text]) =>
      [
        ...text.matchAll(/<(?:img|link|script|iframe|source)\b[^>]*?\s(?:href|src|srcset)="(https?:[^"]+|\/\/[^"]+)"/g)
      ].map(match => `${name}: ${match[1]}`)
    )
    const styles = files
      .filter(name => name.endsWith('.css'))
      .filter(name => /url\(["']?(?:https?:)?\/\//.test(readFileSync(join(SITE, name), 'utf8')))
    expect([...loads, ...styles]).toEqual([])
  })
})

function leadsSomewhere(from: string, target: string): boolean {
  const [path = '', anchor = ''] = target.split('#')
  const inSite =
    path === '' ? from : path.startsWith(base) ? path.slice(base.length) : posix.join(posix.dirname(from), path)
  const file = inSite === '' || inSite.endsWith('/') ? `${inSite}index.html` : inSite
  if (!existsSync(join(SITE, decodeURIComponent(file)))) return false
  return anchor === '' || html.get(file)?.includes(` id="${decodeURIComponent(anchor)}"`) === true
}

if (isBuilt) {
  describeWith({ chromium: true }, 'the built site in a browser', ({ chromium }) => {
    let browser: Browser
    let server: Server
    let url: string

    beforeAll(async () => {
      server = createServer((request, answer) => {
        const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '')
        const name = path.endsWith('/') ? `${path}index.html` : path
        const file = join(SITE, name.slice(base.length - 1))
        if (!name.startsWith(base) || !existsSync(file)) {
          answer.writeHead(404).end()
          return
        }
        answer
          .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
          .end(readFileSync(file))
      }).listen(0, '127.0.0.1')
      await new Promise(resolve => server.once('listening', resolve))
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`
      browser = await launchBrowser(chromium)
    }, 60_000)

    afterAll(async () => {
      await browser?.close()
      server?.close()
    })

    /** Opens a page; whatever it complains of, or asks of others, fails. */
    async function visit(path: string, look: { dark?: boolean; widthPx?: number } = {}): Promise<[Page, string[]]> {
      const context = await browser.newContext({
        viewport: { width: look.widthPx ?? 1400, height: 900 },
        colorScheme: look.dark === true ? 'dark' : 'light',
        reducedMotion: 'reduce'
      })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', message => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', error => complaints.push(String(error)))
      page.on('request', request => {
        if (!request.url().startsWith(url) && !request.url().startsWith('data:')) complaints.push(request.url())
      })
      await page.goto(url + path, { waitUntil: 'networkidle' })
      // The page's scripts name its buttons, a moment after everything has arrived.
      await page.waitForFunction("[...document.querySelectorAll('.VPSwitchAppearance')].every(one => one.title !== '')")
      return [page, complaints]
    }

    it.each([
      ['', {}],
      ['', { dark: true }],
      ['', { widthPx: 390 }],
      ['faults.html', {}],
      ['faults.html', { dark: true }],
      ['faults.html', { widthPx: 390 }],
      ['websockets.html', { dark: true }],
      ['websockets.html', {}],
      ['api.html', { widthPx: 390 }]
    ] as const)('/%s, %o: nothing is wrong with it, and it fits', { timeout: 120_000 }, async (path, look) => {
      const [page, complaints] = await visit(path, look)
      // The longest page has thousands of coloured words, whose colours the shorter ones show too.
      if (path !== 'api.html') expect(await seriousProblems(page)).toEqual([])
      expect(complaints).toEqual([])
      const [wide, window] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as number[]
      expect(wide).toBeLessThanOrEqual(window ?? 0)
      await page.context().close()
    })

    it.each([
      ['infrared', 'The sixteen faults', true],
      ['ANALYSIS_MAX_FPS', 'Settings', false],
      ['occluded', 'The sixteen faults', false]
    ] as const)('the search finds %s', { timeout: 60_000 }, async (words, title, isLookedAt) => {
      const [page, complaints] = await visit('')
      await page.keyboard.press('/')
      await page.locator('#localsearch-input').fill(words)
      const first = page.locator('.VPLocalSearchBox .result').first()
      await first.waitFor()
      await expect.poll(() => first.textContent(), { timeout: 20_000 }).toContain(title)
      if (isLookedAt) expect(await seriousProblems(page)).toEqual([])
      await page.keyboard.press('Enter')
      await page.waitForURL(/\.html#/)
      expect(complaints).toEqual([])
      await page.context().close()
    })
  })
}
