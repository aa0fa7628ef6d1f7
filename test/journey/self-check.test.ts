import { afterEach, describe, expect, it } from 'vitest'
import type { IncidentList } from '../../src/http/schemas/incidents.ts'
import { RunningService } from '../servers/running-service.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'
import { PATIENT } from '../servers/service-environment.ts'

const MUTE = new URL('../servers/mute-results.mjs', import.meta.url).href
/** Until the first known fault has been shown, and the service incident is opened: 17 s and 10 s, on a busy machine. */
const TOLD_MS = 60_000

interface Readiness {
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[]
}

describe('self check of the service', () => {
  let service: RunningService
  afterEach(() => service?.dispose())

  const check = async () =>
    ((await service.get('/readyz')).body as unknown as Readiness).checks.find(({ name }) => name === 'self-check')
  const until = async (isTrue: () => Promise<boolean>) => {
    const giveUpAtMs = performance.now() + TOLD_MS
    while (!(await isTrue())) {
      if (performance.now() > giveUpAtMs) throw new Error('It never came to hold')
      await new Promise(resolve => setTimeout(resolve, 250))
    }
  }

  it('finds its known faults, and no client sees its camera', { timeout: 90_000 }, async () => {
    service = await RunningService.start({ ...PATIENT, MINIO_SAVE_MODE: 'all' })
    const results = await service.listen()
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
    await until(async () => (await scrapedMetric(service.url, 'self_check_found_total')) > 0)
    expect(await check()).toMatchObject({ ok: true })
    expect(await scrapedMetric(service.url, 'self_check_ok')).toBe(1)
    expect(await scrapedMetric(service.url, 'self_check_failures_total')).toBe(0)
    expect(results.messages).toEqual([])
    expect((await service.get('/pushhub/cameras')).body.items).toMatchObject([{ stream: 'gate' }])
    expect(((await service.get('/pushhub/incidents')).body as unknown as IncidentList).items).toEqual([])
    expect(JSON.stringify((await service.get('/pushhub/metrics/performance')).body)).not.toContain('""')
    for (const name of [
      'cameras',
      'frames_received_total',
      'frames_analysed_total',
      'results_total',
      'snapshots_stored_total'
    ]) {
      expect([name, await scrapedMetric(service.url, name)]).toEqual([name, name === 'cameras' ? 1 : 0])
    }
  })

  it('tells that verdicts are lost, though everything else looks well', { timeout: 90_000 }, async () => {
    service = await RunningService.start({ ...PATIENT, NODE_OPTIONS: `--import=${MUTE}` })
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
    await until(async () => (await check())?.ok === false)
    expect((await check())?.detail).toBe('Shard 0 was shown "black" on purpose, and did not find it')
    expect((await service.get('/readyz')).status).toBe(503)
    expect(await scrapedMetric(service.url, 'self_check_ok')).toBe(0)
    expect(await scrapedMetric(service.url, 'self_check_failures_total')).toBeGreaterThan(0)
    expect(service.log.find(({ msg }) => msg.startsWith('Self check'))).toMatchObject({ level: 'error', kind: 'black' })
    await until(async () => {
      const { items } = (await service.get('/pushhub/incidents?kind=service')).body as unknown as IncidentList
      return items.some(({ why }) => why.includes('self-check'))
    })
  })

  it('does nothing where it is switched off', async () => {
    service = await RunningService.start({ ...PATIENT, SELF_CHECK: '0' })
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
    expect(await check()).toBeUndefined()
  })
})
