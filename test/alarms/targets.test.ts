import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hiderOf, shownSecrets } from '../../src/alarms/hidden-secrets.ts'
import { makeTarget } from '../../src/alarms/make-target.ts'
import { readTargetsFile } from '../../src/alarms/target-book.ts'
import { targetProblems } from '../../src/alarms/target-problems.ts'
import type { TargetFilterSchema, TargetInput } from '../../src/alarms/target-schema.ts'
import { wantsAlarm } from '../../src/alarms/wants-alarm.ts'
import type { Static } from 'typebox'
import type { Incident } from '../../src/model/incident.ts'
import { makeAlarm, targetOf } from './make-alarm.ts'

const folder = mkdtempSync(join(tmpdir(), 'camera-check-targets-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('which alarms a target wants', () => {
  const wants = (filter: Static<typeof TargetFilterSchema>, fields: Partial<Incident> = {}, wasTold = false): boolean =>
    wantsAlarm(targetOf({ filter }), makeAlarm('opened', fields), wasTold)

  it.each([
    ['all by default', {}, {}, true],
    ['its kinds', { kinds: ['black'] }, { kind: 'black' }, true],
    ['no others', { kinds: ['black'] }, { kind: 'moved' }, false],
    ['cameras by pattern', { cameras: ['dock-*', 'gate-?'] }, { stream: 'gate-1' }, true],
    ['no other cameras', { cameras: ['dock-*'] }, { stream: 'gate-1' }, false],
    ['groups', { groups: ['no*'] }, { groups: ['north'] }, true],
    [
      'a group by a camera of it',
      { cameras: ['a'] },
      { stream: null, group: 'g', members: [{ stream: 'a', incidentId: 'i' }] },
      true
    ],
    ['a group by its name', { groups: ['g'] }, { stream: null, group: 'g', groups: [] }, true],
    [
      'nothing of the service where cameras are asked for',
      { cameras: ['*'] },
      { stream: null, kind: 'service', groups: [] },
      false
    ],
    ['what is grave enough', { minSeverity: 0.5 }, { peakSeverity: 0.5 }, true],
    ['nothing less grave', { minSeverity: 0.6 }, { peakSeverity: 0.5 }, false],
    ['no members of groups', { groupMembers: false }, { parentId: 'x' }, false]
  ] as const)('%s', (_name, filter, fields, expected) => {
    expect(wants(filter as Static<typeof TargetFilterSchema>, fields as Partial<Incident>)).toBe(expected)
  })

  it('hears how it goes on, whatever has become of it', () => {
    expect(wants({ kinds: ['black'] }, { kind: 'moved' }, true)).toBe(true)
    expect(wantsAlarm(targetOf({ filter: { what: ['opened'] } }), makeAlarm('closed'), true)).toBe(false)
    expect(wantsAlarm(targetOf({ enabled: false }), makeAlarm(), true)).toBe(false)
  })

  it('does not hear of acknowledgements unless it asks for them', () => {
    expect(wantsAlarm(targetOf({}), makeAlarm('acknowledged'), true)).toBe(false)
  })
})

describe('what is wrong with a target', () => {
  it.each([
    [{ url: null }, 'url: missing, needed for webhook'],
    [{ url: 'nonsense-secret' }, 'url: expected an address such as https://host/path'],
    [{ url: 'ftp://x.example' }, 'url: expected http:// or https://'],
    [{ url: 'https://user:pass@x.example' }, 'url: expected no user and password in it: use headers'],
    [{ headers: { 'bad name': 'x' } }, 'headers: expected names and values of plain ASCII'],
    [{ headers: { ok: 'a\r\nb: c' } }, 'headers: expected names and values of plain ASCII'],
    [{ headers: { Host: 'x' } }, 'headers: Host is set by the service itself'],
    [{ type: 'custom', template: '{"a":' }, 'template: expected JSON once its places are filled'],
    [{ type: 'telegram' }, 'token: missing, needed for telegram; chat: missing, needed for telegram'],
    [{ type: 'ntfy', url: 'https://ntfy.example/' }, 'url: expected https://server/topic'],
    [
      { type: 'email', url: null, host: 'a b', from: 'x', to: ['y'] },
      'host: expected a host name; from: expected an e-mail address; to: expected e-mail addresses'
    ]
  ] as const)('%j', (input, expected) => {
    const problems = targetProblems(targetOf(input as unknown as Partial<TargetInput>))
    expect(problems.map(({ path, en }) => `${path}: ${en}`).join('; ')).toBe(expected)
    expect(JSON.stringify(problems)).not.toContain('secret')
  })

  it('is nothing of one of each type', () => {
    const good: Partial<TargetInput>[] = [
      { type: 'webhook' },
      { type: 'custom', template: '{"a":"{{text}}"}' },
      { type: 'slack' },
      { type: 'telegram', url: null, token: 'x', chat: '1' },
      { type: 'ntfy', url: 'https://ntfy.example/topic' },
      { type: 'pagerduty', url: null, token: 'x' },
      { type: 'email', url: null, host: 'mail.example', from: 'A <a@b.example>', to: ['c@d.example'] }
    ]
    expect(good.flatMap(input => targetProblems(targetOf(input)))).toEqual([])
  })
})

describe('secrets of a target', () => {
  const target = targetOf({
    url: 'https://hooks.example/services/T0/B0/abcdefgh',
    secret: 'signing-secret',
    headers: { authorization: 'Bearer abcdef' }
  })

  it('are not shown, and taken out of what others say', () => {
    expect(shownSecrets(target)).toEqual({
      url: 'https://hooks.example/...',
      token: null,
      secret: '***',
      password: null,
      headers: 'authorization'
    })
    const said = hiderOf(target)(
      'POST https://hooks.example/services/T0/B0/abcdefgh: no abcdefgh, Bearer abcdef, signing-secret'
    )
    expect(said).not.toMatch(/abcdef|signing/)
  })

  it('stay when they are not given, go with null, and with another type', () => {
    const input = { name: 'Test', type: 'webhook' } as const
    expect(makeTarget('t1', input, target)).toMatchObject({ url: target.url, secret: 'signing-secret' })
    expect(makeTarget('t1', { ...input, secret: null }, target).secret).toBeNull()
    expect(makeTarget('t1', { ...input, type: 'slack' }, target).url).toBeNull()
  })
})

describe('targets of a file', () => {
  const read = (value: unknown): Promise<unknown> => {
    const path = join(folder, 'targets.json')
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
    return readTargetsFile(path)
  }

  it('are as the API takes them, each with its id', async () => {
    const one = { id: 'control-room', name: 'Control room', type: 'slack', url: 'https://hooks.example/x' }
    expect(await read([one])).toMatchObject([{ ...one, enabled: true, filter: { minSeverity: 0 } }])
  })

  it.each([
    ['{"token":"hush-hush"', 'is no JSON'],
    [{}, 'expected a list'],
    [[{ id: 'A', name: 'x', type: 'slack' }], '0.id: expected a-z'],
    [[{ id: 'a', name: 'x', type: 'slack' }], '0.url: missing'],
    [[{ id: 'a', name: 'x', type: 'slack', url: 'hush-hush', colour: 1 }], '0.'],
    [
      [
        { id: 'a', name: 'x', type: 'slack', url: 'https://x.example' },
        { id: 'a', name: 'y', type: 'slack', url: 'https://x.example' }
      ],
      'id a is there twice'
    ]
  ])('are refused with what is wrong, never with a secret: %j', async (value, expected) => {
    const error = await read(value).catch((thrown: unknown) => thrown as { code: string; message: string })
    expect(error).toMatchObject({ code: 'config/invalid', message: expect.stringContaining(expected) })
    expect((error as { message: string }).message).not.toContain('hush-hush')
  })

  it('are missed when there is no file', async () => {
    await expect(readTargetsFile(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'config/invalid' })
  })
})
