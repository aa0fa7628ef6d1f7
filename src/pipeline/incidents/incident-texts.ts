import { FAULT_NAMES, type FaultKind } from '../../model/fault.ts'
import type { IncidentKind, IncidentVerdict } from '../../model/incident.ts'

/** One text in both languages of the service. */
export interface Bilingual {
  readonly en: string
  readonly zh: string
}

/** Why an incident was closed. */
export type ClosingReason = 'cleared' | 'unsubscribed' | 'maintenance' | 'off-schedule' | 'members'

const CLOSED: Readonly<Record<ClosingReason, Bilingual>> = {
  cleared: { en: 'All is well again', zh: '已恢复正常' },
  unsubscribed: { en: 'Closed: the camera is no longer watched', zh: '已关闭：该摄像机不再被监视' },
  maintenance: { en: 'Closed: maintenance began', zh: '已关闭：进入维护' },
  'off-schedule': { en: 'Closed: the camera is not judged at this hour', zh: '已关闭：当前时段不做判断' },
  members: { en: 'The last of its cameras is well again', zh: '其中最后一台摄像机已恢复' }
}

const VERDICTS: Readonly<Record<IncidentVerdict, Bilingual>> = {
  real: { en: 'Called real', zh: '判定为真实故障' },
  'false-alarm': { en: 'Called a false alarm', zh: '判定为误报' },
  planned: { en: 'Called planned work', zh: '判定为计划内工作' }
}

/** What is written into an incident's timeline. */
export const TEXTS = {
  opened: (kind: IncidentKind): Bilingual => nameOf(kind),
  turned: (from: IncidentKind, to: IncidentKind): Bilingual => ({
    en: `It is ${nameOf(to).en}, which explains ${nameOf(from).en}`,
    zh: `实为${nameOf(to).zh}，${nameOf(from).zh}由此引起`
  }),
  reopened: (flaps: number): Bilingual => ({ en: `Came back, time ${flaps}`, zh: `再次出现，第 ${flaps} 次` }),
  worse: (severity: number): Bilingual => ({
    en: `Severity ${Math.round(severity * 100)} %`,
    zh: `严重程度 ${Math.round(severity * 100)} %`
  }),
  acknowledged: { en: 'Acknowledged', zh: '已确认' },
  unacknowledged: { en: 'Acknowledgement taken back', zh: '已撤销确认' },
  noted: (note: string): Bilingual => ({ en: note, zh: note }),
  verdict: (verdict: IncidentVerdict | null): Bilingual =>
    verdict === null ? { en: 'Verdict taken back', zh: '已撤销判定' } : VERDICTS[verdict],
  closed: (reason: ClosingReason): Bilingual => CLOSED[reason],
  joined: (stream: string): Bilingual => ({ en: `${stream} joined`, zh: `${stream} 加入` }),
  groupWhy: (kind: IncidentKind, group: string, count: number): Bilingual => ({
    en: `${count} cameras of ${group} at once: ${nameOf(kind).en}.`,
    zh: `${group} 的 ${count} 台摄像机同时出现：${nameOf(kind).zh}。`
  })
} as const

/** What a kind of incident is called. */
export function nameOf(kind: IncidentKind): Bilingual {
  if (kind === 'service') return { en: 'Service', zh: '服务' }
  // As a state it is "Error", which says nothing to who reads what happened.
  if (kind === 'undecodable') return { en: 'Undecodable', zh: '无法解码' }
  const { state, stateZh } = FAULT_NAMES[kind satisfies FaultKind]
  return { en: state, zh: stateZh }
}
