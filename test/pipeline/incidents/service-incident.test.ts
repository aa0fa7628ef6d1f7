import { beforeEach, describe, expect, it } from 'vitest'
import { ServiceIncident } from '../../../src/pipeline/incidents/service-incident.ts'
import { makeIncident } from './make-incident.ts'

const bad = (detail = 'Cannot be reached') => [
  { name: 'shards', ok: true, detail: '2 shard threads run' },
  { name: 'frames: redis', ok: false, detail }
]
const good = [{ name: 'frames: redis', ok: true, detail: 'Connected' }]

describe('ServiceIncident', () => {
  let service: ServiceIncident
  beforeEach(() => {
    service = new ServiceIncident(nowMs => `I${nowMs}`)
  })

  it('is opened once something has failed for a while, as of when it began, and closed when nothing fails', () => {
    expect(service.advance(bad(), 1000)).toBeNull()
    expect(service.advance(bad(), 10_999)).toBeNull()
    expect(service.advance(bad(), 11_000)).toMatchObject({
      told: 'opened',
      incident: {
        kind: 'service',
        stream: null,
        openedAtMs: 1000,
        detectMs: 10_000,
        why: 'The service lacks something: frames: redis: Cannot be reached.',
        whyZh: '服务依赖异常：frames: redis: Cannot be reached。'
      }
    })
    expect(service.advance(bad(), 12_000)).toBeNull()
    expect(service.advance(bad('Refused'), 41_000)).toMatchObject({ told: 'updated', incident: { id: 'I11000' } })
    expect(service.advance(good, 50_000)).toMatchObject({ told: 'closed', incident: { closedAtMs: 50_000 } })
    expect(service.advance(good, 51_000)).toBeNull()
  })

  it('tells at once of something else that fails, and of another reason for the same after a while', () => {
    service.advance(bad('Cannot store one'), 1000)
    service.advance(bad('Cannot store one'), 11_000)
    expect(service.advance(bad('Cannot store another'), 12_000)).toBeNull()
    const more = [...bad('Cannot store another'), { name: 'redis', ok: false, detail: 'Refused' }]
    expect(service.advance(more, 13_000)).toMatchObject({ told: 'updated' })
    expect(service.advance([...bad('Why'), { name: 'redis', ok: false, detail: 'Refused' }], 42_999)).toBeNull()
    expect(service.advance([...bad('Why'), { name: 'redis', ok: false, detail: 'Refused' }], 43_000)).toMatchObject({
      told: 'updated'
    })
  })

  it('says nothing of what fails for a moment', () => {
    service.advance(bad(), 1000)
    service.advance(good, 5000)
    expect(service.advance(bad(), 12_000)).toBeNull()
  })

  it('goes on with the one of an earlier run, and with what people did to it', () => {
    service.resume([makeIncident('black'), makeIncident('S', { kind: 'service', stream: null })])
    expect(service.get('S')).toBeDefined()
    expect(service.get('black')).toBeUndefined()
    service.replace(makeIncident('S', { kind: 'service', stream: null, note: 'Seen' }))
    expect(service.advance(good, 5000)).toMatchObject({ told: 'closed', incident: { id: 'S', note: 'Seen' } })
  })
})
