import { timeZone } from './choose-adapters.ts'
import type { Settings } from './config/schema.ts'
import type { Log } from './lib/log.ts'
import type { Overview } from './overview/overview.ts'
import { localTime } from './pipeline/incidents/schedule.ts'
import { judgedSettings } from './pipeline/judged-settings.ts'
import { runSelfTest } from './self-test/self-test-process.ts'
import { SelfTests } from './self-test/self-tests.ts'
import type { SubscriptionControl } from './subscription/subscription-control.ts'

const MINUTES_OF_HOUR = 60
const HOURS_OF_DAY = 24

/** Puts together what tests cameras with injected faults. */
export function createSelfTests(
  settings: Settings,
  log: Log,
  overview: Overview,
  control: Pick<SubscriptionControl, 'settingsOf'>
): SelfTests {
  const zone = timeZone(settings)
  return new SelfTests({
    store: overview.selfTestStore,
    cameras: () => overview.desk.cameras(),
    stateOf: stream => overview.desk.camerasOf([stream])[0]?.state ?? null,
    watch: (stream, viewer) => overview.desk.video(stream, viewer),
    settingsOf(stream) {
      const subscribed = control.settingsOf(stream)
      return subscribed === null ? null : judgedSettings(subscribed, overview.ownProfile(stream))
    },
    run: runSelfTest,
    isNight(nowMs) {
      if (!settings.SELF_TEST) return false
      const hour = localTime(nowMs, zone).minutes / MINUTES_OF_HOUR
      const since = (hour - settings.SELF_TEST_HOUR + HOURS_OF_DAY) % HOURS_OF_DAY
      return since < settings.SELF_TEST_HOURS
    },
    clock: Date.now,
    steadyClock: () => performance.now(),
    log
  })
}
