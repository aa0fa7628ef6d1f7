import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { AddressRules } from '../../src/alarms/address-rules.ts'
import { Courier } from '../../src/alarms/courier.ts'
import { messageMaker } from '../../src/alarms/message-maker.ts'
import type { TargetInput } from '../../src/alarms/target-schema.ts'
import { makeAlarm, targetOf } from './make-alarm.ts'

const SCRIPT = new URL('../../scripts/make-test-certificate.sh', import.meta.url).pathname
const PICTURE = { key: 'k', atMs: 1000 }
const PICTURES = { before: PICTURE, first: PICTURE, worst: PICTURE, after: PICTURE }
const PASSWORD = 'pass-word-1'

interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
}

describe('e-mail to a real SMTP server', () => {
  let server: SMTPServer
  const mails: ReceivedMail[] = []

  const start = async (options: SMTPServerOptions = {}): Promise<number> => {
    mails.length = 0
    server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        username === 'cc' && password === PASSWORD ? done(null, { user: 'cc' }) : done(new Error('Wrong')),
      onData: (stream, { envelope }, done) => {
        const parts: Buffer[] = []
        stream.on('data', part => parts.push(part as Buffer))
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
          mails.push({
            from,
            to: envelope.rcptTo.map(({ address }) => address),
            text: Buffer.concat(parts).toString('utf8')
          })
          done()
        })
      },
      ...options
    })
    server.on('error', () => undefined)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return (server.server.address() as AddressInfo).port
  }
  afterEach(() => new Promise<void>(resolve => server.close(() => resolve())))

  const courier = new Courier({
    rules: new AddressRules([], []),
    message: messageMaker({
      links: { maker: async () => () => 'https://cc.example/picture' },
      ...{ baseUrl: 'https://cc.example', nameOf: () => '大门', clock: () => 0 }
    }),
    picture: async () => Buffer.from('JPEG BYTES'),
    clock: () => 0
  })
  const target = (port: number, more: Partial<TargetInput> = {}) =>
    targetOf({
      ...{ type: 'email', url: null, host: 'localhost', port, security: 'none', from: 'CC <cc@cams.example>' },
      ...{ to: ['one@b.example', 'two@b.example'], limits: { timeoutS: 5 }, ...more }
    })

  it('arrives with pictures, signed in, and what follows belongs to the same conversation', async () => {
    const port = await start()
    const access = { user: 'cc', password: PASSWORD }
    const opened = await courier.send(target(port, access), makeAlarm('opened', { pictures: PICTURES }), 0)
    expect(opened).toEqual({ how: 'delivered', status: null })
    await courier.send(target(port, access), makeAlarm('closed', { pictures: PICTURES }, 9000), 0)
    const [first, second] = mails
    expect(first).toMatchObject({ from: 'cc@cams.example', to: ['one@b.example', 'two@b.example'] })
    expect(first?.text).toMatch(/^Message-ID: <01K0000000000000000000TEST@cams\.example>\r$/im)
    expect(first?.text).toMatch(/^Auto-Submitted: auto-generated\r$/im)
    expect(first?.text).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(first?.text).toContain('text/plain')
    expect(first?.text).toContain('text/html')
    expect(first?.text.match(/Content-Type: image\/jpeg; name=(?:before|worst)\.jpg/g)).toHaveLength(2)
    expect(first?.text).toContain(Buffer.from('JPEG BYTES').toString('base64'))
    expect(second?.text).toMatch(/^In-Reply-To: <01K0000000000000000000TEST@cams\.example>\r$/im)
    expect(second?.text).toMatch(/^References: <01K0000000000000000000TEST@cams\.example>\r$/im)
  })

  it('is not handed over in the clear where STARTTLS is asked for and not offered', async () => {
    const port = await start()
    const outcome = await courier.send(target(port, { security: 'starttls' }), makeAlarm(), 0)
    expect(outcome).toMatchObject({ how: 'failed', isFinal: false })
    expect(mails).toHaveLength(0)
  })

  it.each(['starttls', 'tls'] as const)(
    'is not handed to a server whose certificate nobody has signed (%s)',
    async security => {
      const folder = mkdtempSync(join(tmpdir(), 'camera-check-smtp-'))
      execFileSync(SCRIPT, [folder])
      const pair = { key: readFileSync(join(folder, 'server.key')), cert: readFileSync(join(folder, 'server.pem')) }
      rmSync(folder, { recursive: true })
      const port = await start({ ...pair, secure: security === 'tls', disabledCommands: [] })
      const outcome = await courier.send(target(port, { security }), makeAlarm(), 0)
      expect(outcome).toMatchObject({ how: 'failed', isFinal: false, error: expect.stringMatching(/certificate/i) })
      expect(mails).toHaveLength(0)
    }
  )

  it('tells a wrong password, without telling it', async () => {
    const port = await start()
    const outcome = await courier.send(target(port, { user: 'cc', password: 'wrong-password' }), makeAlarm(), 0)
    expect(outcome).toMatchObject({ how: 'failed' })
    expect(JSON.stringify(outcome)).not.toContain('wrong-password')
  })

  it.each([
    [550, true],
    [451, false]
  ])('knows from %i whether it is refused for good', async (responseCode, isFinal) => {
    const refusal = Object.assign(new Error('No such user'), { responseCode })
    const port = await start({ onRcptTo: (_address, _session, done) => done(refusal) })
    expect(await courier.send(target(port), makeAlarm(), 0)).toMatchObject({ how: 'failed', isFinal })
  })

  it('gives up on a server that says nothing', async () => {
    const port = await start({ onConnect: () => undefined })
    const outcome = await courier.send(target(port, { limits: { timeoutS: 1 } }), makeAlarm(), 0)
    expect(outcome).toMatchObject({ how: 'failed', isFinal: false })
  })

  it('goes to no address that alarms may not go to', async () => {
    await start()
    const outcome = await courier.send(target(25, { host: '169.254.169.254' }), makeAlarm(), 0)
    expect(outcome).toMatchObject({ how: 'failed', isFinal: true })
  })
})
