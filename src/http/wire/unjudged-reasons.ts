/** Why a fault cannot be judged, as detectors say it. */
const REASONS_ZH: Readonly<Record<string, string>> = {
  learning: '正在学习场景',
  'picture too small to judge': '画面过小，无法判断',
  'too few permanent edges': '固定边缘过少',
  'too few sharp edges': '清晰边缘过少',
  'too dark to judge': '光线过暗，无法判断',
  'too little noise to tell a still scene from a frozen one': '噪声过小，无法区分静止场景与画面冻结',
  'first frame': '首帧，无可比较的前一帧',
  'the frame before was black': '前一帧为黑屏',
  'picture size changed': '画面尺寸已改变',
  'edges not measured': '未测量边缘',
  'change not measured': '未测量画面变化'
}
const TOO_SMALL = /^picture too small: (\d+) x (\d+) px to look at, (\d+) px a side are needed$/

/** @returns The reason in Chinese; as it is when it is not known, which only a newer member of a fleet can tell. */
export function unjudgedReasonZh(reason: string): string {
  const small = TOO_SMALL.exec(reason)
  if (small !== null) return `画面过小：用于判断的画面为 ${small[1]} x ${small[2]} 像素，每边至少需要 ${small[3]} 像素`
  return REASONS_ZH[reason] ?? reason
}
