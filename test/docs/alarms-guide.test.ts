import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { exampleMessage } from '../../src/alarms/example-message.ts'
import { signWebhook } from '../../src/lib/sign-webhook.ts'
import { until } from '../servers/until.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const guide = readFileSync(join(ROOT, 'docs/alarms.md'), 'utf8')
const SECRET = 'a long random text'
const body = JSON.stringify(exampleMessage(Date.now()))

function example(language: string): string {
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1]
  return found ?? expect.fail(`docs/alarms.md has no ${language}`)
}

function signedNow(): { timestamp: string; signature: string } {
  const timestamp = String(Math.floor(Date.now() / 1000))
  return { timestamp, signature: signWebhook(SECRET, timestamp, body) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

it('the receiver of docs/alarms.md takes what the service has signed, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'camera-check-test-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(ROOT, join(folder, 'node_modules/camera-check'))
  writeFileSync(join(folder, 'receiver.mjs'), example('js'))
  const port = await freePort()
  const env = { PATH: process.env.PATH, PORT: String(port), WEBHOOK_SECRET: SECRET }
  const receiver = spawn(process.execPath, ['receiver.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  receiver.stdout.on('data', (text: Buffer) => (said += text.toString()))
  const send = ({ timestamp, signature }: ReturnType<typeof signedNow>) =>
    fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'x-camera-check-timestamp': timestamp, 'x-camera-check-signature': signature },
      body
    })
  try {
    await until(
      () =>
        send(signedNow()).then(
          () => true,
          () => false
        ),
      20_000
    )
    const wrong = signedNow()
    expect((await send({ ...wrong, signature: wrong.signature.replace(/.$/, 'x') })).status).toBe(401)
    expect((await send(signedNow())).status).toBe(204)
    await until(() => said.split('\n').length === 3)
    expect(said).toContain('test')
  } finally {
    receiver.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }
}, 30_000)

it('the Python of docs/alarms.md agrees', () => {
  const { timestamp, signature } = signedNow()
  const program = `${example('python')}
import sys
headers = {"X-Camera-Check-Timestamp": sys.argv[1], "X-Camera-Check-Signature": sys.argv[2]}
print(is_genuine(sys.argv[3], headers, sys.argv[4].encode()))
`
  const judge = (secret: string) =>
    execFileSync('python3', ['-c', program, timestamp, signature, secret, body], { encoding: 'utf8' }).trim()
  expect([judge(SECRET), judge('another')]).toEqual(['True', 'False'])
})
