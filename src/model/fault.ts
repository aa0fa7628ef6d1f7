/** Names of the faults on the wire. */
export const FAULT_KINDS = [
  'stream-gap',
  'undecodable',
  'no-signal',
  'black',
  'bright',
  'corrupted',
  'frozen',
  'shaken',
  'moved',
  'occluded',
  'partly-occluded',
  'defocused',
  'low-contrast',
  'noise',
  'stripes',
  'colour-cast'
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

/** How long a fault must show before it is raised, and stay away before it is cleared, ms. */
export interface FaultTiming {
  readonly raiseAfterMs: number
  readonly clearAfterMs: number
}

export interface FaultName {
  /** `state` of a result whose first fault this is. */
  readonly state: string
  readonly stateZh: string
}

export const NORMAL: FaultName = { state: 'Normal', stateZh: '正常' }

/** What clients read for each fault, as the wire contract lists them. The five states of the old service keep their spelling. */
export const FAULT_NAMES: Readonly<Record<FaultKind, FaultName>> = {
  'stream-gap': { state: 'No Frames', stateZh: '无画面' },
  undecodable: { state: 'Error', stateZh: '错误' },
  'no-signal': { state: 'No Signal', stateZh: '无信号' },
  black: { state: 'Black Screen', stateZh: '黑屏' },
  bright: { state: 'Over-exposed', stateZh: '过曝' },
  corrupted: { state: 'Corrupted Picture', stateZh: '画面损坏' },
  frozen: { state: 'Frozen', stateZh: '画面冻结' },
  shaken: { state: 'Tampered (Violent Motion)', stateZh: '疑似破坏（剧烈运动）' },
  moved: { state: 'Camera Moved', stateZh: '视角偏移' },
  occluded: { state: 'Occluded', stateZh: '画面遮挡' },
  'partly-occluded': { state: 'Partly Occluded', stateZh: '部分遮挡' },
  defocused: { state: 'Out of Focus', stateZh: '画面模糊' },
  'low-contrast': { state: 'Low Contrast', stateZh: '低对比度' },
  noise: { state: 'Noise', stateZh: '噪点' },
  stripes: { state: 'Stripes', stateZh: '条纹干扰' },
  'colour-cast': { state: 'Colour Cast', stateZh: '偏色' }
}
