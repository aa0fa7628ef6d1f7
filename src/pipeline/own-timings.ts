import type { CameraSettings } from '../model/camera.ts'
import type { Finding } from '../model/finding.ts'
import { FAULT_TIMINGS } from './detect/registry.ts'

/** The findings with the raise and clear times that people have set for the camera, where they have. */
export function withOwnTimings(findings: readonly Finding[], { timings }: CameraSettings): readonly Finding[] {
  if (timings === undefined) return findings
  return findings.map(finding => {
    const own = timings[finding.kind]
    const usual = finding.timing ?? FAULT_TIMINGS.get(finding.kind)
    return own === undefined || usual === undefined ? finding : { ...finding, timing: { ...usual, ...own } }
  })
}
