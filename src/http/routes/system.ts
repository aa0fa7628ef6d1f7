import type { SystemView } from '../../overview/system-view.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { SystemSchema, type SystemState } from '../schemas/system.ts'
import type { TypedServer } from '../typed-server.ts'
import { iso, isoOrNull } from '../wire/iso.ts'

/** What checks say of themselves when all is well; what fails says it in its own words. */
const CHECKS_ZH: Readonly<Record<string, string>> = {
  redis: 'Redis',
  snapshots: '快照存储',
  shards: '分析线程',
  subscription: '订阅',
  incidents: '事件存储',
  'self-check': '自检'
}

/** `/pushhub/system`: how the service itself is. */
export function systemRoute(app: TypedServer, { overview, fleet }: OverviewContext): void {
  app.get(
    '/pushhub/system',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Observe'],
        summary: 'How the service is',
        description: 'Rates, lags, drops, queues, stores and versions, for the system page.',
        response: { 200: described('The service', SystemSchema), ...errorResponses() }
      }
    },
    async request => {
      const own = systemBody(await overview.system())
      return fleet === null || request.isFromMember ? own : fleet.system(own, request.asker)
    }
  )
}

function systemBody({ startedAtMs, nowMs, redis, checks, shards, ...rest }: SystemView): SystemState {
  return {
    ...rest,
    node: process.version,
    startedAt: iso(startedAtMs),
    now: iso(nowMs),
    shards: [...shards],
    redis:
      redis === null ? null : { ok: redis.ok, url: redis.url, detail: redis.detail, since: isoOrNull(redis.sinceMs) },
    checks: checks.map(({ name, ok, detail }) => ({
      name,
      ok,
      detail,
      detail_zh: `${CHECKS_ZH[name] ?? name}：${ok ? '正常' : detail}`
    }))
  }
}
