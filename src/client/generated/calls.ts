// Made of the service's OpenAPI and AsyncAPI documents by `npm run docs`; not to be edited by hand.
import type { CallOptions, FrameBytes, OperationTable, QueryValue } from '../call-types.ts'
import type { FaultKind, IncidentKind, Unreachable, CameraSettings, CameraSettingsPut, CameraSettingsPatch, CameraDetail, CameraList, GroupList, CameraMeasures, MaintenanceBody, AuditList, Incident, IncidentList, AcknowledgeBody, VerdictBody, BulkAcknowledgeBody, BulkAnswer, Report, SubscribeBody, SubscribeAnswer, Session, Ticket, Performance, StreamPerformance, Readiness, SystemState } from './types.ts'

/** Every call of the service's HTTP API. */
export interface RestCalls {
  /** Who is signed in. Of the browser that asks, by its session. Needs no token. */
  getSession(input?: CallOptions): Promise<Session>

  /** Sign a browser in. Takes a token and sets a cookie that scripts cannot read. Wrong tokens of one address are limited tightly. A token of the role producer has nothing to see. */
  signIn(input: CallOptions & { readonly body: {
      /** One of API_TOKENS */
      readonly token: string
    } }): Promise<Session>

  /** Sign a browser out. Ends its session, also for copies of its cookie (at other members of a fleet within some 5 s), closes the WebSockets that it opened, and deletes the cookie. Signing out who is not signed in is no error. */
  signOut(input?: CallOptions): Promise<{
    readonly ok: true
  }>

  /** A ticket for one WebSocket. For pages, which cannot send a header with a WebSocket, so that no token stands in an address. It holds for 30 s and one upgrade, at any member of a fleet, with the role of who asks. Without API_TOKENS none is needed, and any text is taken. Roles: viewer, operator, admin. */
  createTicket(input?: CallOptions): Promise<Ticket>

  /** AsyncAPI document of the WebSockets. AsyncAPI 3.0: every message of both WebSockets, as this document has the calls. Roles: viewer, operator, admin. */
  getAsyncApi(input?: CallOptions): Promise<{
    readonly asyncapi: string
    readonly [key: string]: unknown
  }>

  /** Start the service. Starts the shards. Starting a started service is no error and changes nothing. Roles: admin. */
  start(input?: CallOptions): Promise<{
    readonly ok: true
    readonly msg: string
    readonly msg_zh: string
  }>

  /** Stop the service. Clears the subscription and stops the shards. Stopping a stopped service is no error. Roles: admin. */
  stop(input?: CallOptions): Promise<{
    readonly ok: true
    readonly msg: string
    readonly msg_zh: string
  }>

  /** Say which streams to watch. Replaces the whole set of streams and adds one to `epoch`; starts a stopped service. Streams named twice count once. Every frame that is added after the answer is analysed. Unknown keys are refused by name. Roles: operator, admin. */
  subscribe(input: CallOptions & { readonly body: SubscribeBody }): Promise<SubscribeAnswer>

  /** Hand in one frame. The body is a JPEG. With Redis configured the frame goes into the Redis stream `frames:<stream>`; without, straight to the camera, which must be subscribed then. The verdict comes over the WebSocket. Roles: producer, admin. */
  postFrame(input: CallOptions & { readonly path: { readonly stream: string }; readonly headers?: {
      /** The `meta` JSON of the frame */
      readonly 'x-frame-meta'?: string
    }; readonly body: FrameBytes }): Promise<{
    readonly ok: true
  }>

  /** Every camera, and how it is. The most pressing first. `counts` are of all cameras, `total` of those that the filter leaves. Roles: viewer, operator, admin. */
  listCameras(input?: CallOptions & { readonly query?: {
      /** Groups; several by comma */
      readonly group?: QueryValue
      /** States; several by comma */
      readonly state?: QueryValue
      /** Kinds of raised faults; several by comma */
      readonly kind?: QueryValue
      /** Text in the name, the stream or a group */
      readonly q?: QueryValue
      /** severity (default): not acknowledged faults first, the worst of them first */
      readonly sort?: 'severity' | 'name'
      /** `next` of the page before; opaque */
      readonly cursor?: QueryValue
      /** Most items on the page, 1 to 500; 50 when left out */
      readonly limit?: QueryValue
    } }): Promise<CameraList>

  /** One camera. How it is, and what is set for it. Roles: viewer, operator, admin. */
  getCamera(input: CallOptions & { readonly path: { readonly stream: string } }): Promise<CameraDetail>

  /** Groups of cameras. Set for each camera, or the part of its name before the first `/`. Roles: viewer, operator, admin. */
  listGroups(input?: CallOptions): Promise<GroupList>

  /** What was measured, over time. A point every ten seconds for the last hour, every ten minutes for the last day. The latter are kept over restarts. Roles: viewer, operator, admin. */
  getMeasures(input: CallOptions & { readonly path: { readonly stream: string }; readonly query?: {
      /** First moment; an hour ago when left out; ISO-8601 UTC or epoch ms */
      readonly from?: QueryValue
      /** Last moment; now when left out; ISO-8601 UTC or epoch ms */
      readonly to?: QueryValue
      /** Most points of each series, 1 to 1000; 360 when left out */
      readonly points?: QueryValue
    } }): Promise<CameraMeasures>

  /** What is set for a camera. Kept over restarts and subscriptions. Roles: viewer, operator, admin. */
  getCameraSettings(input: CallOptions & { readonly path: { readonly stream: string } }): Promise<CameraSettings>

  /** Set everything for a camera. Replaces the whole. Takes effect at once; written into the audit list. Roles: operator, admin. */
  replaceCameraSettings(input: CallOptions & { readonly path: { readonly stream: string }; readonly body: CameraSettingsPut }): Promise<CameraSettings>

  /** Change some settings of a camera. Lists are replaced whole; a kind under `faults` is replaced whole, and null takes it out. Roles: operator, admin. */
  changeCameraSettings(input: CallOptions & { readonly path: { readonly stream: string }; readonly body?: CameraSettingsPatch }): Promise<CameraSettings>

  /** Begin or end maintenance. Until its end the camera is judged, but silent: it opens no incident, and those it has are closed. Roles: operator, admin. */
  setMaintenance(input: CallOptions & { readonly path: { readonly stream: string }; readonly body?: MaintenanceBody }): Promise<CameraSettings>

  /** Take the present view as the usual one. After a camera was turned on purpose. It learns the view anew. Roles: operator, admin. */
  acceptView(input: CallOptions & { readonly path: { readonly stream: string }; readonly body?: {
      /** Who; `anonymous` when left out */
      readonly by?: string
    } }): Promise<{
    readonly ok: true
  }>

  /** What a camera would see. Faults of several sizes are injected into copies of the camera's own frames, every night and when asked for; its live judging knows nothing of it. Roles: viewer, operator, admin. */
  getSelfTest(input: CallOptions & { readonly path: { readonly stream: string } }): Promise<{
    readonly stream: string
    /** What is going on now */
    readonly state: 'idle' | 'waiting' | 'running'
    /** The last one; null when there was none */
    readonly last: {
      /** When its frames were taken; ISO-8601 UTC */
      readonly at: string
      /** The camera's own frames into which faults were injected */
      readonly pictures: number
      /** How long it took, s */
      readonly tookS: number
      /** Kinds that are wanted and of which nothing was found */
      readonly failed: readonly FaultKind[]
      readonly faults: readonly ({
        /** Id of the fault */
        readonly kind: FaultKind
        /** found: from some size on every time; missed: never; unknown: it could not be tried */
        readonly seen: 'found' | 'in-part' | 'missed' | 'unknown'
        /** It is not looked for on this camera */
        readonly isOff: boolean
        readonly tries: number
        readonly found: number
        /** Median from its begin to the first alarm, s */
        readonly delayS: number | null
        readonly text: string
        readonly text_zh: string
      })[]
    } | null
  }>

  /** Test a camera now. As soon as those before it are done. It takes frames for up to a minute, and half a minute of CPU. Roles: operator, admin. */
  runSelfTest(input: CallOptions & { readonly path: { readonly stream: string }; readonly body?: {
      /** Who; `anonymous` when left out */
      readonly by?: string
    } }): Promise<{
    readonly ok: true
  }>

  /** What a change of settings would have done. Judges what is kept of the last MEASURE_DAYS days by the settings in force and by these, with the same decision and the same hysteresis. Nothing is changed. Roles: operator, admin. */
  backTestCamera(input: CallOptions & { readonly path: { readonly stream: string }; readonly body?: CameraSettingsPatch }): Promise<{
    readonly stream: string
    /** Of the oldest frame that is kept; null when there is none; ISO-8601 UTC */
    readonly from: string | null
    /** Of the newest one; ISO-8601 UTC */
    readonly to: string | null
    /** Time of which is known what was judged, s */
    readonly coveredS: number
    /** Of that: time in which more changed near limits than is kept, s */
    readonly thinnedS: number
    /** Share of the kept frames for which the settings in force give what was raised then; null: none was judged by them */
    readonly agreement: number | null
    /** Kinds that either settings raise */
    readonly kinds: readonly {
      /** Id of the fault */
      readonly kind: FaultKind
      readonly inForce: {
        /** How often */
        readonly spells: number
        /** All of them together, s */
        readonly seconds: number
        /** The longest, s */
        readonly longestS: number
      }
      readonly proposed: {
        /** How often */
        readonly spells: number
        /** All of them together, s */
        readonly seconds: number
        /** The longest, s */
        readonly longestS: number
      }
      /** Raised with the proposed settings alone; the newest 100 */
      readonly added: readonly {
        /** When it was raised; ISO-8601 UTC */
        readonly from: string
        /** When it ended; ISO-8601 UTC */
        readonly to: string
      }[]
      /** Raised with the settings in force alone; the newest 100 */
      readonly gone: readonly {
        /** When it was raised; ISO-8601 UTC */
        readonly from: string
        /** When it ended; ISO-8601 UTC */
        readonly to: string
      }[]
      /** Raised with both, at other times; the newest 100 */
      readonly changed: readonly {
        readonly before: {
          /** When it was raised; ISO-8601 UTC */
          readonly from: string
          /** When it ended; ISO-8601 UTC */
          readonly to: string
        }
        readonly after: {
          /** When it was raised; ISO-8601 UTC */
          readonly from: string
          /** When it ended; ISO-8601 UTC */
          readonly to: string
        }
      }[]
      /** The change goes further than frames are looked at while they are kept: so often at the least */
      readonly isAtLeast: boolean
    }[]
    /** Incidents of that time that would not have been raised; confirmed ones first; 100 at most */
    readonly incidents: readonly ({
      readonly id: string
      /** Id of the fault, or `service` when what the service depends on fails */
      readonly kind: IncidentKind
      /** When it was opened; ISO-8601 UTC */
      readonly openedAt: string
      /** When it ended; ISO-8601 UTC */
      readonly closedAt: string | null
      /** What a person says it was */
      readonly verdict: 'real' | 'false-alarm' | 'planned' | null
      /** Not raised any more, or as another kind */
      readonly becomes: 'missed' | 'other-kind'
    })[]
    /** Incidents that were looked at */
    readonly incidentCount: number
    /** Parts of the change about which nothing can be said, and why */
    readonly notJudged: readonly {
      readonly setting: string
      readonly text: string
      readonly text_zh: string
    }[]
  }>

  /** What a camera shows. A frame of the last seconds; of a camera that is looked at, of the last moment. `X-Frame-Time` says when it was received. Roles: viewer, operator, admin. */
  getPicture(input: CallOptions & { readonly path: { readonly stream: string }; readonly query?: {
      /** Draw the faulty region */
      readonly mask?: '0' | '1'
      /** Make it no wider than this, 160 to 1920 pixels */
      readonly width?: QueryValue
      /** Ignored; makes the address another one */
      readonly t?: QueryValue
    } }): Promise<Uint8Array>

  /** What a camera shows, as motion JPEG. `multipart/x-mixed-replace`. A client that reads too slowly gets fewer frames, the newest ones. Roles: viewer, operator, admin. */
  getVideo(input: CallOptions & { readonly path: { readonly stream: string }; readonly query?: {
      /** Draw the faulty region */
      readonly mask?: '0' | '1'
      /** Most pictures a second, up to 25; 5 when left out */
      readonly fps?: QueryValue
      /** Make it no wider than this, 160 to 1920 pixels */
      readonly width?: QueryValue
    } }): Promise<ReadableStream<Uint8Array>>

  /** What happened. Newest first. Every filter takes several values by comma, and all filters together narrow the list. As CSV (`format=csv`) a line for each incident. Roles: viewer, operator, admin. */
  listIncidents(input?: CallOptions & { readonly query?: {
      /** Cameras; several by comma */
      readonly stream?: QueryValue
      /** Groups: incidents of their cameras, and their group incidents; several by comma */
      readonly group?: QueryValue
      /** Kinds; several by comma */
      readonly kind?: QueryValue
      /** States; several by comma */
      readonly state?: QueryValue
      /** Verdicts; `none` for those without; several by comma */
      readonly verdict?: QueryValue
      /** Opened at or after; ISO-8601 UTC or epoch ms */
      readonly from?: QueryValue
      /** Opened before; ISO-8601 UTC or epoch ms */
      readonly to?: QueryValue
      /** `next` of the page before; opaque */
      readonly cursor?: QueryValue
      /** Most items on the page, 1 to 500; 50 when left out */
      readonly limit?: QueryValue
    } }): Promise<IncidentList>

  /** What happened, as CSV. Newest first. Every filter takes several values by comma, and all filters together narrow the list. As CSV (`format=csv`) a line for each incident. Roles: viewer, operator, admin. */
  listIncidentsAsCsv(input?: CallOptions & { readonly query?: {
      /** Cameras; several by comma */
      readonly stream?: QueryValue
      /** Groups: incidents of their cameras, and their group incidents; several by comma */
      readonly group?: QueryValue
      /** Kinds; several by comma */
      readonly kind?: QueryValue
      /** States; several by comma */
      readonly state?: QueryValue
      /** Verdicts; `none` for those without; several by comma */
      readonly verdict?: QueryValue
      /** Opened at or after; ISO-8601 UTC or epoch ms */
      readonly from?: QueryValue
      /** Opened before; ISO-8601 UTC or epoch ms */
      readonly to?: QueryValue
      /** `next` of the page before; opaque */
      readonly cursor?: QueryValue
      /** Most items on the page, 1 to 500; 50 when left out */
      readonly limit?: QueryValue
    } }): Promise<string>

  /** One incident. With its timeline. Roles: viewer, operator, admin. */
  getIncident(input: CallOptions & { readonly path: { readonly id: string } }): Promise<Incident>

  /** A picture of an incident. Kept as long as the incident is. Roles: viewer, operator, admin. */
  getIncidentPicture(input: CallOptions & { readonly path: { readonly id: string; readonly role: string }; readonly query?: {
      /** Draw the faulty region */
      readonly mask?: '0' | '1'
      /** Make it no wider than this, 160 to 1920 pixels */
      readonly width?: QueryValue
      /** Ignored; makes the address another one */
      readonly t?: QueryValue
    } }): Promise<Uint8Array>

  /** Take an incident. Of a group incident: its cameras’ incidents too. Roles: operator, admin. */
  acknowledgeIncident(input: CallOptions & { readonly path: { readonly id: string }; readonly body?: AcknowledgeBody }): Promise<Incident>

  /** Give an incident back. Undoes an acknowledgement. Roles: operator, admin. */
  releaseIncident(input: CallOptions & { readonly path: { readonly id: string }; readonly body?: AcknowledgeBody }): Promise<Incident>

  /** Say what an incident was. False alarms and planned work do not count in reports. Null takes the verdict back. Roles: operator, admin. */
  judgeIncident(input: CallOptions & { readonly path: { readonly id: string }; readonly body: VerdictBody }): Promise<Incident>

  /** Propose a change for a false alarm. Of the limits of its detector the one that has to be moved least, with what that would have done over the last days. A self-test on recent frames of the camera begins: ask for it with GET. Nothing is changed. Roles: operator, admin. */
  proposeRemedy(input: CallOptions & { readonly path: { readonly id: string }; readonly body?: {
      /** Who; `anonymous` when left out */
      readonly by?: string
    } }): Promise<{
    readonly incident: string
    readonly stream: string
    /** The smallest change with which it would not have been raised; null when there is none */
    readonly change: {
      /** Id of the fault */
      readonly kind: FaultKind
      /** A limit of the detector of this kind, or `raiseAfterS` */
      readonly setting: string
      readonly from: number
      readonly to: number
    } | null
    /** Why there is none */
    readonly reason: string | null
    readonly reason_zh: string | null
    /** What else the change would have done */
    readonly backTest: {
      readonly stream: string
      /** Of the oldest frame that is kept; null when there is none; ISO-8601 UTC */
      readonly from: string | null
      /** Of the newest one; ISO-8601 UTC */
      readonly to: string | null
      /** Time of which is known what was judged, s */
      readonly coveredS: number
      /** Of that: time in which more changed near limits than is kept, s */
      readonly thinnedS: number
      /** Share of the kept frames for which the settings in force give what was raised then; null: none was judged by them */
      readonly agreement: number | null
      /** Kinds that either settings raise */
      readonly kinds: readonly {
        /** Id of the fault */
        readonly kind: FaultKind
        readonly inForce: {
          /** How often */
          readonly spells: number
          /** All of them together, s */
          readonly seconds: number
          /** The longest, s */
          readonly longestS: number
        }
        readonly proposed: {
          /** How often */
          readonly spells: number
          /** All of them together, s */
          readonly seconds: number
          /** The longest, s */
          readonly longestS: number
        }
        /** Raised with the proposed settings alone; the newest 100 */
        readonly added: readonly {
          /** When it was raised; ISO-8601 UTC */
          readonly from: string
          /** When it ended; ISO-8601 UTC */
          readonly to: string
        }[]
        /** Raised with the settings in force alone; the newest 100 */
        readonly gone: readonly {
          /** When it was raised; ISO-8601 UTC */
          readonly from: string
          /** When it ended; ISO-8601 UTC */
          readonly to: string
        }[]
        /** Raised with both, at other times; the newest 100 */
        readonly changed: readonly {
          readonly before: {
            /** When it was raised; ISO-8601 UTC */
            readonly from: string
            /** When it ended; ISO-8601 UTC */
            readonly to: string
          }
          readonly after: {
            /** When it was raised; ISO-8601 UTC */
            readonly from: string
            /** When it ended; ISO-8601 UTC */
            readonly to: string
          }
        }[]
        /** The change goes further than frames are looked at while they are kept: so often at the least */
        readonly isAtLeast: boolean
      }[]
      /** Incidents of that time that would not have been raised; confirmed ones first; 100 at most */
      readonly incidents: readonly ({
        readonly id: string
        /** Id of the fault, or `service` when what the service depends on fails */
        readonly kind: IncidentKind
        /** When it was opened; ISO-8601 UTC */
        readonly openedAt: string
        /** When it ended; ISO-8601 UTC */
        readonly closedAt: string | null
        /** What a person says it was */
        readonly verdict: 'real' | 'false-alarm' | 'planned' | null
        /** Not raised any more, or as another kind */
        readonly becomes: 'missed' | 'other-kind'
      })[]
      /** Incidents that were looked at */
      readonly incidentCount: number
      /** Parts of the change about which nothing can be said, and why */
      readonly notJudged: readonly {
        readonly setting: string
        readonly text: string
        readonly text_zh: string
      }[]
    } | null
    readonly guard: {
      /** Whether faults that are found now would still be found, injected into recent frames of the camera */
      readonly state: 'waiting' | 'passed' | 'refused' | 'not-run'
      readonly text: string
      readonly text_zh: string
    }
    readonly isApplied: boolean
  }>

  /** The change that was proposed for a false alarm. With what its self-test has told. Proposals are forgotten with a restart. Roles: viewer, operator, admin. */
  getRemedy(input: CallOptions & { readonly path: { readonly id: string } }): Promise<{
    readonly incident: string
    readonly stream: string
    /** The smallest change with which it would not have been raised; null when there is none */
    readonly change: {
      /** Id of the fault */
      readonly kind: FaultKind
      /** A limit of the detector of this kind, or `raiseAfterS` */
      readonly setting: string
      readonly from: number
      readonly to: number
    } | null
    /** Why there is none */
    readonly reason: string | null
    readonly reason_zh: string | null
    /** What else the change would have done */
    readonly backTest: {
      readonly stream: string
      /** Of the oldest frame that is kept; null when there is none; ISO-8601 UTC */
      readonly from: string | null
      /** Of the newest one; ISO-8601 UTC */
      readonly to: string | null
      /** Time of which is known what was judged, s */
      readonly coveredS: number
      /** Of that: time in which more changed near limits than is kept, s */
      readonly thinnedS: number
      /** Share of the kept frames for which the settings in force give what was raised then; null: none was judged by them */
      readonly agreement: number | null
      /** Kinds that either settings raise */
      readonly kinds: readonly {
        /** Id of the fault */
        readonly kind: FaultKind
        readonly inForce: {
          /** How often */
          readonly spells: number
          /** All of them together, s */
          readonly seconds: number
          /** The longest, s */
          readonly longestS: number
        }
        readonly proposed: {
          /** How often */
          readonly spells: number
          /** All of them together, s */
          readonly seconds: number
          /** The longest, s */
          readonly longestS: number
        }
        /** Raised with the proposed settings alone; the newest 100 */
        readonly added: readonly {
          /** When it was raised; ISO-8601 UTC */
          readonly from: string
          /** When it ended; ISO-8601 UTC */
          readonly to: string
        }[]
        /** Raised with the settings in force alone; the newest 100 */
        readonly gone: readonly {
          /** When it was raised; ISO-8601 UTC */
          readonly from: string
          /** When it ended; ISO-8601 UTC */
          readonly to: string
        }[]
        /** Raised with both, at other times; the newest 100 */
        readonly changed: readonly {
          readonly before: {
            /** When it was raised; ISO-8601 UTC */
            readonly from: string
            /** When it ended; ISO-8601 UTC */
            readonly to: string
          }
          readonly after: {
            /** When it was raised; ISO-8601 UTC */
            readonly from: string
            /** When it ended; ISO-8601 UTC */
            readonly to: string
          }
        }[]
        /** The change goes further than frames are looked at while they are kept: so often at the least */
        readonly isAtLeast: boolean
      }[]
      /** Incidents of that time that would not have been raised; confirmed ones first; 100 at most */
      readonly incidents: readonly ({
        readonly id: string
        /** Id of the fault, or `service` when what the service depends on fails */
        readonly kind: IncidentKind
        /** When it was opened; ISO-8601 UTC */
        readonly openedAt: string
        /** When it ended; ISO-8601 UTC */
        readonly closedAt: string | null
        /** What a person says it was */
        readonly verdict: 'real' | 'false-alarm' | 'planned' | null
        /** Not raised any more, or as another kind */
        readonly becomes: 'missed' | 'other-kind'
      })[]
      /** Incidents that were looked at */
      readonly incidentCount: number
      /** Parts of the change about which nothing can be said, and why */
      readonly notJudged: readonly {
        readonly setting: string
        readonly text: string
        readonly text_zh: string
      }[]
    } | null
    readonly guard: {
      /** Whether faults that are found now would still be found, injected into recent frames of the camera */
      readonly state: 'waiting' | 'passed' | 'refused' | 'not-run'
      readonly text: string
      readonly text_zh: string
    }
    readonly isApplied: boolean
  }>

  /** Carry the proposed change out. Refused while its self-test runs, and when a fault that is found now would no longer be found. Kept in the timeline of the incident and in the audit list. Roles: operator, admin. */
  applyRemedy(input: CallOptions & { readonly path: { readonly id: string }; readonly body?: {
      /** Who does it; `anonymous` when left out */
      readonly by?: string
      /** Kept with the incident */
      readonly note?: string
      /** Also when the self-test could not be run */
      readonly despite?: boolean
    } }): Promise<{
    readonly incident: string
    readonly stream: string
    /** The smallest change with which it would not have been raised; null when there is none */
    readonly change: {
      /** Id of the fault */
      readonly kind: FaultKind
      /** A limit of the detector of this kind, or `raiseAfterS` */
      readonly setting: string
      readonly from: number
      readonly to: number
    } | null
    /** Why there is none */
    readonly reason: string | null
    readonly reason_zh: string | null
    /** What else the change would have done */
    readonly backTest: {
      readonly stream: string
      /** Of the oldest frame that is kept; null when there is none; ISO-8601 UTC */
      readonly from: string | null
      /** Of the newest one; ISO-8601 UTC */
      readonly to: string | null
      /** Time of which is known what was judged, s */
      readonly coveredS: number
      /** Of that: time in which more changed near limits than is kept, s */
      readonly thinnedS: number
      /** Share of the kept frames for which the settings in force give what was raised then; null: none was judged by them */
      readonly agreement: number | null
      /** Kinds that either settings raise */
      readonly kinds: readonly {
        /** Id of the fault */
        readonly kind: FaultKind
        readonly inForce: {
          /** How often */
          readonly spells: number
          /** All of them together, s */
          readonly seconds: number
          /** The longest, s */
          readonly longestS: number
        }
        readonly proposed: {
          /** How often */
          readonly spells: number
          /** All of them together, s */
          readonly seconds: number
          /** The longest, s */
          readonly longestS: number
        }
        /** Raised with the proposed settings alone; the newest 100 */
        readonly added: readonly {
          /** When it was raised; ISO-8601 UTC */
          readonly from: string
          /** When it ended; ISO-8601 UTC */
          readonly to: string
        }[]
        /** Raised with the settings in force alone; the newest 100 */
        readonly gone: readonly {
          /** When it was raised; ISO-8601 UTC */
          readonly from: string
          /** When it ended; ISO-8601 UTC */
          readonly to: string
        }[]
        /** Raised with both, at other times; the newest 100 */
        readonly changed: readonly {
          readonly before: {
            /** When it was raised; ISO-8601 UTC */
            readonly from: string
            /** When it ended; ISO-8601 UTC */
            readonly to: string
          }
          readonly after: {
            /** When it was raised; ISO-8601 UTC */
            readonly from: string
            /** When it ended; ISO-8601 UTC */
            readonly to: string
          }
        }[]
        /** The change goes further than frames are looked at while they are kept: so often at the least */
        readonly isAtLeast: boolean
      }[]
      /** Incidents of that time that would not have been raised; confirmed ones first; 100 at most */
      readonly incidents: readonly ({
        readonly id: string
        /** Id of the fault, or `service` when what the service depends on fails */
        readonly kind: IncidentKind
        /** When it was opened; ISO-8601 UTC */
        readonly openedAt: string
        /** When it ended; ISO-8601 UTC */
        readonly closedAt: string | null
        /** What a person says it was */
        readonly verdict: 'real' | 'false-alarm' | 'planned' | null
        /** Not raised any more, or as another kind */
        readonly becomes: 'missed' | 'other-kind'
      })[]
      /** Incidents that were looked at */
      readonly incidentCount: number
      /** Parts of the change about which nothing can be said, and why */
      readonly notJudged: readonly {
        readonly setting: string
        readonly text: string
        readonly text_zh: string
      }[]
    } | null
    readonly guard: {
      /** Whether faults that are found now would still be found, injected into recent frames of the camera */
      readonly state: 'waiting' | 'passed' | 'refused' | 'not-run'
      readonly text: string
      readonly text_zh: string
    }
    readonly isApplied: boolean
  }>

  /** Take many incidents. Each by itself: what fails is named, and the others are taken. Roles: operator, admin. */
  acknowledgeIncidents(input: CallOptions & { readonly body: BulkAcknowledgeBody }): Promise<BulkAnswer>

  /** How available cameras were, and what ailed them. Availability is the share of the judged time without a fault of tier lost or silent. Time in which the service, its source of frames or the subscription was not there is neither: it is told apart as `unwatchedS`. As CSV (`format=csv`) a line for each camera. Roles: viewer, operator, admin. */
  getReport(input?: CallOptions & { readonly query?: {
      /** Beginning; seven days before the end when left out; ISO-8601 UTC or epoch ms */
      readonly from?: QueryValue
      /** End; now when left out; ISO-8601 UTC or epoch ms */
      readonly to?: QueryValue
      /** Groups; several by comma */
      readonly group?: QueryValue
      /** Cameras; several by comma */
      readonly stream?: QueryValue
    } }): Promise<Report>

  /** How available cameras were, and what ailed them, as CSV. Availability is the share of the judged time without a fault of tier lost or silent. Time in which the service, its source of frames or the subscription was not there is neither: it is told apart as `unwatchedS`. As CSV (`format=csv`) a line for each camera. Roles: viewer, operator, admin. */
  getReportAsCsv(input?: CallOptions & { readonly query?: {
      /** Beginning; seven days before the end when left out; ISO-8601 UTC or epoch ms */
      readonly from?: QueryValue
      /** End; now when left out; ISO-8601 UTC or epoch ms */
      readonly to?: QueryValue
      /** Groups; several by comma */
      readonly group?: QueryValue
      /** Cameras; several by comma */
      readonly stream?: QueryValue
    } }): Promise<string>

  /** Who did what, and when. Changed settings, maintenance, accepted views, acknowledgements and verdicts; newest first. Roles: viewer, operator, admin. */
  listAudit(input?: CallOptions & { readonly query?: {
      readonly stream?: QueryValue
      /** `next` of the page before; opaque */
      readonly cursor?: QueryValue
      /** Most items on the page, 1 to 500; 50 when left out */
      readonly limit?: QueryValue
    } }): Promise<AuditList>

  /** How the service is. Rates, lags, drops, queues, stores and versions, for the system page. Roles: viewer, operator, admin. */
  getSystem(input?: CallOptions): Promise<SystemState>

  /** Where alarms go to. Without secrets, and with how deliveries go. Roles: operator, admin. */
  listAlarmTargets(input?: CallOptions): Promise<{
    readonly items: readonly ({
      /** Made by the service */
      readonly id: string
      readonly name: string
      readonly type: 'webhook' | 'custom' | 'slack' | 'teams' | 'discord' | 'telegram' | 'ntfy' | 'pagerduty' | 'email'
      readonly enabled: boolean
      readonly language: 'en' | 'zh'
      readonly pictures: boolean
      /** Telegram */
      readonly chat: string | null
      /** Custom */
      readonly template: string | null
      /** Custom */
      readonly contentType: string | null
      /** E-mail */
      readonly host: string | null
      /** E-mail */
      readonly port: number | null
      readonly security: 'starttls' | 'tls' | 'none'
      /** E-mail */
      readonly user: string | null
      /** E-mail */
      readonly from: string | null
      readonly to: readonly string[]
      readonly filter: {
        /** Which steps are told; opened, reopened, changed, escalated, closed when left out */
        readonly what: readonly ('opened' | 'reopened' | 'changed' | 'escalated' | 'acknowledged' | 'judged' | 'closed')[]
        /** Kinds of incidents. Empty: all */
        readonly kinds: readonly IncidentKind[]
        /** Names of streams; * stands for any characters, ? for one. Empty: all */
        readonly cameras: readonly string[]
        /** Names of groups; * stands for any characters, ? for one. Empty: all */
        readonly groups: readonly string[]
        /** Least severity of an incident so far */
        readonly minSeverity: number
        /** Also incidents that belong to the incident of a group; true when left out */
        readonly groupMembers: boolean
      }
      readonly limits: {
        /** Calls at once; 2 when left out */
        readonly concurrency: number
        /** Calls a minute; 60 when left out */
        readonly perMinute: number
        /** For one call, s; 10 when left out */
        readonly timeoutS: number
      }
      /** It stands in ALARM_TARGETS_FILE and cannot be changed here */
      readonly fixed: boolean
      readonly secrets: {
        /** Address: what may be shown; null: not set */
        readonly url: string | null
        /** Token: what may be shown; null: not set */
        readonly token: string | null
        /** Signing secret: what may be shown; null: not set */
        readonly secret: string | null
        /** Password: what may be shown; null: not set */
        readonly password: string | null
        /** Names of the headers: what may be shown; null: not set */
        readonly headers: string | null
      }
      /** Alarms on their way to it */
      readonly waiting: number
      /** When the alarm that waits longest happened; ISO-8601 UTC */
      readonly oldestAt: string | null
      /** Alarms that were given up */
      readonly dead: number
      /** How the newest try went; null before the first one */
      readonly last: {
        /** When; ISO-8601 UTC */
        readonly at: string
        readonly outcome: 'delivered' | 'failed'
        /** Id of the alarm */
        readonly alarm: string
        /** What it failed over */
        readonly error: string | null
      } | null
    })[]
  }>

  /** Add a target. Its secrets are never shown again. Roles: admin. */
  addAlarmTarget(input: CallOptions & { readonly body: {
      /** What people call it */
      readonly name: string
      /** What it is */
      readonly type: 'webhook' | 'custom' | 'slack' | 'teams' | 'discord' | 'telegram' | 'ntfy' | 'pagerduty' | 'email'
      /** true when left out */
      readonly enabled?: boolean
      /** Of what people read; en when left out */
      readonly language?: 'en' | 'zh'
      /** With pictures, or links to them; true when left out */
      readonly pictures?: boolean
      /** Where to. Never shown again; left out: stays as it is; null: taken away */
      readonly url?: string | null
      /** Bot token (telegram), access token (ntfy), integration key (pagerduty). Never shown again; left out: stays as it is; null: taken away */
      readonly token?: string | null
      /** Signs what is sent (webhook, custom). Never shown again; left out: stays as it is; null: taken away */
      readonly secret?: string | null
      /** Of the SMTP user. Never shown again; left out: stays as it is; null: taken away */
      readonly password?: string | null
      /** Further headers of each call (webhook, custom). Values are never shown again */
      readonly headers?: Readonly<Record<string, string>> | null
      /** Chat id or @channel (telegram) */
      readonly chat?: string
      /** Body with {{path}} of the webhook body (custom) */
      readonly template?: string
      /** Of the template; application/json when left out (custom) */
      readonly contentType?: string
      /** SMTP server (email) */
      readonly host?: string
      /** 587 when left out, 465 with tls (email) */
      readonly port?: number
      /** starttls when left out; none sends in the clear (email) */
      readonly security?: 'starttls' | 'tls' | 'none'
      /** SMTP user (email) */
      readonly user?: string
      /** Sender (email) */
      readonly from?: string
      /** Receivers (email) */
      readonly to?: readonly string[]
      /** Which alarms a target is told: those that fit every part */
      readonly filter?: {
        /** Which steps are told; opened, reopened, changed, escalated, closed when left out */
        readonly what?: readonly ('opened' | 'reopened' | 'changed' | 'escalated' | 'acknowledged' | 'judged' | 'closed')[]
        /** Kinds of incidents. Empty: all */
        readonly kinds?: readonly IncidentKind[]
        /** Names of streams; * stands for any characters, ? for one. Empty: all */
        readonly cameras?: readonly string[]
        /** Names of groups; * stands for any characters, ? for one. Empty: all */
        readonly groups?: readonly string[]
        /** Least severity of an incident so far */
        readonly minSeverity?: number
        /** Also incidents that belong to the incident of a group; true when left out */
        readonly groupMembers?: boolean
      }
      /** How much a target is asked to take */
      readonly limits?: {
        /** Calls at once; 2 when left out */
        readonly concurrency?: number
        /** Calls a minute; 60 when left out */
        readonly perMinute?: number
        /** For one call, s; 10 when left out */
        readonly timeoutS?: number
      }
      /** Who does it, for the audit list */
      readonly by?: string
    } }): Promise<{
    /** Made by the service */
    readonly id: string
    readonly name: string
    readonly type: 'webhook' | 'custom' | 'slack' | 'teams' | 'discord' | 'telegram' | 'ntfy' | 'pagerduty' | 'email'
    readonly enabled: boolean
    readonly language: 'en' | 'zh'
    readonly pictures: boolean
    /** Telegram */
    readonly chat: string | null
    /** Custom */
    readonly template: string | null
    /** Custom */
    readonly contentType: string | null
    /** E-mail */
    readonly host: string | null
    /** E-mail */
    readonly port: number | null
    readonly security: 'starttls' | 'tls' | 'none'
    /** E-mail */
    readonly user: string | null
    /** E-mail */
    readonly from: string | null
    readonly to: readonly string[]
    readonly filter: {
      /** Which steps are told; opened, reopened, changed, escalated, closed when left out */
      readonly what: readonly ('opened' | 'reopened' | 'changed' | 'escalated' | 'acknowledged' | 'judged' | 'closed')[]
      /** Kinds of incidents. Empty: all */
      readonly kinds: readonly IncidentKind[]
      /** Names of streams; * stands for any characters, ? for one. Empty: all */
      readonly cameras: readonly string[]
      /** Names of groups; * stands for any characters, ? for one. Empty: all */
      readonly groups: readonly string[]
      /** Least severity of an incident so far */
      readonly minSeverity: number
      /** Also incidents that belong to the incident of a group; true when left out */
      readonly groupMembers: boolean
    }
    readonly limits: {
      /** Calls at once; 2 when left out */
      readonly concurrency: number
      /** Calls a minute; 60 when left out */
      readonly perMinute: number
      /** For one call, s; 10 when left out */
      readonly timeoutS: number
    }
    /** It stands in ALARM_TARGETS_FILE and cannot be changed here */
    readonly fixed: boolean
    readonly secrets: {
      /** Address: what may be shown; null: not set */
      readonly url: string | null
      /** Token: what may be shown; null: not set */
      readonly token: string | null
      /** Signing secret: what may be shown; null: not set */
      readonly secret: string | null
      /** Password: what may be shown; null: not set */
      readonly password: string | null
      /** Names of the headers: what may be shown; null: not set */
      readonly headers: string | null
    }
    /** Alarms on their way to it */
    readonly waiting: number
    /** When the alarm that waits longest happened; ISO-8601 UTC */
    readonly oldestAt: string | null
    /** Alarms that were given up */
    readonly dead: number
    /** How the newest try went; null before the first one */
    readonly last: {
      /** When; ISO-8601 UTC */
      readonly at: string
      readonly outcome: 'delivered' | 'failed'
      /** Id of the alarm */
      readonly alarm: string
      /** What it failed over */
      readonly error: string | null
    } | null
  }>

  /** Change a target. Replaces all of it but the secrets that are left out; null takes a secret away. Roles: admin. */
  changeAlarmTarget(input: CallOptions & { readonly path: { readonly id: string }; readonly body: {
      /** What people call it */
      readonly name: string
      /** What it is */
      readonly type: 'webhook' | 'custom' | 'slack' | 'teams' | 'discord' | 'telegram' | 'ntfy' | 'pagerduty' | 'email'
      /** true when left out */
      readonly enabled?: boolean
      /** Of what people read; en when left out */
      readonly language?: 'en' | 'zh'
      /** With pictures, or links to them; true when left out */
      readonly pictures?: boolean
      /** Where to. Never shown again; left out: stays as it is; null: taken away */
      readonly url?: string | null
      /** Bot token (telegram), access token (ntfy), integration key (pagerduty). Never shown again; left out: stays as it is; null: taken away */
      readonly token?: string | null
      /** Signs what is sent (webhook, custom). Never shown again; left out: stays as it is; null: taken away */
      readonly secret?: string | null
      /** Of the SMTP user. Never shown again; left out: stays as it is; null: taken away */
      readonly password?: string | null
      /** Further headers of each call (webhook, custom). Values are never shown again */
      readonly headers?: Readonly<Record<string, string>> | null
      /** Chat id or @channel (telegram) */
      readonly chat?: string
      /** Body with {{path}} of the webhook body (custom) */
      readonly template?: string
      /** Of the template; application/json when left out (custom) */
      readonly contentType?: string
      /** SMTP server (email) */
      readonly host?: string
      /** 587 when left out, 465 with tls (email) */
      readonly port?: number
      /** starttls when left out; none sends in the clear (email) */
      readonly security?: 'starttls' | 'tls' | 'none'
      /** SMTP user (email) */
      readonly user?: string
      /** Sender (email) */
      readonly from?: string
      /** Receivers (email) */
      readonly to?: readonly string[]
      /** Which alarms a target is told: those that fit every part */
      readonly filter?: {
        /** Which steps are told; opened, reopened, changed, escalated, closed when left out */
        readonly what?: readonly ('opened' | 'reopened' | 'changed' | 'escalated' | 'acknowledged' | 'judged' | 'closed')[]
        /** Kinds of incidents. Empty: all */
        readonly kinds?: readonly IncidentKind[]
        /** Names of streams; * stands for any characters, ? for one. Empty: all */
        readonly cameras?: readonly string[]
        /** Names of groups; * stands for any characters, ? for one. Empty: all */
        readonly groups?: readonly string[]
        /** Least severity of an incident so far */
        readonly minSeverity?: number
        /** Also incidents that belong to the incident of a group; true when left out */
        readonly groupMembers?: boolean
      }
      /** How much a target is asked to take */
      readonly limits?: {
        /** Calls at once; 2 when left out */
        readonly concurrency?: number
        /** Calls a minute; 60 when left out */
        readonly perMinute?: number
        /** For one call, s; 10 when left out */
        readonly timeoutS?: number
      }
      /** Who does it, for the audit list */
      readonly by?: string
    } }): Promise<{
    /** Made by the service */
    readonly id: string
    readonly name: string
    readonly type: 'webhook' | 'custom' | 'slack' | 'teams' | 'discord' | 'telegram' | 'ntfy' | 'pagerduty' | 'email'
    readonly enabled: boolean
    readonly language: 'en' | 'zh'
    readonly pictures: boolean
    /** Telegram */
    readonly chat: string | null
    /** Custom */
    readonly template: string | null
    /** Custom */
    readonly contentType: string | null
    /** E-mail */
    readonly host: string | null
    /** E-mail */
    readonly port: number | null
    readonly security: 'starttls' | 'tls' | 'none'
    /** E-mail */
    readonly user: string | null
    /** E-mail */
    readonly from: string | null
    readonly to: readonly string[]
    readonly filter: {
      /** Which steps are told; opened, reopened, changed, escalated, closed when left out */
      readonly what: readonly ('opened' | 'reopened' | 'changed' | 'escalated' | 'acknowledged' | 'judged' | 'closed')[]
      /** Kinds of incidents. Empty: all */
      readonly kinds: readonly IncidentKind[]
      /** Names of streams; * stands for any characters, ? for one. Empty: all */
      readonly cameras: readonly string[]
      /** Names of groups; * stands for any characters, ? for one. Empty: all */
      readonly groups: readonly string[]
      /** Least severity of an incident so far */
      readonly minSeverity: number
      /** Also incidents that belong to the incident of a group; true when left out */
      readonly groupMembers: boolean
    }
    readonly limits: {
      /** Calls at once; 2 when left out */
      readonly concurrency: number
      /** Calls a minute; 60 when left out */
      readonly perMinute: number
      /** For one call, s; 10 when left out */
      readonly timeoutS: number
    }
    /** It stands in ALARM_TARGETS_FILE and cannot be changed here */
    readonly fixed: boolean
    readonly secrets: {
      /** Address: what may be shown; null: not set */
      readonly url: string | null
      /** Token: what may be shown; null: not set */
      readonly token: string | null
      /** Signing secret: what may be shown; null: not set */
      readonly secret: string | null
      /** Password: what may be shown; null: not set */
      readonly password: string | null
      /** Names of the headers: what may be shown; null: not set */
      readonly headers: string | null
    }
    /** Alarms on their way to it */
    readonly waiting: number
    /** When the alarm that waits longest happened; ISO-8601 UTC */
    readonly oldestAt: string | null
    /** Alarms that were given up */
    readonly dead: number
    /** How the newest try went; null before the first one */
    readonly last: {
      /** When; ISO-8601 UTC */
      readonly at: string
      readonly outcome: 'delivered' | 'failed'
      /** Id of the alarm */
      readonly alarm: string
      /** What it failed over */
      readonly error: string | null
    } | null
  }>

  /** Remove a target. With everything that waits for it. Roles: admin. */
  removeAlarmTarget(input: CallOptions & { readonly path: { readonly id: string } }): Promise<{
    readonly ok: true
  }>

  /** Send a test message to a target. At once and once, past its queue. Marked as a test. Roles: admin. */
  testAlarmTarget(input: CallOptions & { readonly path: { readonly id: string } }): Promise<{
    readonly delivered: boolean
    /** What it answered, where it speaks HTTP */
    readonly status: number | null
    /** Why it was not delivered */
    readonly error: string | null
    readonly tookMs: number
  }>

  /** Alarms that were given up. Newest first; 500 of each target are kept. Roles: operator, admin. */
  listDeadLetters(input?: CallOptions & { readonly query?: {
      /** `next` of the page before; opaque */
      readonly cursor?: QueryValue
      /** Most items on the page, 1 to 500; 50 when left out */
      readonly limit?: QueryValue
      /** Of this target alone */
      readonly target?: QueryValue
    } }): Promise<{
    readonly items: readonly ({
      /** Of the delivery */
      readonly id: string
      /** Id of the target */
      readonly target: string
      /** Id of the alarm, the same for every target */
      readonly alarm: string
      readonly what: 'opened' | 'reopened' | 'changed' | 'escalated' | 'acknowledged' | 'judged' | 'closed'
      /** When it happened; ISO-8601 UTC */
      readonly at: string
      readonly incident: string
      readonly kind: IncidentKind
      /** The camera */
      readonly stream: string | null
      readonly attempts: number
      /** What the last try failed over */
      readonly error: string | null
      /** When it was given up; ISO-8601 UTC */
      readonly diedAt: string | null
    })[]
    /** Cursor of the next page; null on the last one */
    readonly next: string | null
  }>

  /** Try alarms again that were given up. By their ids; those that are gone are passed over. Roles: operator, admin. */
  retryDeadLetters(input: CallOptions & { readonly body: {
      readonly ids: readonly string[]
      /** Who does it, for the audit list */
      readonly by?: string
    } }): Promise<{
    readonly count: number
  }>

  /** Delete alarms that were given up. By their ids; those that are gone are passed over. Roles: operator, admin. */
  discardDeadLetters(input: CallOptions & { readonly body: {
      readonly ids: readonly string[]
      /** Who does it, for the audit list */
      readonly by?: string
    } }): Promise<{
    readonly count: number
  }>

  /** A picture, by a link of an alarm. Without a token: the signature opens this one picture until the link ends. */
  getAlarmPicture(input: CallOptions & { readonly path: { readonly incident: string; readonly file: string }; readonly query?: {
      /** s since 1970 */
      readonly ends?: QueryValue
      readonly signature?: QueryValue
    } }): Promise<Uint8Array>

  /** Timing of every stream. Per stage: count, mean, median, 95th and 99th percentile and longest, since the last reset. Roles: viewer, operator, admin. */
  getPerformance(input?: CallOptions): Promise<Performance>

  /** Reset the timing. Begins all timing statistics anew. Roles: admin. */
  resetPerformance(input?: CallOptions): Promise<{
    readonly ok: true
    readonly msg: string
    readonly msg_zh: string
    /** In a fleet: members that did not answer in time, whose share is missing here; left out when all did */
    readonly unreachable?: Unreachable
  }>

  /** Timing of one stream. As above, of one stream; 404 when it is not subscribed. Roles: viewer, operator, admin. */
  getStreamPerformance(input: CallOptions & { readonly path: { readonly stream: string } }): Promise<StreamPerformance>

  /** A stored picture. By `key` of `obj_refs`: `<safe_stream>/<13-digit epoch ms>.jpg`. The bucket itself is private. Roles: viewer, operator, admin. */
  getSnapshot(input: CallOptions & { readonly path: { readonly key: string } }): Promise<Uint8Array>

  /** Is the process alive. Answers as long as the main thread does. Needs no token. */
  getLiveness(input?: CallOptions): Promise<{
    readonly ok: true
  }>

  /** Can the service do its work. Checks the source of frames, the stores of snapshots and incidents, the shards and the subscription. Needs no token. */
  getReadiness(input?: CallOptions): Promise<Readiness>

  /** Prometheus metrics. In the text format 0.0.4; docs/metrics.md lists them. Roles: viewer, operator, admin. */
  getMetrics(input?: CallOptions): Promise<string>
}

/** How each call is made. */
export const OPERATIONS: OperationTable<keyof RestCalls> = {
  getSession: { method: 'GET', path: '/pushhub/session', answer: 'json' },
  signIn: { method: 'POST', path: '/pushhub/session', answer: 'json', body: 'json' },
  signOut: { method: 'DELETE', path: '/pushhub/session', answer: 'json' },
  createTicket: { method: 'POST', path: '/pushhub/ws/ticket', answer: 'json' },
  getAsyncApi: { method: 'GET', path: '/asyncapi.json', answer: 'json' },
  start: { method: 'POST', path: '/pushhub/start', answer: 'json' },
  stop: { method: 'POST', path: '/pushhub/stop', answer: 'json' },
  subscribe: { method: 'POST', path: '/pushhub/subscribe', answer: 'json', body: 'json' },
  postFrame: { method: 'POST', path: '/pushhub/frames/{stream}', answer: 'json', body: 'bytes' },
  listCameras: { method: 'GET', path: '/pushhub/cameras', answer: 'json' },
  getCamera: { method: 'GET', path: '/pushhub/cameras/{stream}', answer: 'json' },
  listGroups: { method: 'GET', path: '/pushhub/groups', answer: 'json' },
  getMeasures: { method: 'GET', path: '/pushhub/cameras/{stream}/measures', answer: 'json' },
  getCameraSettings: { method: 'GET', path: '/pushhub/cameras/{stream}/settings', answer: 'json' },
  replaceCameraSettings: { method: 'PUT', path: '/pushhub/cameras/{stream}/settings', answer: 'json', body: 'json' },
  changeCameraSettings: { method: 'PATCH', path: '/pushhub/cameras/{stream}/settings', answer: 'json', body: 'json' },
  setMaintenance: { method: 'POST', path: '/pushhub/cameras/{stream}/maintenance', answer: 'json', body: 'json' },
  acceptView: { method: 'POST', path: '/pushhub/cameras/{stream}/accept-view', answer: 'json', body: 'json' },
  getSelfTest: { method: 'GET', path: '/pushhub/cameras/{stream}/self-test', answer: 'json' },
  runSelfTest: { method: 'POST', path: '/pushhub/cameras/{stream}/self-test', answer: 'json', body: 'json' },
  backTestCamera: { method: 'POST', path: '/pushhub/cameras/{stream}/back-test', answer: 'json', body: 'json' },
  getPicture: { method: 'GET', path: '/pushhub/cameras/{stream}/picture', answer: 'bytes' },
  getVideo: { method: 'GET', path: '/pushhub/cameras/{stream}/video', answer: 'stream' },
  listIncidents: { method: 'GET', path: '/pushhub/incidents', answer: 'json' },
  listIncidentsAsCsv: { method: 'GET', path: '/pushhub/incidents', answer: 'text', query: { format: 'csv' } },
  getIncident: { method: 'GET', path: '/pushhub/incidents/{id}', answer: 'json' },
  getIncidentPicture: { method: 'GET', path: '/pushhub/incidents/{id}/pictures/{role}', answer: 'bytes' },
  acknowledgeIncident: { method: 'POST', path: '/pushhub/incidents/{id}/acknowledge', answer: 'json', body: 'json' },
  releaseIncident: { method: 'DELETE', path: '/pushhub/incidents/{id}/acknowledge', answer: 'json', body: 'json' },
  judgeIncident: { method: 'POST', path: '/pushhub/incidents/{id}/verdict', answer: 'json', body: 'json' },
  proposeRemedy: { method: 'POST', path: '/pushhub/incidents/{id}/remedy', answer: 'json', body: 'json' },
  getRemedy: { method: 'GET', path: '/pushhub/incidents/{id}/remedy', answer: 'json' },
  applyRemedy: { method: 'POST', path: '/pushhub/incidents/{id}/remedy/apply', answer: 'json', body: 'json' },
  acknowledgeIncidents: { method: 'POST', path: '/pushhub/incidents/acknowledge', answer: 'json', body: 'json' },
  getReport: { method: 'GET', path: '/pushhub/report', answer: 'json' },
  getReportAsCsv: { method: 'GET', path: '/pushhub/report', answer: 'text', query: { format: 'csv' } },
  listAudit: { method: 'GET', path: '/pushhub/audit', answer: 'json' },
  getSystem: { method: 'GET', path: '/pushhub/system', answer: 'json' },
  listAlarmTargets: { method: 'GET', path: '/pushhub/alarms/targets', answer: 'json' },
  addAlarmTarget: { method: 'POST', path: '/pushhub/alarms/targets', answer: 'json', body: 'json' },
  changeAlarmTarget: { method: 'PUT', path: '/pushhub/alarms/targets/{id}', answer: 'json', body: 'json' },
  removeAlarmTarget: { method: 'DELETE', path: '/pushhub/alarms/targets/{id}', answer: 'json' },
  testAlarmTarget: { method: 'POST', path: '/pushhub/alarms/targets/{id}/test', answer: 'json' },
  listDeadLetters: { method: 'GET', path: '/pushhub/alarms/dead-letters', answer: 'json' },
  retryDeadLetters: { method: 'POST', path: '/pushhub/alarms/dead-letters/retry', answer: 'json', body: 'json' },
  discardDeadLetters: { method: 'POST', path: '/pushhub/alarms/dead-letters/discard', answer: 'json', body: 'json' },
  getAlarmPicture: { method: 'GET', path: '/pushhub/alarms/pictures/{incident}/{file}', answer: 'bytes' },
  getPerformance: { method: 'GET', path: '/pushhub/metrics/performance', answer: 'json' },
  resetPerformance: { method: 'DELETE', path: '/pushhub/metrics/performance', answer: 'json' },
  getStreamPerformance: { method: 'GET', path: '/pushhub/metrics/performance/{stream}', answer: 'json' },
  getSnapshot: { method: 'GET', path: '/pushhub/snapshots/{*key}', answer: 'bytes' },
  getLiveness: { method: 'GET', path: '/livez', answer: 'json' },
  getReadiness: { method: 'GET', path: '/readyz', answer: 'json', accepts: [503] },
  getMetrics: { method: 'GET', path: '/metrics', answer: 'text' }
}
