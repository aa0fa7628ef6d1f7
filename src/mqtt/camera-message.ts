import { FAULT_NAMES, NORMAL } from '../model/fault.ts'
import type { CameraView } from '../overview/camera-view.ts'

/** The state of one camera, as it is published. `docs/mqtt.md` describes it. */
export interface CameraMessage {
  readonly stream: string
  readonly name: string
  readonly groups: readonly string[]
  readonly state: CameraView['state']
  readonly since: string
  readonly problem: 'ON' | 'OFF'
  /** The main fault, `none` without one. */
  readonly kind: string
  /** As results of the WebSocket spell it. */
  readonly code: string
  readonly code_zh: string
  /** 0..1 */
  readonly severity: number
  readonly faults: readonly { readonly kind: string; readonly severity: number }[]
  readonly incident: string | null
  readonly acknowledged: boolean
}

/** Says nothing that changes with every frame, so that it is published when something has happened, and only then. */
export function cameraMessage(view: CameraView): CameraMessage {
  const [main] = view.state === 'faulty' ? view.faults : []
  const { state: code, stateZh } = main === undefined ? NORMAL : FAULT_NAMES[main.kind]
  return {
    stream: view.stream,
    name: view.name,
    groups: view.groups,
    state: view.state,
    since: new Date(view.sinceMs).toISOString(),
    problem: main === undefined ? 'OFF' : 'ON',
    kind: main?.kind ?? 'none',
    code,
    code_zh: stateZh,
    severity: hundredths(main?.severity ?? 0),
    faults:
      main === undefined ? [] : view.faults.map(({ kind, severity }) => ({ kind, severity: hundredths(severity) })),
    incident: view.incidentId,
    acknowledged: view.acknowledged
  }
}

/** A severity moves a little with each frame, which is no news. */
function hundredths(severity: number): number {
  return Math.round(severity * 20) / 20
}
