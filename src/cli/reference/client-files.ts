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
import { type CallsDocument, callsText } from './client-calls.ts'
import { bareTypeText, docComment, type JsonSchema, type NamedTypes, shapeOf } from './type-text.ts'

/** What this file needs of an AsyncAPI document. */
export interface MessagesDocument {
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly summary: string; readonly payload: JsonSchema }>>
  }
}

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

const HEAD = "// Made of the service's OpenAPI and AsyncAPI documents by `npm run docs`; not to be edited by hand.\n"

/** The client's generated files by path from the root. */
export function clientFiles(openApi: CallsDocument, asyncApi: MessagesDocument): Map<string, string> {
  const named = new Map(NAMED.map(([name, schema]) => [shapeOf(JSON.parse(JSON.stringify(schema))), name]))
  return new Map([
    ['src/client/generated/types.ts', HEAD + typesText(named, asyncApi)],
    [
      'src/client/generated/calls.ts',
      HEAD +
        callsText(
          openApi,
          named,
          NAMED.map(([name]) => name)
        )
    ]
  ])
}

function typesText(named: NamedTypes, { components }: MessagesDocument): string {
  const types = NAMED.map(([name, schema, doc]) => declaration(name, JSON.parse(JSON.stringify(schema)), doc, named))
  const { result, ...events } = components.messages
  const eventNames = Object.keys(events).map(name => `${pascal(name)}Event`)
  return [
    ...types,
    declaration('ResultMessage', result?.payload ?? {}, result?.summary ?? '', named),
    ...Object.entries(events).map(([name, { summary, payload }]) =>
      declaration(`${pascal(name)}Event`, payload, summary, named)
    ),
    `/** Every message of the events, told apart by \`type\`. */\nexport type ServiceEvent = ${eventNames.join(' | ')}\n`
  ].join('\n')
}

function declaration(name: string, schema: JsonSchema, doc: string, named: NamedTypes): string {
  return `${docComment(doc, '')}export type ${name} = ${bareTypeText(schema, named)}\n`
}

function pascal(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase())
}
