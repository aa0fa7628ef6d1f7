import type { OverviewContext } from '../route-context.ts'
import { errorResponses, described } from '../schemas/answers.ts'
import { OwnCamerasBodySchema, OwnCamerasSchema } from '../schemas/fleet.ts'
import { OWN_CAMERAS_PATH } from '../fleet/own-cameras-path.ts'
import type { TypedServer } from '../typed-server.ts'
import { cameraBody } from '../wire/camera-body.ts'

/** What members ask each other; not part of the documented API. */
export function fleetRoutes(app: TypedServer, { overview, fleet }: OverviewContext): void {
  if (fleet === null) return
  app.post(
    OWN_CAMERAS_PATH,
    {
      config: { needs: 'read' },
      schema: {
        hide: true,
        body: OwnCamerasBodySchema,
        response: { 200: described('Cameras that this member watches', OwnCamerasSchema), ...errorResponses(400) }
      }
    },
    async ({ body: { streams } }) => {
      const views = streams === undefined ? overview.cameras() : overview.camerasOf(streams)
      return { items: views.map(view => ({ ...cameraBody(view), member: fleet.memberOf(view.stream) })) }
    }
  )
}
