import { FAULT_KINDS } from '../../model/fault.ts'
import type { AvailabilityReport, ReportedCamera } from '../../overview/report-view.ts'
import { iso } from './iso.ts'

const HEAD = [
  'stream',
  'name',
  'groups',
  'from',
  'to',
  'availability',
  'judged_s',
  'maintenance_s',
  'off_schedule_s',
  'unwatched_s',
  'median_time_to_detect_s',
  'median_time_to_repair_s'
]

/** A line for each camera, RFC 4180; with a mark at its beginning by which spreadsheets know UTF-8. */
export function reportCsv(report: AvailabilityReport): string {
  const kinds = FAULT_KINDS.flatMap(kind => [`${kind}_count`, `${kind}_minutes`])
  const lines = [[...HEAD, ...kinds], ...report.cameras.map(camera => lineOf(camera, report))]
  return `\uFEFF${lines.map(cells => cells.map(cell).join(',')).join('\r\n')}\r\n`
}

function lineOf(camera: ReportedCamera, { fromMs, toMs }: AvailabilityReport): string[] {
  const { stream, name, groups, availability, judgedS, maintenanceS, offScheduleS, unwatchedS, faults } = camera
  const medians = [camera.medianTimeToDetectS, camera.medianTimeToRepairS]
  const figures = [availability, judgedS, maintenanceS, offScheduleS, unwatchedS, ...medians]
  return [
    text(stream),
    text(name),
    text(groups.join('; ')),
    iso(fromMs),
    iso(toMs),
    ...figures.map(figure => (figure === null ? '' : String(figure))),
    ...FAULT_KINDS.flatMap(kind => [String(faults[kind]?.count ?? 0), String(faults[kind]?.minutes ?? 0)])
  ]
}

/** A name that a spreadsheet would take for a formula is made a text: whoever names a camera must not run anything. */
function text(name: string): string {
  return /^[=+\-@\t\r]/.test(name) ? `'${name}` : name
}

function cell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
