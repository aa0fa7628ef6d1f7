import type {
  CameraSettingsBody,
  Mask,
  ScheduleEntry as ScheduleEntryBody
} from '../../src/http/schemas/camera-settings.ts'
import type { BackTestBody } from '../../src/http/schemas/back-test.ts'
import type { CameraList, CameraState as CameraStateBody, MeasureSeries } from '../../src/http/schemas/cameras.ts'
import type { Fault as FaultBody, TierName } from '../../src/http/schemas/fault.ts'
import type { IncidentSummary, PictureRole, Incident as WholeIncident } from '../../src/http/schemas/incidents.ts'
import type { RemedyBody } from '../../src/http/schemas/remedy.ts'
import type { Report } from '../../src/http/schemas/report.ts'

/** Whatever came from the service is shown, never changed. */
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T

export type Tier = TierName
export type Moment = PictureRole
export type Fault = Frozen<FaultBody>
export type CameraState = Frozen<CameraStateBody>
export type CameraCounts = Frozen<CameraList['counts']>
export type CameraSettings = Frozen<CameraSettingsBody>
export type FaultChoice = NonNullable<CameraSettings['faults'][keyof CameraSettings['faults']]>
export type MaskArea = Frozen<Mask>
export type ScheduleEntry = Frozen<ScheduleEntryBody>
export type Series = Frozen<MeasureSeries>
export type Incident = Frozen<IncidentSummary>
export type IncidentDetail = Frozen<WholeIncident>
export type BackTest = Frozen<BackTestBody>
export type RemedyAnswer = Frozen<RemedyBody>
export type Verdict = NonNullable<Incident['verdict']>
export type ReportAnswer = Frozen<Report>
export type ReportCamera = ReportAnswer['cameras'][number]
export type ReportDay = ReportAnswer['days'][number]
