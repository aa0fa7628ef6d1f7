import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
// @ts-expect-error plain JavaScript, which scripts run as it is
import { dashboardProblems, exposedSeries, rulesProblems } from '../../scripts/monitoring-problems.mjs'
import { METRICS } from '../../src/observe/metric-declarations.ts'
import { flatJpeg } from '../pictures.ts'
import { RunningService } from '../servers/running-service.ts'
import { PATIENT } from '../servers/service-environment.ts'

const root = new URL('../../deploy/', import.meta.url)
const file = (path: string) => readFileSync(new URL(path, root), 'utf8')

describe('what operators watch the service with', () => {
  let service: RunningService
  let text: string
  let series: Map<string, Set<string>>

  beforeAll(async () => {
    service = await RunningService.start({ ...PATIENT, MINIO_SAVE_MODE: 'none', METRICS_CAMERAS: '2' })
    const results = await service.listen()
    await service.post('/pushhub/subscribe', { streams: ['a"gate\\', 'hall', 'yard'] })
    const black = await flatJpeg(64, 48, 0)
    for (let i = 0; i < 6; i++) await service.postFrame('hall', black)
    await results.count('hall', 6, 30_000)
    text = await scrapeUntil(
      scraped =>
        scraped.includes('camera_check_camera_fault_severity{') &&
        scraped.includes('camera_last_frame_timestamp_seconds{')
    )
    series = exposedSeries(text, Object.values(METRICS))
  }, 60_000)
  afterAll(() => service?.dispose())

  const scrape = async () => (await fetch(`${service.url}/metrics`)).text()

  /** Reports of the shards arrive a moment after the results. */
  async function scrapeUntil(isThere: (scraped: string) => boolean): Promise<string> {
    for (;;) {
      const scraped = await scrape()
      if (isThere(scraped)) return scraped
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }

  it('gives series of their own to as many cameras as METRICS_CAMERAS says, by name, and tells how many are left', () => {
    const lines = (name: string) => text.split('\n').filter(line => line.startsWith(`camera_check_${name}`))
    expect(lines('camera_state{')).toEqual([
      'camera_check_camera_state{camera="a\\"gate\\\\",state="waiting"} 1',
      'camera_check_camera_state{camera="hall",state="faulty"} 1'
    ])
    expect(lines('camera_fault_severity{')).toEqual([
      expect.stringMatching(/^camera_check_camera_fault_severity\{camera="hall",kind="black"\} (0\.\d+|1)$/)
    ])
    expect(lines('camera_last_frame_timestamp_seconds{')).toHaveLength(1)
    expect(lines('cameras_without_series')).toEqual(['camera_check_cameras_without_series 1'])
    expect(lines('cameras_by_state{state="faulty"}')).toEqual(['camera_check_cameras_by_state{state="faulty"} 1'])
  })

  it('tells of a camera no more that has left', async () => {
    await service.post('/pushhub/subscribe', { streams: ['yard'] })
    const scraped = await scrapeUntil(now => !now.includes('camera="hall"'))
    expect(scraped).toContain('camera_check_camera_state{camera="yard",state="waiting"} 1')
    expect(scraped).toContain('camera_check_cameras_without_series 0')
  })

  it('has every series and label that the Grafana dashboard asks for', () => {
    expect(dashboardProblems(JSON.parse(file('grafana/camera-check.json')), series)).toEqual([])
  })

  it('has every series and label that the alert rules ask for, each of which says what to do', () => {
    const rules = parse(file('prometheus/alerts.yml'))
    expect(rulesProblems(rules, series)).toEqual([])
    expect(rules.groups.flatMap((group: { rules: unknown[] }) => group.rules).length).toBeGreaterThan(15)
  })

  it('would notice a metric, a label or an expression that is wrong', () => {
    const rule = (expr: string) => ({
      groups: [
        { rules: [{ alert: 'A', expr, labels: { severity: 'page' }, annotations: { summary: 's', description: 'd' } }] }
      ]
    })
    expect(rulesProblems(rule('camera_check_gone > 0'), series)).toEqual([
      'A: there is no metric camera_check_gone: camera_check_gone > 0'
    ])
    expect(rulesProblems(rule('sum by (colour) (camera_check_ready)'), series)).toEqual([
      'A: no metric in it has a label colour: sum by (colour) (camera_check_ready)'
    ])
    expect(rulesProblems(rule('sum('), series)).toEqual(['A: it is no PromQL: sum('])
    const panel = { id: 1, title: 'P', type: 'stat', gridPos: { x: 0, y: 0, w: 12, h: 4 }, targets: [{ expr: 'up' }] }
    const board = { panels: [panel, panel], templating: { list: [] } }
    expect(dashboardProblems(board, series)).toEqual(['panels share an id', 'P: it overlaps another'])
  })
})
