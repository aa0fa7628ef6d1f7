import { describe, expect, it } from 'vitest'
import { GroupWatch, withMember } from '../../../src/pipeline/incidents/group-watch.ts'
import { makeIncident } from './make-incident.ts'

const watch = () => {
  let made = 0
  return new GroupWatch({ windowMs: 5000, minCameras: 3, newId: () => `group-${++made}` })
}
const incident = (stream: string, fields = {}) => makeIncident(`incident-${stream}`, { stream, ...fields })

describe('GroupWatch', () => {
  it('makes one incident of cameras of a group that fail with the same kind at once', () => {
    const groups = watch()
    expect(groups.opened(incident('a'), 1000)).toEqual({ what: 'alone' })
    expect(groups.opened(incident('b'), 2000)).toEqual({ what: 'alone' })
    const founded = groups.opened(incident('c'), 5000)
    expect(founded).toMatchObject({
      what: 'founds',
      group: { id: 'group-1', stream: null, group: 'north', kind: 'black', state: 'open' },
      members: [{ stream: 'a' }, { stream: 'b' }, { stream: 'c' }]
    })
    expect(groups.opened(incident('d'), 9000)).toEqual({ what: 'joins', groupId: 'group-1' })
  })

  it('lets what fails soon after join a group incident of an earlier run', () => {
    const groups = watch()
    groups.resume(makeIncident('group-7', { stream: null, group: 'north', lastSeenAtMs: 3000 }))
    expect(groups.opened(incident('a'), 5000)).toEqual({ what: 'joins', groupId: 'group-7' })
    expect(groups.opened(incident('b', { kind: 'occluded' }), 5000)).toEqual({ what: 'alone' })
    expect(groups.opened(incident('c'), 20_000)).toEqual({ what: 'alone' })
  })

  it('tells kinds, groups and times apart, and a camera that fails twice is one', () => {
    const groups = watch()
    groups.opened(incident('a'), 1000)
    groups.opened(incident('b', { kind: 'occluded' }), 1000)
    groups.opened(incident('c', { groups: ['south'] }), 1000)
    groups.opened(incident('a'), 2000)
    expect(groups.opened(incident('d'), 3000)).toEqual({ what: 'alone' })
    expect(groups.opened(incident('e'), 9000)).toEqual({ what: 'alone' })
  })

  it('begins another one after the window, and once the first is over', () => {
    const groups = watch()
    for (const name of ['a', 'b', 'c']) groups.opened(incident(name), 1000)
    expect(groups.opened(incident('d'), 7000)).toEqual({ what: 'alone' })
    groups.opened(incident('e'), 7100)
    expect(groups.opened(incident('f'), 7200)).toMatchObject({ what: 'founds', group: { id: 'group-2' } })
    groups.closed('group-2')
    expect(groups.opened(incident('g'), 7300)).toEqual({ what: 'alone' })
  })

  it('makes none when the window is 0, or the camera has no group', () => {
    const none = new GroupWatch({ windowMs: 0, minCameras: 2, newId: () => 'x' })
    for (const name of ['a', 'b', 'c']) expect(none.opened(incident(name), 1000)).toEqual({ what: 'alone' })
    const groups = watch()
    for (const name of ['a', 'b', 'c']) {
      expect(groups.opened(incident(name, { groups: [] }), 1000)).toEqual({ what: 'alone' })
    }
  })

  it('says how many members there are, and keeps the worst severity', () => {
    const group = makeIncident('G', { stream: null, group: 'north', severity: 0.2, peakSeverity: 0.3 })
    const joined = withMember(
      withMember(group, incident('a'), 3000),
      incident('b', { severity: 0.9, peakSeverity: 0.9 }),
      4000
    )
    expect(joined).toMatchObject({ severity: 0.9, peakSeverity: 0.9, lastSeenAtMs: 4000 })
    expect(joined.members.map(({ stream }) => stream)).toEqual(['a', 'b'])
    expect(joined.why).toBe('2 cameras of north at once: Black Screen.')
    expect(joined.whyZh).toBe('north 的 2 台摄像机同时出现：黑屏。')
  })
})
