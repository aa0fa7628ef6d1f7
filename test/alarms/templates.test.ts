import { describe, expect, it } from 'vitest'
import { alarmMessage } from '../../src/alarms/alarm-message.ts'
import type { AlarmMessage } from '../../src/alarms/alarm-message-schema.ts'
import { exampleMessage } from '../../src/alarms/example-message.ts'
import { discordCall, ntfyCall, slackCall, teamsCall } from '../../src/alarms/templates/chat-calls.ts'
import { fillTemplate, templateProblem } from '../../src/alarms/templates/fill-template.ts'
import { mailOf } from '../../src/alarms/templates/mail.ts'
import { pagerdutyCall } from '../../src/alarms/templates/pagerduty-call.ts'
import { telegramCall } from '../../src/alarms/templates/telegram-call.ts'
import type { AlarmWhat } from '../../src/model/alarm.ts'
import { makeAlarm, targetOf } from './make-alarm.ts'

const PICTURE = { key: 'k', atMs: 1000 }
const parts = {
  incidentUrl: (id: string) => `https://cc.example/incidents/${id}`,
  pictureUrl: (id: string, role: string) => `https://cc.example/${id}/${role}.jpg`,
  nameOf: () => 'Gate <1> & "co"',
  test: false
}
const messageOf = (what: AlarmWhat = 'opened'): AlarmMessage =>
  alarmMessage(
    makeAlarm(what, { pictures: { before: PICTURE, first: PICTURE, worst: PICTURE, after: PICTURE }, note: 'on it' }),
    parts
  )
const bodyOf = ({ body }: { body: string | Uint8Array }) => JSON.parse(String(body))

describe('bodies of receivers', () => {
  it('Slack: blocks, with what people wrote escaped', () => {
    const body = bodyOf(slackCall(targetOf({ type: 'slack' }), messageOf()))
    expect(body.text).toBe('Gate <1> & "co": Black Screen')
    expect(body.blocks.map(({ type }: { type: string }) => type)).toEqual(['header', 'section', 'image', 'context'])
    expect(body.blocks[1].fields[0].text).toBe('*Camera*\nGate &lt;1&gt; &amp; "co" (gate-1)')
    expect(body.blocks[2].image_url).toBe('https://cc.example/01K0000000000000000000TEST/worst.jpg')
    const bare = bodyOf(slackCall(targetOf({ type: 'slack', pictures: false }), messageOf()))
    expect(bare.blocks).toHaveLength(3)
  })

  it('Teams: one adaptive card in a message', () => {
    const body = bodyOf(teamsCall(targetOf({ type: 'teams', language: 'zh' }), messageOf('closed')))
    expect(body.type).toBe('message')
    const [attachment] = body.attachments
    expect(attachment.contentType).toBe('application/vnd.microsoft.card.adaptive')
    expect(attachment.content).toMatchObject({
      type: 'AdaptiveCard',
      actions: [{ type: 'Action.OpenUrl', title: '打开事件' }]
    })
    expect(attachment.content.body[0]).toMatchObject({ text: 'Gate <1> & "co"：黑屏（已恢复）', color: 'Good' })
    expect(attachment.content.body.at(-1).url).toContain('/after.jpg')
  })

  it('Discord: an embed that calls nobody', () => {
    const body = bodyOf(discordCall(targetOf({ type: 'discord' }), messageOf('escalated')))
    expect(body.allowed_mentions).toEqual({ parse: [] })
    expect(body.embeds[0]).toMatchObject({ title: 'Gate <1> & "co": Black Screen (worse)', color: 0xd64545 })
    expect(body.embeds[0].image.url).toContain('/worst.jpg')
  })

  it('ntfy: JSON to the root of the server, with the topic of the address', () => {
    const call = ntfyCall(targetOf({ type: 'ntfy', url: 'https://ntfy.example/cams', token: 'tk_1' }), messageOf())
    expect(call).toMatchObject({ url: 'https://ntfy.example/', headers: { authorization: 'Bearer tk_1' } })
    expect(bodyOf(call)).toMatchObject({ topic: 'cams', priority: 4, tags: ['rotating_light'] })
    expect(bodyOf(ntfyCall(targetOf({ type: 'ntfy', url: 'https://n.example/c' }), messageOf('closed')))).toMatchObject(
      {
        priority: 2,
        tags: ['white_check_mark']
      }
    )
  })

  it.each([
    ['opened', 'trigger'],
    ['escalated', 'trigger'],
    ['acknowledged', 'acknowledge'],
    ['closed', 'resolve']
  ] as const)('PagerDuty: %s is %s, under one key', (what, action) => {
    const call = pagerdutyCall(targetOf({ type: 'pagerduty', url: null, token: 'r'.repeat(32) }), messageOf(what))
    expect(call.url).toBe('https://events.pagerduty.com/v2/enqueue')
    expect(bodyOf(call)).toMatchObject({
      event_action: action,
      dedup_key: '01K0000000000000000000TEST',
      routing_key: 'r'.repeat(32),
      payload: { severity: 'critical', source: 'gate-1', class: 'black' }
    })
  })

  it('Telegram: a photo with its bytes, or a message', () => {
    const target = targetOf({ type: 'telegram', url: null, token: '1:abc', chat: '-100' })
    const plain = telegramCall(target, messageOf(), null)
    expect(plain.url).toBe('https://api.telegram.org/bot1:abc/sendMessage')
    expect(bodyOf(plain)).toMatchObject({ chat_id: '-100' })
    const photo = telegramCall(target, messageOf(), Buffer.from('JPEG'))
    expect(photo.url).toBe('https://api.telegram.org/bot1:abc/sendPhoto')
    expect(photo.headers['content-type']).toMatch(/^multipart\/form-data; boundary=camera-check-[0-9a-f]{64}$/)
    expect(String(photo.body)).toContain(
      'name="photo"; filename="01K0000000000000000000TEST.jpg"\r\ncontent-type: image/jpeg\r\n\r\nJPEG\r\n'
    )
  })

  it('mail: one conversation of an incident, and nothing that people wrote as markup or header', () => {
    const target = targetOf({ type: 'email', from: 'Cameras <cc@cams.example>', to: ['a@b.example'] })
    const opened = mailOf(target, messageOf(), [{ name: 'worst', jpeg: Buffer.from('JPEG') }])
    const closed = mailOf(target, messageOf('closed'), [])
    expect(opened).toMatchObject({ messageId: '<01K0000000000000000000TEST@cams.example>', replyTo: null })
    expect(closed.replyTo).toBe(opened.messageId)
    expect(closed.messageId).not.toBe(opened.messageId)
    expect(opened.html).toContain('Gate &lt;1&gt; &amp; &quot;co&quot;')
    expect(opened.html).toContain('src="cid:worst.01K0000000000000000000TEST@cams.example"')
    const hostile = { ...messageOf(), text: 'x\r\nBcc: y@z' }
    expect(mailOf(target, hostile, []).subject).toBe('x Bcc: y@z')
  })

  it('are marked when they are a test, which wakes nobody', () => {
    const example = exampleMessage(0)
    expect(bodyOf(slackCall(targetOf({}), example)).text).toMatch(/^\[Test\] /)
    expect(bodyOf(pagerdutyCall(targetOf({ token: 'x' }), example)).event_action).toBe('resolve')
    expect(example.cap.status).toBe('Test')
  })
})

describe('templates of people', () => {
  const message = { ...messageOf(), text: 'a "quoted"\nline \\' }

  it('are filled with fields of the message, in JSON within its texts', () => {
    const filled = fillTemplate(
      '{"t":"{{text}}","s":{{ incident.severity }},"n":"{{incident.closedAt}}","g":{{groups}}}',
      message,
      true
    )
    expect(JSON.parse(filled)).toEqual({ t: 'a "quoted"\nline \\', s: 0.5, n: '', g: ['north'] })
    expect(fillTemplate('{{what}} {{text}}', message, false)).toBe('opened a "quoted"\nline \\')
  })

  it.each([
    ['{"a":"{{nothing}}"}', true, 'knows no {{nothing}}'],
    ['{{constructor.name}}', false, 'knows no {{constructor.name}}'],
    ['{{__proto__}}', false, 'knows no {{__proto__}}'],
    ['{"a":{{text}}}', true, 'expected JSON once its places are filled']
  ])('are refused when they are of no use: %s', (template, isJson, en) => {
    expect(templateProblem(template, isJson)).toMatchObject({ en })
  })
})
