import { BackTests } from './back-test/back-tests.ts'
import type { Settings } from './config/schema.ts'
import type { Overview } from './overview/overview.ts'
import { judgedSettings } from './pipeline/judged-settings.ts'
import type { SubscriptionControl } from './subscription/subscription-control.ts'

/** Puts together what tells what a change of settings would have done. */
export function createBackTests(
  settings: Settings,
  overview: Overview,
  control: Pick<SubscriptionControl, 'settingsOf'>
): BackTests {
  return new BackTests({
    isOn: settings.MEASURE_DAYS > 0,
    profileOf: stream => overview.desk.profile(stream),
    settingsOf(stream, profile) {
      const subscribed = control.settingsOf(stream)
      return subscribed === null ? null : judgedSettings(subscribed, profile)
    },
    evidence: stream => overview.evidence(stream),
    incidents: (filter, page) => overview.desk.incidents(filter, page),
    reopenWindowMs: settings.REOPEN_WINDOW_S * 1000
  })
}
