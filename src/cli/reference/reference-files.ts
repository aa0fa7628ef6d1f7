import { errorsReference } from './errors-reference.ts'
import { faultsReference } from './faults-reference.ts'
import { metricsReference } from './metrics-reference.ts'
import { pushReference } from './push-reference.ts'
import { envExample, settingsReference } from './settings-reference.ts'

/** Every file that is made from the code: path below the project's root, and content. */
export function referenceFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['.env.example', envExample()],
    ['docs/settings.md', settingsReference()],
    ['docs/faults.md', faultsReference()],
    ['docs/errors.md', errorsReference()],
    ['docs/metrics.md', metricsReference()],
    ['docs/push-keys.md', pushReference()]
  ])
}
