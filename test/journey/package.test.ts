import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ResultMessage } from '../../src/model/result-message.ts'
import { checkedJpeg } from '../pictures.ts'
import { InstalledPackage } from '../servers/installed-package.ts'
import { PATIENT } from '../servers/service-environment.ts'
import { until } from '../servers/until.ts'

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
let installed: InstalledPackage
let service: ChildProcess | null = null

beforeAll(async () => {
  installed = await InstalledPackage.make()
}, 600_000)

afterAll(async () => {
  if (service !== null && service.exitCode === null) process.kill(-(service.pid ?? 0), 'SIGKILL')
  await installed?.remove()
})

it('the package holds what runs and its documents, and nothing of how it is made', async () => {
  const files = await installed.files()
  expect(files).toEqual(
    expect.arrayContaining([
      'package.json',
      'README.md',
      'CHANGELOG.md',
      '.env.example',
      'dist/cli/camera-check.js',
      'dist/shards/shard-thread.js',
      'dist/codec/jpeg-decoder.wasm',
      'dist/kernels/kernels.wasm',
      'dist/web/index.html'
    ])
  )
  const others = files.filter(name => !/^(dist\/|package\.json$|README\.md$|CHANGELOG\.md$|\.env\.example$)/.test(name))
  expect(others).toEqual([])
  expect(files.filter(name => /\.map$|\.test\.|^dist\/(test|bench)\//.test(name))).toEqual([])
})

it('camera-check tells its version, its commands, and what an unknown one was meant to be', async () => {
  expect(await installed.tell('--version')).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' })
  const { code, out } = await installed.tell('--help')
  expect(code).toBe(0)
  const commands = [...out.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(match => match[1] ?? '')
  expect(commands).toEqual(expect.arrayContaining(['start', 'demo', 'watch', 'token', 'migrate']))
  expect(await installed.tell('start', '--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Usage: camera-check [start]')
  })
  expect(await installed.tell('wacth')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('Unknown command "wacth": did you mean watch?')
  })
  expect(await installed.tell('start', 'now')).toMatchObject({ code: 2, out: '' })
}, 60_000)

it('npx camera-check starts the embedded service: banner, health, dashboard, a judged frame, an end by signal', async () => {
  const child = installed.start({ PORT: '0', ...PATIENT })
  service = child
  let log = ''
  let banner = ''
  child.stdout?.on('data', chunk => (log += chunk))
  child.stderr?.on('data', chunk => (banner += chunk))
  await until(() => banner.includes('Ctrl-C'), 60_000)
  const [, url = ''] = /Dashboard +(http:\S+)\//.exec(banner) ?? []
  expect(banner).toContain(`Camera Check ${manifest.version} is running`)
  expect(banner).toContain(join(installed.folder, 'data'))
  for (const line of log.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) })

  expect((await fetch(`${url}/livez`)).status).toBe(200)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  const page = await fetch(`${url}/`, { headers: { accept: 'text/html' } })
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<script')])
  expect((await fetch(`${url}/docs/json`)).status).toBe(200)

  const program = `import { CameraCheckClient } from 'camera-check/client'
    console.log((await new CameraCheckClient({ url: ${JSON.stringify(url)} }).rest.getSystem()).version)`
  expect(await installed.runModule(program)).toBe(`${manifest.version}\n`)

  const [, subscribe = ''] = /-d '(\{.*\})'/.exec(banner) ?? []
  const json = { 'content-type': 'application/json' }
  const subscribed = await fetch(`${url}/pushhub/subscribe`, { method: 'POST', headers: json, body: subscribe })
  expect(await subscribed.json()).toMatchObject({ ok: true, subscribed: ['gate-1'] })
  const socket = new WebSocket(`${url.replace('http', 'ws')}/pushhub/ws/results`)
  await new Promise(resolve => socket.once('open', resolve))
  const result = new Promise<ResultMessage>(resolve =>
    socket.once('message', text => resolve(JSON.parse(String(text))))
  )
  const jpeg = { 'content-type': 'image/jpeg' }
  const body = new Uint8Array(await checkedJpeg(640, 360))
  const posted = await fetch(`${url}/pushhub/frames/gate-1`, { method: 'POST', headers: jpeg, body })
  expect(posted.status).toBe(202)
  expect(await result).toMatchObject({ data: { stream: 'gate-1', shape: [360, 640, 3], result: { state: 'Normal' } } })
  socket.terminate()

  process.kill(-(child.pid ?? 0), 'SIGTERM')
  // npx itself may be gone before the service is.
  await until(() => log.includes('"msg":"Stopped"'), 20_000)
  expect(existsSync(join(installed.folder, 'data'))).toBe(true)
}, 120_000)
