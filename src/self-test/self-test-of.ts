import { fromWords, verdictOf } from '../evaluate/report/sight-words.ts'
import type { FaultSight, Step } from '../evaluate/sight/camera-sight.ts'
import { LADDERS } from '../evaluate/sight/ladders.ts'
import type { FaultKind } from '../model/fault.ts'
import type { SelfTestFault } from '../model/self-test.ts'

/** A kind as a person reads it, in both languages. @param fault Null for one that is set to `off`: it is not tried. */
export function selfTestFault(kind: FaultKind, fault: FaultSight | null): SelfTestFault {
  if (fault === null) {
    const nothing = { seen: 'unknown', isOff: true, tries: 0, found: 0, delayMs: null } as const
    return { kind, ...nothing, text: 'not looked for: it is off', textZh: '未检测：已关闭' }
  }
  const { tries, found, delayMedianMs } = fault
  const verdict = verdictOf(fault)
  const seen = verdict === 'in part' ? 'in-part' : verdict
  const common = { kind, seen, isOff: false, tries, found, delayMs: delayMedianMs } as const
  if (tries > 0) return { ...common, text: english(fault), textZh: chinese(fault) }
  return { ...common, text: `cannot be tried: ${fromWords(fault)}`, textZh: '无法测试：画面没有颜色或没有可用的样本' }
}

function english(fault: FaultSight): string {
  const { foundFrom, found, tries, delayMedianMs } = fault
  const within = delayMedianMs === null ? '' : ` in ${(delayMedianMs / 1000).toFixed(1)} s`
  const missed = missedSteps(fault).map(({ words }) => `${words} is not detectable here`)
  if (found === 0) return missed.length > 0 ? missed.join('; ') : 'not detectable here'
  const share = found === tries ? `found${within}` : `found ${found} of ${tries} times${within}`
  return [foundFrom === null ? share : `${foundFrom.words} or more is found${within}`, ...missed].join('; ')
}

function chinese(fault: FaultSight): string {
  const { foundFrom, found, tries, delayMedianMs, kind } = fault
  const words = ({ size }: Step) => (size === null ? '' : (LADDERS[kind]?.wordsZh(size) ?? ''))
  const within = delayMedianMs === null ? '' : `，用时 ${(delayMedianMs / 1000).toFixed(1)} 秒`
  const missed = missedSteps(fault).map(step => `${words(step)}：此处无法发现`)
  if (found === 0) return missed.length > 0 ? missed.join('；') : '此处无法发现'
  const share = found === tries ? `可发现${within}` : `${tries} 次中发现 ${found} 次${within}`
  return [foundFrom === null ? share : `${words(foundFrom)}及以上可发现${within}`, ...missed].join('；')
}

/** Sizes of which not one was found; of those the largest says all. */
function missedSteps({ steps }: FaultSight): readonly Step[] {
  const largest = steps.findLast(({ size, found }) => size !== null && found === 0)
  return largest === undefined ? [] : [largest]
}
