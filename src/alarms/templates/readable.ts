import type { AlarmMessage } from '../alarm-message-schema.ts'
import type { AlarmTarget } from '../target-schema.ts'

type Reader = Pick<AlarmTarget, 'language'>

/** What a person reads first, in the language of the target. */
export function readable(
  { language }: Reader,
  message: AlarmMessage
): { readonly title: string; readonly why: string; readonly open: string } {
  const { text, text_zh: textZh, incident, test } = message
  if (language === 'zh') return { title: `${test ? '[测试] ' : ''}${textZh}`, why: incident.why_zh, open: '打开事件' }
  return { title: `${test ? '[Test] ' : ''}${text}`, why: incident.why, open: 'Open incident' }
}

/** Name and value of what else there is to say. */
export function linesOf({ language }: Reader, message: AlarmMessage): readonly (readonly [string, string])[] {
  const { camera, group, incident, onvif, cap } = message
  const isZh = language === 'zh'
  const place: readonly (readonly [string, string])[] =
    camera === null
      ? group === null
        ? []
        : [[isZh ? '分组' : 'Group', group]]
      : [[isZh ? '摄像机' : 'Camera', camera.name === null ? camera.stream : `${camera.name} (${camera.stream})`]]
  const span: readonly (readonly [string, string])[] = [
    [isZh ? '开始' : 'Since', incident.openedAt],
    ...(incident.closedAt === null ? [] : [[isZh ? '结束' : 'Until', incident.closedAt] as const])
  ]
  return [
    ...place,
    [isZh ? '类型' : 'Kind', isZh ? incident.code_zh : incident.kind],
    [isZh ? '严重程度' : 'Severity', `${Math.round(incident.peakSeverity * 100)} % (${cap.severity})`],
    ...span,
    ['ONVIF', onvif.topic],
    ...(incident.note === null ? [] : [[isZh ? '备注' : 'Note', incident.note] as const])
  ]
}

/** The picture that says most: of what is over, the one after; else the worst. */
export function bestPicture({ what, pictures }: AlarmMessage): AlarmMessage['pictures']['first'] {
  const { after, worst, first, before } = pictures
  return what === 'closed' ? (after ?? worst ?? first) : (worst ?? first ?? before)
}

/** How it is marked. */
export function colourOf({ what, cap }: AlarmMessage): {
  readonly name: 'red' | 'orange' | 'green'
  readonly rgb: number
} {
  if (what === 'closed') return { name: 'green', rgb: 0x2e9e5b }
  const isGrave = cap.severity === 'Extreme' || cap.severity === 'Severe'
  return isGrave ? { name: 'red', rgb: 0xd64545 } : { name: 'orange', rgb: 0xd9902f }
}
