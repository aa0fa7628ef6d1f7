import type { CameraProfile } from '../model/camera-profile.ts'
import type { FaultKind } from '../model/fault.ts'
import type { NotJudgedSetting } from './back-test-control.ts'

/** Settings of a camera that change what its frames are, or which of them are judged, and why that cannot be told. */
const REASONS: Readonly<Partial<Record<keyof CameraProfile, { readonly en: string; readonly zh: string }>>> = {
  masks: {
    en: 'Pictures are not kept: what they would have shown with other parts masked is not known',
    zh: '未保存图像：无法得知更改屏蔽区域后的结果'
  },
  schedule: { en: 'What was not judged then is not known', zh: '当时未检测的时段没有数据' },
  gapLimitS: {
    en: 'Silences that were shorter than the limit then are not kept',
    zh: '未保存当时短于限值的无画面时段'
  },
  analysisMaxFps: { en: 'Frames that were not judged then are not known', zh: '当时未检测的画面没有数据' }
}
const WITHOUT_PICTURE: readonly FaultKind[] = ['stream-gap', 'undecodable']

/** The parts of a change that a back-test says nothing about. */
export function notJudgedSettings(before: CameraProfile, after: CameraProfile): readonly NotJudgedSetting[] {
  const fields = Object.entries(REASONS) as [keyof CameraProfile, { en: string; zh: string }][]
  const changed = fields.filter(([field]) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
  const kinds = WITHOUT_PICTURE.filter(kind => before.faults[kind]?.sensitivity !== after.faults[kind]?.sensitivity)
  return [
    ...changed.map(([setting, { en, zh }]) => ({ setting, en, zh })),
    ...kinds.map(kind => ({
      setting: `faults.${kind}.sensitivity`,
      en: 'This fault has no limit that sensitivity moves',
      zh: '该故障没有可由灵敏度调整的限值'
    }))
  ]
}
