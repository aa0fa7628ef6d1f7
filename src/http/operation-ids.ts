/** What each operation is called in the OpenAPI document, and so in clients that are made from it. */
const NAMES: Readonly<Record<string, string>> = {
  'GET /pushhub/session': 'getSession',
  'POST /pushhub/session': 'signIn',
  'DELETE /pushhub/session': 'signOut',
  'POST /pushhub/ws/ticket': 'createTicket',
  'POST /pushhub/start': 'start',
  'POST /pushhub/stop': 'stop',
  'POST /pushhub/subscribe': 'subscribe',
  'POST /pushhub/frames/:stream': 'postFrame',
  'GET /pushhub/cameras': 'listCameras',
  'GET /pushhub/cameras/:stream': 'getCamera',
  'GET /pushhub/groups': 'listGroups',
  'GET /pushhub/cameras/:stream/measures': 'getMeasures',
  'GET /pushhub/cameras/:stream/settings': 'getCameraSettings',
  'PUT /pushhub/cameras/:stream/settings': 'replaceCameraSettings',
  'PATCH /pushhub/cameras/:stream/settings': 'changeCameraSettings',
  'POST /pushhub/cameras/:stream/maintenance': 'setMaintenance',
  'POST /pushhub/cameras/:stream/accept-view': 'acceptView',
  'GET /pushhub/cameras/:stream/self-test': 'getSelfTest',
  'POST /pushhub/cameras/:stream/self-test': 'runSelfTest',
  'POST /pushhub/cameras/:stream/back-test': 'backTestCamera',
  'GET /pushhub/cameras/:stream/picture': 'getPicture',
  'GET /pushhub/cameras/:stream/video': 'getVideo',
  'GET /pushhub/incidents': 'listIncidents',
  'GET /pushhub/incidents/:id': 'getIncident',
  'GET /pushhub/incidents/:id/pictures/:role': 'getIncidentPicture',
  'POST /pushhub/incidents/:id/acknowledge': 'acknowledgeIncident',
  'DELETE /pushhub/incidents/:id/acknowledge': 'releaseIncident',
  'POST /pushhub/incidents/:id/verdict': 'judgeIncident',
  'POST /pushhub/incidents/:id/remedy': 'proposeRemedy',
  'GET /pushhub/incidents/:id/remedy': 'getRemedy',
  'POST /pushhub/incidents/:id/remedy/apply': 'applyRemedy',
  'POST /pushhub/incidents/acknowledge': 'acknowledgeIncidents',
  'GET /pushhub/alarms/targets': 'listAlarmTargets',
  'POST /pushhub/alarms/targets': 'addAlarmTarget',
  'PUT /pushhub/alarms/targets/:id': 'changeAlarmTarget',
  'DELETE /pushhub/alarms/targets/:id': 'removeAlarmTarget',
  'POST /pushhub/alarms/targets/:id/test': 'testAlarmTarget',
  'GET /pushhub/alarms/dead-letters': 'listDeadLetters',
  'POST /pushhub/alarms/dead-letters/retry': 'retryDeadLetters',
  'POST /pushhub/alarms/dead-letters/discard': 'discardDeadLetters',
  'GET /pushhub/alarms/pictures/:incident/:file': 'getAlarmPicture',
  'GET /pushhub/report': 'getReport',
  'GET /pushhub/audit': 'listAudit',
  'GET /pushhub/system': 'getSystem',
  'GET /pushhub/ws/events': 'followEvents',
  'GET /pushhub/ws/results': 'followResults',
  'GET /pushhub/metrics/performance': 'getPerformance',
  'DELETE /pushhub/metrics/performance': 'resetPerformance',
  'GET /pushhub/metrics/performance/:stream': 'getStreamPerformance',
  'GET /pushhub/snapshots/*': 'getSnapshot',
  'GET /asyncapi.json': 'getAsyncApi',
  'GET /livez': 'getLiveness',
  'GET /readyz': 'getReadiness',
  'GET /metrics': 'getMetrics'
}

/**
 * The name of an operation; one that the table lacks is called by its method and path, `postWebhooksByIdTest`.
 *
 * @param url Pattern of the route, `/pushhub/cameras/:stream`.
 */
export function operationId(method: string, url: string): string {
  const known = NAMES[`${method} ${url}`]
  if (known !== undefined) return known
  const words = url
    .replace(/^\/pushhub\//, '/')
    .replace(/:(\w+)/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter(word => word !== '')
  return method.toLowerCase() + words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
