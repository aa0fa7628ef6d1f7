import { CAMERA_STATES } from '../../model/camera-state.ts'
import { FAULT_KINDS } from '../../model/fault.ts'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import { listOfQuery, wordsOfQuery } from '../query-values.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import {
  CameraDetailSchema,
  CameraListSchema,
  type CameraState,
  type CameraQuery,
  CameraQuerySchema,
  GroupListSchema
} from '../schemas/cameras.ts'
import { pageLimit, streamParams } from '../schemas/paging.ts'
import type { TypedServer } from '../typed-server.ts'
import { byName, bySeverity, type CameraLook, cameraBody, countsOf } from '../wire/camera-body.ts'
import { iso } from '../wire/iso.ts'
import { settingsBody } from '../wire/settings-body.ts'

/** `/pushhub/cameras`, `/pushhub/cameras/{stream}` and `/pushhub/groups`. */
export function cameraRoutes(app: TypedServer, { overview, fleet }: OverviewContext): void {
  app.get(
    '/pushhub/cameras',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Cameras'],
        summary: 'Every camera, and how it is',
        description: 'The most pressing first. `counts` are of all cameras, `total` of those that the filter leaves.',
        querystring: CameraQuerySchema,
        response: { 200: described('A page of cameras', CameraListSchema), ...errorResponses(400) }
      }
    },
    async request => {
      if (fleet === null) return pageOf(overview.cameras(), request.query, cameraBody)
      const { items, ...missing } = await fleet.cameras(request.asker)
      return { ...pageOf(items, request.query, camera => camera), ...missing }
    }
  )

  app.get(
    '/pushhub/cameras/:stream',
    {
      config: { needs: 'read' },
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
      ...(fleet === null ? {} : { member: fleet.memberOf(stream) }),
      settings: settingsBody(overview.profile(stream))
    })
  )

  app.get(
    '/pushhub/groups',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Cameras'],
        summary: 'Groups of cameras',
        description: 'Set for each camera, or the part of its name before the first `/`.',
        response: { 200: described('Every group, by name', GroupListSchema), ...errorResponses() }
      }
    },
    async request => {
      const { items: cameras, ...missing } =
        fleet === null ? { items: overview.cameras() } : await fleet.cameras(request.asker)
      const groups = Object.entries(countsOf(cameras).byGroup)
      const items = groups.map(([group, { total, faulty }]) => ({ group, cameras: total, faulty }))
      return {
        items: items.sort((one, other) => one.group.localeCompare(other.group, 'en', { numeric: true })),
        ...missing
      }
    }
  )
}

function pageOf<C extends CameraLook>(all: readonly C[], query: CameraQuery, bodyOf: (camera: C) => CameraState) {
  const found = filtered(all, query).sort(query.sort === 'name' ? byName : bySeverity)
  const from = offsetOf(query.cursor)
  const limit = pageLimit(query.limit)
  const next = from + limit < found.length ? `o${from + limit}` : null
  const items = found.slice(from, from + limit).map(bodyOf)
  return { items, next, total: found.length, counts: countsOf(all), asOf: iso(Date.now()) }
}

function filtered<C extends CameraLook>(views: readonly C[], query: CameraQuery): C[] {
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
