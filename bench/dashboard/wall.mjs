#!/usr/bin/env node
// The wall over many cameras at one frame a second each, or in every so many: frames a second of the page, what its main
// thread does, and how soon it shows data. `npm run bench:dashboard -- [--cameras 500] [--seconds 10] [--every 1]`
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { launchBrowser } from '../../scripts/browser.mjs'

const { values } = parseArgs({
  options: {
    cameras: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '10' },
    every: { type: 'string', default: '1' }
  }
})
const cameras = Number(values.cameras)
const seconds = Number(values.seconds)
const everyS = Number(values.every)
const root = new URL('../..', import.meta.url).pathname
const dataDir = mkdtempSync(join(tmpdir(), 'camera-check-wall-'))
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })
const streams = Array.from({ length: cameras }, (_, i) => `hall-${i % 10}/cam-${String(i).padStart(4, '0')}`)

const service = spawn(process.execPath, [join(root, 'dist/main.js')], {
  env: {
    PATH: process.env.PATH,
    DATA_DIR: dataDir,
    PORT: '0',
    SNAPSHOT_STORE: 'folder',
    FRAME_SOURCE: 'embedded',
    // A camera that sends seldom is not silent here.
    STREAM_GAP_MS: String(Math.max(2000, everyS * 5000)),
    FIRST_FRAME_MS: String(Math.max(10_000, everyS * 5000))
  },
  cwd: dataDir,
  stdio: ['ignore', 'pipe', 'inherit']
})
const url = await new Promise(resolve => {
  createInterface({ input: service.stdout }).on('line', line => {
    const { address } = JSON.parse(line)
    if (address !== undefined) resolve(address)
  })
})
const browser = await launchBrowser()
let producer
try {
  await send('/pushhub/subscribe', JSON.stringify({ streams }), 'application/json')
  producer = produce(await pictures())
  await sleep(5000)
  console.log(`${cameras} cameras, a frame in ${everyS} s each, load average ${loadavg()[0].toFixed(1)}`)
  console.log('| | frames/s | main thread busy | of it script |\n| --- | --- | --- | --- |')
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const client = await page.context().newCDPSession(page)
  await client.send('Performance.enable')
  await measure(page, client, 'empty page', false)
  const from = performance.now()
  await page.goto(url)
  await page.locator('.tile .nm').first().waitFor()
  const firstMs = performance.now() - from
  await sleep(3000)
  await measure(page, client, 'the wall at rest', false)
  await measure(page, client, 'the wall scrolling, 30 px a frame', true)
  console.log(
    `\nFirst camera shown after ${firstMs.toFixed(0)} ms; page ${(builtBytes() / 1000).toFixed(0)} kB gzipped`
  )
} finally {
  clearInterval(producer)
  await browser.close()
  service.kill('SIGTERM')
  await new Promise(resolve => service.once('exit', resolve))
  agent.destroy()
  rmSync(dataDir, { recursive: true, force: true })
}

async function measure(page, client, name, scrolls) {
  const before = await metrics(client)
  const frames = await page.evaluate(`new Promise(done => {
    const ms = ${seconds * 1000}
    const height = document.documentElement.scrollHeight - innerHeight
    const from = performance.now()
    let frames = 0
    let y = 0
    const draw = now => {
      frames++
      if (${scrolls} && height > 0) scrollTo(0, (y = (y + 30) % height))
      if (now - from < ms) requestAnimationFrame(draw)
      else done(frames / ((now - from) / 1000))
    }
    requestAnimationFrame(draw)
  })`)
  const after = await metrics(client)
  const share = key => `${(((after[key] - before[key]) / seconds) * 100).toFixed(0)} %`
  console.log(`| ${name} | ${frames.toFixed(1)} | ${share('TaskDuration')} | ${share('ScriptDuration')} |`)
}

async function metrics(client) {
  const answer = await client.send('Performance.getMetrics')
  return Object.fromEntries(answer.metrics.map(({ name, value }) => [name, value]))
}

/** Each camera once in its time, spread over it. */
function produce(shown) {
  const steps = 20 * everyS
  let step = 0
  return setInterval(
    () => {
      for (let i = step % steps; i < cameras; i += steps) {
        const picture = shown[(i + Math.floor(step / steps)) % shown.length]
        send(`/pushhub/frames/${encodeURIComponent(streams[i])}`, picture, 'image/jpeg').catch(() => undefined)
      }
      step++
    },
    (1000 * everyS) / steps
  )
}

function send(path, body, type) {
  return new Promise((resolve, reject) => {
    const request = http.request(url + path, { method: 'POST', agent, headers: { 'content-type': type } }, answer => {
      answer.resume()
      answer.once('end', resolve)
    })
    request.once('error', reject)
    request.end(body)
  })
}

/** A few small pictures with edges, each a little different. */
function pictures() {
  return Promise.all(
    Array.from({ length: 6 }, (_, picture) => {
      const grey = Buffer.alloc(320 * 180)
      for (let i = 0; i < grey.length; i++) {
        const x = i % 320
        const y = Math.floor(i / 320)
        grey[i] = (((x >> 4) + (y >> 4)) % 2 === 0 ? 160 : 80) + (((i * 7 + picture * 13) % 11) - 5)
      }
      return sharp(grey, { raw: { width: 320, height: 180, channels: 1 } })
        .jpeg({ quality: 80 })
        .toBuffer()
    })
  )
}

function builtBytes() {
  const folder = join(root, 'dist/web')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(js|css|html|svg)$/.test(name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0)
}
