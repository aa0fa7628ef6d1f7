import { CAMERA_STATES } from '../../model/camera-state.ts'
import { FAULT_KINDS } from '../../model/fault.ts'
import type { CameraView } from '../../overview/camera-view.ts'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import { listOfQuery, timeOfQuery, wordsOfQuery } from '../query-values.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import {
  CameraDetailSchema,
  CameraListSchema,
  type CameraQuery,
  CameraQuerySchema,
  GroupListSchema,
  MeasuresQuerySchema,
  MeasuresSchema
} from '../schemas/cameras.ts'
import { pageLimit, streamParams } from '../schemas/paging.ts'
import type { TypedServer } from '../typed-server.ts'
import { byName, bySeverity, cameraBody, countsOf } from '../wire/camera-body.ts'
import { iso } from '../wire/iso.ts'
import { settingsBody } from '../wire/settings-body.ts'

const HOUR_MS = 3_600_000
const DEFAULT_POINTS = 360
const MOST_POINTS = 1000

/** `/pushhub/cameras`, `/pushhub/cameras/{stream}`, its measures, and `/pushhub/groups`. */
export function cameraRoutes(app: TypedServer, { overview }: OverviewContext): void {
  app.get(
    '/pushhub/cameras',
    {
      schema: {
        tags: ['Cameras'],
        summary: 'Every camera, and how it is',
        description: 'The most pressing first. `counts` are of all cameras, `total` of those that the filter leaves.',
        querystring: CameraQuerySchema,
        response: { 200: described('A page of cameras', CameraListSchema), ...errorResponses(400) }
      }
    },
    async ({ query }) => {
      const all = overview.cameras()
      const found = filtered(all, query).sort(query.sort === 'name' ? byName : bySeverity)
      const from = offsetOf(query.cursor)
      const limit = pageLimit(query.limit)
      const next = from + limit < found.length ? `o${from + limit}` : null
      const items = found.slice(from, from + limit).map(cameraBody)
      return { items, next, total: found.length, counts: countsOf(all), asOf: iso(Date.now()) }
    }
  )

  app.get(
    '/pushhub/cameras/:stream',
    {
      schema: {
        tags: ['Cameras'],
        summary: 'One camera',
        description: 'How it is, and what is set for it.',
        params: streamParams,
        response: { 200: described('The camera', CameraDetailSchema), ...errorResponses(404) }
      }
    },
    async ({ params: { stream } }) => ({
      ...cameraBody(overview.camera(stream)),
      settings: settingsBody(overview.profile(stream))
    })
  )

  app.get(
    '/pushhub/cameras/:stream/measures',
    {
      schema: {
        tags: ['Cameras'],
        summary: 'What was measured, over time',
        description: 'A point every ten seconds for the last hour, every ten minutes for the last day; kept in memory.',
        params: streamParams,
        querystring: MeasuresQuerySchema,
        response: { 200: described('A series for each measure', MeasuresSchema), ...errorResponses(400, 404, 503) }
      }
    },
    async ({ params: { stream }, query }) => {
      const toMs = timeOfQuery('to', query.to) ?? Date.now()
      const fromMs = timeOfQuery('from', query.from) ?? toMs - HOUR_MS
      if (fromMs >= toMs) throw requestError('http/bad-request', REQUEST_PROBLEMS.badPeriod)
      const most = Math.min(MOST_POINTS, Number(query.points ?? DEFAULT_POINTS))
      const series = await overview.measures(stream, fromMs, toMs, most)
      return {
        stream,
        series: series.map(({ measure, unit, kind, points, limit, usual, alarms }) => ({
          measure,
          unit,
          kind,
          points: points.map(([atMs, least, mean, top]): [number, number, number, number] => [atMs, least, mean, top]),
          limit,
          reference: usual === null ? null : [fromMs, toMs].map((atMs): [number, number] => [atMs, usual]),
          alarms: alarms.map(([beginMs, endMs]): [number, number] => [beginMs, endMs])
        }))
      }
    }
  )

  app.get(
    '/pushhub/groups',
    {
      schema: {
        tags: ['Cameras'],
        summary: 'Groups of cameras',
        description: 'Set for each camera, or the part of its name before the first `/`.',
        response: { 200: described('Every group, by name', GroupListSchema), ...errorResponses() }
      }
    },
    async () => {
      const groups = Object.entries(countsOf(overview.cameras()).byGroup)
      const items = groups.map(([group, { total, faulty }]) => ({ group, cameras: total, faulty }))
      return { items: items.sort((one, other) => one.group.localeCompare(other.group, 'en', { numeric: true })) }
    }
  )
}

function filtered(views: readonly CameraView[], query: CameraQuery): CameraView[] {
  const groups = listOfQuery(query.group)
  const states = wordsOfQuery('state', query.state, CAMERA_STATES)
  const kinds = wordsOfQuery('kind', query.kind, FAULT_KINDS)
  const text = query.q?.trim().toLowerCase() ?? ''
  return views.filter(
    view =>
      (groups === undefined || view.groups.some(group => groups.includes(group))) &&
      (states === undefined || states.includes(view.state)) &&
      (kinds === undefined || view.faults.some(({ kind }) => kinds.includes(kind))) &&
      (text === '' || [view.name, view.stream, ...view.groups].some(part => part.toLowerCase().includes(text)))
  )
}

/** The list is put in order anew for each page: its cursor is a place. @throws AppError `http/bad-request` */
function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const match = /^o(\d{1,9})$/.exec(cursor)
  if (match === null) throw requestError('http/bad-request', REQUEST_PROBLEMS.badCursor(JSON.stringify(cursor)))
  return Number(match[1])
}
