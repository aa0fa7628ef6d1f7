import type { AlarmMessage } from '../alarm-message-schema.ts'
import type { Call } from '../post.ts'
import type { AlarmTarget } from '../target-schema.ts'
import { bestPicture, readable } from './readable.ts'

const SERVER = 'https://events.pagerduty.com/v2/enqueue'
const SEVERITY = { Extreme: 'critical', Severe: 'critical', Moderate: 'warning', Minor: 'info' } as const

/** PagerDuty: Events API v2; all steps of an incident have one key. @see https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
export function pagerdutyCall(target: AlarmTarget, message: AlarmMessage): Call {
  const { title, why, open } = readable(target, message)
  const { incident, camera, group, cap, onvif } = message
  const picture = target.pictures ? bestPicture(message) : null
  const body = {
    routing_key: target.token,
    event_action: actionOf(message),
    dedup_key: incident.id,
    client: 'Camera Check',
    client_url: incident.url,
    links: [{ href: incident.url, text: open }],
    images: picture === null ? [] : [{ src: picture.url, href: incident.url, alt: title }],
    payload: {
      summary: title.slice(0, 1024),
      source: camera?.stream ?? group ?? 'camera-check',
      severity: SEVERITY[cap.severity],
      timestamp: message.at,
      component: camera?.name ?? camera?.stream ?? group ?? 'service',
      group: group ?? message.groups[0] ?? '',
      class: incident.kind,
      custom_details: { why, alarm: message.id, severity: incident.peakSeverity, onvif: onvif.topic, cap }
    }
  }
  return {
    url: target.url ?? SERVER,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  }
}

function actionOf({ what, test }: AlarmMessage): 'trigger' | 'acknowledge' | 'resolve' {
  // A test is to be seen, and to wake nobody.
  if (test || what === 'closed') return 'resolve'
  return what === 'acknowledged' ? 'acknowledge' : 'trigger'
}
