import type { SelfTest } from '../model/self-test.ts'

/** What is known of a camera's self-tests. */
export interface SelfTestView {
  /** What is going on. */
  readonly state: 'idle' | 'waiting' | 'running'
  /** Null when there was none yet. */
  readonly last: SelfTest | null
}

/** What the API asks about self-tests. */
export interface SelfTestControl {
  /** @throws AppError `incident/store-failed` */
  view(stream: string): Promise<SelfTestView>
  /** Has one run as soon as those before it are done. @throws AppError `camera/not-healthy`, `self-test/busy` */
  request(stream: string): void
}
