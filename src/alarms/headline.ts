import type { Alarm, AlarmWhat } from '../model/alarm.ts'
import type { Incident } from '../model/incident.ts'
import { nameOf } from '../pipeline/incidents/incident-texts.ts'

interface Bilingual {
  readonly en: string
  readonly zh: string
}

const STEPS: Readonly<Record<AlarmWhat, Bilingual>> = {
  opened: { en: '', zh: '' },
  reopened: { en: ' (came back)', zh: '（再次出现）' },
  changed: { en: ' (new finding)', zh: '（判断更新）' },
  escalated: { en: ' (worse)', zh: '（加重）' },
  acknowledged: { en: ' (acknowledged)', zh: '（已确认）' },
  judged: { en: ' (verdict)', zh: '（已判定）' },
  closed: { en: ' (over)', zh: '（已恢复）' }
}

/** One line that says all: `Gate: Black Screen (over)`. @param name Display name of the camera. */
export function headline({ what, incident }: Alarm, name: string | null): Bilingual {
  const step = STEPS[what]
  const kind = nameOf(incident.kind)
  const place = placeOf(incident, name)
  return { en: `${place.en}: ${kind.en}${step.en}`, zh: `${place.zh}：${kind.zh}${step.zh}` }
}

function placeOf({ stream, group, members }: Incident, name: string | null): Bilingual {
  if (stream !== null) return { en: name ?? stream, zh: name ?? stream }
  if (group === null) return { en: 'Camera Check', zh: '摄像机检测服务' }
  return { en: `${group} (${members.length} cameras)`, zh: `${group}（${members.length} 台摄像机）` }
}
