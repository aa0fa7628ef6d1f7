import { takeJsonOrNothing } from '../body-parsers.ts'
import type { OverviewContext } from '../route-context.ts'
import type { TypedServer } from '../typed-server.ts'
import { auditRoute } from './audit.ts'
import { bulkAcknowledgeRoute } from './bulk-acknowledge.ts'
import { cameraSettingsRoutes } from './camera-settings.ts'
import { cameraRoutes } from './cameras.ts'
import { eventRoute } from './events.ts'
import { fleetRoutes } from './fleet.ts'
import { incidentActionRoutes } from './incident-actions.ts'
import { incidentRoutes } from './incidents.ts'
import { maintenanceRoutes } from './maintenance.ts'
import { measureRoute } from './measures.ts'
import { pictureRoutes } from './pictures.ts'
import { remedyRoutes } from './remedy.ts'
import { reportRoute } from './report.ts'
import { backTestRoute } from './back-test.ts'
import { selfTestRoutes } from './self-test.ts'
import { systemRoute } from './system.ts'

/** Everything that the dashboard asks for. */
export async function overviewRoutes(app: TypedServer, context: OverviewContext): Promise<void> {
  await app.register(async scope => {
    const server = scope as TypedServer
    takeJsonOrNothing(server)
    for (const routes of [
      cameraRoutes,
      measureRoute,
      cameraSettingsRoutes,
      maintenanceRoutes,
      selfTestRoutes,
      backTestRoute,
      pictureRoutes,
      incidentRoutes,
      incidentActionRoutes,
      remedyRoutes,
      bulkAcknowledgeRoute,
      reportRoute,
      auditRoute,
      systemRoute,
      eventRoute,
      fleetRoutes
    ]) {
      routes(server, context)
    }
  })
}
