import { BackTests } from './back-test/back-tests.ts'
import { Remedies } from './back-test/remedies.ts'
import type { Settings } from './config/schema.ts'
import type { Log } from './lib/log.ts'
import type { Overview } from './overview/overview.ts'
import { judgedSettings } from './pipeline/judged-settings.ts'
import { guardChange } from './self-test/guard-change.ts'
import { runSelfTest } from './self-test/self-test-process.ts'
import type { SubscriptionControl } from './subscription/subscription-control.ts'

/**
 * Puts together what tells what a change of settings would have done, and what proposes one for a false alarm.
 *
 * @param ended Ends a self-test that runs.
 */
export function createBackTests(
  settings: Settings,
  log: Log,
  overview: Overview,
  control: Pick<SubscriptionControl, 'settingsOf'>,
  ended: AbortSignal
): { readonly backTests: BackTests; readonly remedies: Remedies } {
  const { desk } = overview
  const reopenWindowMs = settings.REOPEN_WINDOW_S * 1000
  const backTests = new BackTests({
    isOn: settings.MEASURE_DAYS > 0,
    profileOf: stream => desk.profile(stream),
    settingsOf(stream, profile) {
      const subscribed = control.settingsOf(stream)
      return subscribed === null ? null : judgedSettings(subscribed, profile)
    },
    evidence: stream => overview.evidence(stream),
    incidents: (filter, page) => desk.incidents(filter, page),
    reopenWindowMs
  })
  const parts = {
    stateOf: (stream: string) => desk.camerasOf([stream])[0]?.state ?? null,
    watch: desk.video.bind(desk),
    run: runSelfTest,
    clock: Date.now,
    steadyClock: () => performance.now(),
    signal: ended
  }
  const remedies = new Remedies({
    tests: backTests,
    incident: id => desk.incident(id),
    profileOf: stream => desk.profile(stream),
    changeProfile: (stream, by, edit) => desk.changeProfile(stream, 'remedy', by, edit),
    remark: (id, text, hand) => desk.remark(id, text, hand),
    guard: (stream, kind, before, after) => guardChange(parts, stream, kind, before, after),
    reopenWindowMs,
    log
  })
  return { backTests, remedies }
}
