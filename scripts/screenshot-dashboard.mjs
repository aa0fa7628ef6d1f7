// Makes docs/images/dashboard/*.webp: every page of the dashboard over the demo's test cameras.
// Usage: npm run screenshots [-- seconds to wait for faults]
// Needs Chromium at /usr/bin/chromium, or at the path in CHROMIUM. Chinese needs a font that has it.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { launchBrowser } from './browser.mjs'

const root = new URL('..', import.meta.url).pathname
const folder = join(root, 'docs/images/dashboard')
const seconds = Number(process.argv[2] ?? 100)

/** What people would call the test cameras. */
const CAMERAS = {
  'test-street': ['High street', 'Town'],
  'test-car-park': ['Car park, east side', 'Town'],
  'test-shop': ['Shop floor, till 3', 'Retail'],
  'test-yard-night': ['Yard, west fence', 'Logistics'],
  'test-gate': ['Gate north, inbound', 'Logistics'],
  'test-warehouse': ['Warehouse, aisle 12', 'Logistics'],
  'test-motorway': ['Motorway, bridge 4', 'Town'],
  'test-lobby': ['Lobby, main doors', 'Offices'],
  'test-platform': ['Platform 2 south', 'Station'],
  'test-playground': ['Playground', 'Town']
}
const MASK = [
  {
    name: 'clock',
    points: [
      [0, 0],
      [0.36, 0],
      [0.36, 0.12],
      [0, 0.12]
    ]
  }
]

const port = await freePort()
const url = `http://127.0.0.1:${port}`
const dataDir = mkdtempSync(join(tmpdir(), 'camera-check-screenshots-'))
const demo = spawn(process.execPath, [join(root, 'dist/cli/demo.js')], {
  env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: String(port) },
  cwd: dataDir,
  stdio: 'ignore'
})
const browser = await launchBrowser()
try {
  await waitForService()
  for (const [stream, [name, group]] of Object.entries(CAMERAS)) {
    await change(stream, { name, groups: [group], ...(stream === 'test-street' ? { masks: MASK } : {}) })
  }
  console.log(`Faults come and go for ${seconds} s`)
  await sleep(seconds * 1000)
  await takeAll()
} finally {
  await browser.close()
  demo.kill('SIGTERM')
  await new Promise(resolve => demo.once('exit', resolve))
  rmSync(dataDir, { recursive: true, force: true })
}

async function takeAll() {
  mkdirSync(folder, { recursive: true })
  const incident = await bestIncident()
  const camera = `/cameras/${encodeURIComponent(incident.stream)}`
  const phone = { width: 390, height: 844 }
  await take('wall-dark', '/')
  await take('wall-light', '/', { theme: 'light' })
  await take('wall-chinese', '/', { language: 'zh' })
  await take('wall-table', '/?view=table')
  await take('wall-phone', '/', { size: phone })
  await take('camera', camera, { theme: 'light', whole: true })
  await take('camera-mask', '/cameras/test-street?tab=mask', { whole: true })
  await take('incident', `/incidents/${incident.id}`, { whole: true })
  await take('incident-phone', `/incidents/${incident.id}`, { size: phone, theme: 'light', whole: true })
  await take('incidents', '/incidents?tab=all')
  await take('report', '/report?days=1', { theme: 'light' })
  await take('system', '/system')
  await take('add', '/add', { theme: 'light' })
}

/** The incident with the most pictures, a covered view before others. */
async function bestIncident() {
  const { items } = await ask('/pushhub/incidents?limit=200')
  const worth = ({ kind, pictures }) =>
    Object.values(pictures).filter(picture => picture !== null).length + (kind.endsWith('occluded') ? 5 : 0)
  return items.filter(({ stream }) => stream !== null).sort((one, other) => worth(other) - worth(one))[0]
}

async function take(name, path, { theme = 'dark', language = 'en', size, whole = false } = {}) {
  const page = await browser.newPage({ viewport: size ?? { width: 1440, height: 900 } })
  await page.addInitScript(
    `localStorage.setItem('camera-check.preferences', '${JSON.stringify({ theme, language, operator: 'L. Chen' })}')`
  )
  await page.goto(url + path)
  await sleep(3000)
  if (whole) await fitToContent(page)
  const png = await page.screenshot()
  await sharp(png)
    .webp({ quality: 82 })
    .toFile(join(folder, `${name}.webp`))
  await page.close()
  console.log(`${name}.webp`)
}

/** A window as high as the page, so that what stays at its edges is drawn once. */
async function fitToContent(page) {
  const height = await page.evaluate('document.documentElement.scrollHeight')
  await page.setViewportSize({ width: page.viewportSize().width, height: Math.min(2400, height) })
  await sleep(1500)
}

async function waitForService() {
  for (let tries = 0; tries < 120; tries++) {
    const list = await ask('/pushhub/cameras').catch(() => null)
    if (list !== null && list.total === Object.keys(CAMERAS).length) return
    await sleep(500)
  }
  throw new Error('The demo did not start')
}

async function ask(path) {
  const answer = await fetch(url + path)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer.json()
}

async function change(stream, settings) {
  const answer = await fetch(`${url}/pushhub/cameras/${stream}/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings)
  })
  if (!answer.ok) throw new Error(`Settings of ${stream}: ${answer.status} ${await answer.text()}`)
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
