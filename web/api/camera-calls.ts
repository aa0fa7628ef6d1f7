import type { BackTestBody } from '../../src/http/schemas/back-test.ts'
import type {
  AuditList,
  CameraSettingsBody,
  CameraSettingsPatch,
  MaintenanceBody
} from '../../src/http/schemas/camera-settings.ts'
import type { CameraDetail, CameraList, CameraMeasures } from '../../src/http/schemas/cameras.ts'
import type { SelfTestBody } from '../../src/http/schemas/self-test.ts'
import { signed } from './signed.ts'
import { request, withQuery } from './request.ts'

const PAGE = 500

function cameraPath(stream: string, rest = ''): string {
  return `/pushhub/cameras/${encodeURIComponent(stream)}${rest}`
}

/** A page of cameras, the most urgent first. */
export function fetchCameras(cursor: string | null, limit = PAGE): Promise<CameraList> {
  return request(withQuery('/pushhub/cameras', { cursor, limit }))
}

export function fetchCamera(stream: string, signal?: AbortSignal): Promise<CameraDetail> {
  return request(cameraPath(stream), signal ? { signal } : {})
}

/** Its measures over a stretch of time, epoch ms. */
export function fetchMeasures(stream: string, fromMs: number, toMs: number, points: number): Promise<CameraMeasures> {
  return request(withQuery(cameraPath(stream, '/measures'), { from: Math.round(fromMs), to: Math.round(toMs), points }))
}

/** Changes a part of the settings and gives all of them. */
export function patchSettings(stream: string, change: Omit<CameraSettingsPatch, 'by'>): Promise<CameraSettingsBody> {
  return request(cameraPath(stream, '/settings'), { method: 'PATCH', body: signed(change) })
}

/** Takes what the camera shows now as its normal view. */
export function acceptView(stream: string): Promise<unknown> {
  return request(cameraPath(stream, '/accept-view'), { method: 'POST', body: signed({}) })
}

export function setMaintenance(stream: string, body: Omit<MaintenanceBody, 'by'>): Promise<CameraSettingsBody> {
  return request(cameraPath(stream, '/maintenance'), { method: 'POST', body: signed(body) })
}

/** What a camera would see, as its last self-test has told. */
export function fetchSelfTest(stream: string, signal?: AbortSignal): Promise<SelfTestBody> {
  return request(cameraPath(stream, '/self-test'), signal ? { signal } : {})
}

/** Has a camera tested as soon as those before it are done. */
export function runSelfTest(stream: string): Promise<unknown> {
  return request(cameraPath(stream, '/self-test'), { method: 'POST', body: signed({}) })
}

/** What a change of settings would have done; nothing is changed. */
export function backTest(stream: string, change: Omit<CameraSettingsPatch, 'by'>): Promise<BackTestBody> {
  return request(cameraPath(stream, '/back-test'), { method: 'POST', body: change })
}

export function fetchAudit(stream: string, cursor: string | null): Promise<AuditList> {
  return request(withQuery('/pushhub/audit', { stream, cursor, limit: 20 }))
}
