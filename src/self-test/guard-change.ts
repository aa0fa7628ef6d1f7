import type { CameraSettings } from '../model/camera.ts'
import type { CameraStateName } from '../model/camera-state.ts'
import type { FaultKind } from '../model/fault.ts'
import type { SelfTest } from '../model/self-test.ts'
import type { SelfTestTask } from './examine-frames.ts'
import { gatherFrames, type WatchCamera } from './gather-frames.ts'

export interface GuardParts {
  readonly stateOf: (stream: string) => CameraStateName | null
  readonly watch: (stream: string, viewer: Parameters<WatchCamera>[0]) => () => void
  readonly run: (task: SelfTestTask, signal: AbortSignal) => Promise<SelfTest>
  /** Epoch ms. */
  readonly clock: () => number
  /** Rising, ms. */
  readonly steadyClock: () => number
  readonly signal: AbortSignal
}

/** What came of holding two settings against injected faults. */
export interface GuardedChange {
  readonly state: 'passed' | 'refused' | 'not-run'
  readonly en: string
  readonly zh: string
}

const NOT_HEALTHY: GuardedChange = {
  state: 'not-run',
  en: 'The self-test could not be run: the camera is not healthy, or sends no frames',
  zh: '无法自检：该摄像机不正常或没有画面'
}

/**
 * Whether faults of a kind that are found by some settings are found by others too: the same faults in the same frames.
 *
 * @throws {AppError} `self-test/failed`
 */
export async function guardChange(
  parts: GuardParts,
  stream: string,
  kind: FaultKind,
  before: CameraSettings,
  after: CameraSettings
): Promise<GuardedChange> {
  const { stateOf, watch, run, clock, steadyClock, signal } = parts
  if (stateOf(stream) !== 'healthy') return NOT_HEALTHY
  const atMs = clock()
  const frames = await gatherFrames(viewer => watch(stream, viewer), steadyClock, signal)
  if (frames.length < 2 || stateOf(stream) !== 'healthy') return NOT_HEALTHY
  const seenBy = async (settings: CameraSettings) =>
    (await run({ frames, settings, kinds: [kind], atMs }, signal)).faults.find(fault => fault.kind === kind)
  const [now, then] = [await seenBy(before), await seenBy(after)]
  if (now === undefined || then === undefined || now.tries === 0) {
    return {
      state: 'not-run',
      en: `The self-test cannot try this fault here${now === undefined ? '' : `: ${now.text}`}`,
      zh: `此处无法自检该故障${now === undefined ? '' : `：${now.textZh}`}`
    }
  }
  if (then.found < now.found) {
    return {
      state: 'refused',
      en: `Of ${now.tries} injected faults ${now.found} are found now, and ${then.found} with the change: ${then.text}`,
      zh: `注入的 ${now.tries} 个故障现在可发现 ${now.found} 个，更改后仅 ${then.found} 个：${then.textZh}`
    }
  }
  return {
    state: 'passed',
    en: `Of ${now.tries} injected faults ${then.found} are found with the change, no fewer than now`,
    zh: `注入的 ${now.tries} 个故障更改后可发现 ${then.found} 个，不少于现在`
  }
}
