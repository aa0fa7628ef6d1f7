import type { TSchema } from 'typebox'
import { AlarmMessageSchema } from '../../alarms/alarm-message-schema.ts'
import { SessionSchema, TicketSchema } from '../../http/schemas/access.ts'
import { ErrorAnswerSchema, SubscribeAnswerSchema } from '../../http/schemas/answers.ts'
import {
  AuditListSchema,
  CameraSettingsPatchSchema,
  CameraSettingsPutSchema,
  CameraSettingsSchema,
  MaintenanceBodySchema,
  MaskSchema,
  ScheduleEntrySchema
} from '../../http/schemas/camera-settings.ts'
import {
  CameraDetailSchema,
  CameraListSchema,
  CameraStateSchema,
  GroupListSchema,
  MeasuresSchema
} from '../../http/schemas/cameras.ts'
import { FaultKindSchema, FaultSchema, IncidentKindSchema, TierSchema } from '../../http/schemas/fault.ts'
import {
  AcknowledgeBodySchema,
  BulkAcknowledgeBodySchema,
  BulkAnswerSchema,
  IncidentListSchema,
  IncidentSchema,
  IncidentSummarySchema,
  VerdictBodySchema
} from '../../http/schemas/incidents.ts'
import { PerformanceListSchema, StreamPerformanceSchema } from '../../http/schemas/performance.ts'
import { ReadinessSchema } from '../../http/schemas/readiness.ts'
import { ReportSchema } from '../../http/schemas/report.ts'
import { SubscribeBodySchema, SubscribeFaultsSchema } from '../../http/schemas/subscribe.ts'
import { SystemSchema } from '../../http/schemas/system.ts'
import { UnreachableSchema } from '../../http/schemas/unreachable.ts'
import { type JsonSchema, type NamedTypes, shapeOf } from './type-text.ts'

/** Types of the client that have a name, and what each is. */
const NAMED: readonly (readonly [string, TSchema, string])[] = [
  ['FaultKind', FaultKindSchema, 'One of the faults'],
  ['IncidentKind', IncidentKindSchema, 'A fault, or `service`'],
  ['Tier', TierSchema, 'How much of the picture is lost'],
  ['Fault', FaultSchema, 'A raised fault with its explanation'],
  ['Unreachable', UnreachableSchema, 'Members of a fleet that did not answer'],
  ['Mask', MaskSchema, 'A part of the picture that is not judged'],
  ['ScheduleEntry', ScheduleEntrySchema, 'Hours that are not judged'],
  ['CameraSettings', CameraSettingsSchema, 'Everything that is set for one camera'],
  ['CameraSettingsPut', CameraSettingsPutSchema, 'The same, and who sets it'],
  ['CameraSettingsPatch', CameraSettingsPatchSchema, 'What is to be changed for one camera'],
  ['CameraState', CameraStateSchema, 'What is known of one camera now'],
  ['CameraDetail', CameraDetailSchema, 'The same, with its settings'],
  ['CameraList', CameraListSchema, 'A page of cameras'],
  ['GroupList', GroupListSchema, 'All groups of cameras'],
  ['CameraMeasures', MeasuresSchema, 'How the measures of a camera went'],
  ['MaintenanceBody', MaintenanceBodySchema, 'How long a camera is silent'],
  ['AuditList', AuditListSchema, 'Who changed what'],
  ['IncidentSummary', IncidentSummarySchema, 'An incident on a list'],
  ['Incident', IncidentSchema, 'An incident with all that happened'],
  ['IncidentList', IncidentListSchema, 'A page of incidents'],
  ['AcknowledgeBody', AcknowledgeBodySchema, 'Who takes an incident'],
  ['VerdictBody', VerdictBodySchema, 'What a person says an incident was'],
  ['BulkAcknowledgeBody', BulkAcknowledgeBodySchema, 'Which incidents somebody takes'],
  ['BulkAnswer', BulkAnswerSchema, 'Which of them were taken'],
  ['Report', ReportSchema, 'Availability of cameras'],
  ['SubscribeFaults', SubscribeFaultsSchema, 'How each kind of fault is judged'],
  ['SubscribeBody', SubscribeBodySchema, 'Which streams to watch, and how'],
  ['SubscribeAnswer', SubscribeAnswerSchema, 'Which streams are watched now'],
  ['Session', SessionSchema, 'Who is signed in'],
  ['Ticket', TicketSchema, 'Opens one WebSocket'],
  ['Performance', PerformanceListSchema, 'Timing of all cameras'],
  ['StreamPerformance', StreamPerformanceSchema, 'Timing of one camera'],
  ['Readiness', ReadinessSchema, 'Whether the service can do its work'],
  ['SystemState', SystemSchema, 'How the service itself is'],
  ['AlarmMessage', AlarmMessageSchema, 'The body of a webhook'],
  ['ErrorAnswer', ErrorAnswerSchema, 'Every error of every call']
]

/** The same as plain JSON schemas, and how a schema's type is found by its shape. */
export function namedTypes(): {
  readonly schemas: readonly { readonly name: string; readonly schema: JsonSchema; readonly doc: string }[]
  readonly byShape: NamedTypes
} {
  const schemas = NAMED.map(([name, schema, doc]) => ({ name, schema: JSON.parse(JSON.stringify(schema)), doc }))
  return { schemas, byShape: new Map(schemas.map(({ name, schema }) => [shapeOf(schema), name])) }
}
