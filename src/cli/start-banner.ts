import { resolve } from 'node:path'
import { chooseFrameSource, chooseIncidentStore, chooseSnapshotStore } from '../choose-adapters.ts'
import { basePathOf } from '../config/edge-checks.ts'
import type { Settings } from '../config/schema.ts'

export interface BannerParts {
  readonly version: string
  /** Where it listens, such as `http://127.0.0.1:5020`. */
  readonly address: string
  readonly settings: Settings
}

/** What a person needs to know once the service runs: where it is, where it keeps things, what to do next. */
export function startBanner({ version, address, settings }: BannerParts): string[] {
  const url = `${address}${basePathOf(settings)}`
  const token = settings.API_TOKENS === undefined ? '' : " -H 'authorization: Bearer <token>'"
  return [
    `Camera Check ${version} is running.`,
    '',
    `  Dashboard           ${url}/`,
    `  API documentation   ${url}/docs`,
    `  Data folder         ${resolve(settings.DATA_DIR)}`,
    `  ${chooseFrameSource(settings).why}`,
    `  ${chooseSnapshotStore(settings).why}`,
    `  ${chooseIncidentStore(settings).why}`,
    '',
    'Next, in another terminal: subscribe a camera and send a picture of it.',
    `  curl -X POST ${url}/pushhub/subscribe${token} -H 'content-type: application/json' -d '{"streams": ["gate-1"]}'`,
    `  curl -X POST ${url}/pushhub/frames/gate-1${token} -H 'content-type: image/jpeg' --data-binary @frame.jpg`,
    '',
    'No camera at hand: camera-check demo. Ctrl-C ends it.'
  ]
}
