import { FAULT_KINDS } from '../../model/fault.ts'
import type { AvailabilityReport, ReportedCamera } from '../../overview/report-view.ts'
import { csvNumber, csvOf, csvText } from './csv.ts'
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

/** A line for each camera. */
export function reportCsv(report: AvailabilityReport): string {
  const kinds = FAULT_KINDS.flatMap(kind => [`${kind}_count`, `${kind}_minutes`])
  return csvOf([[...HEAD, ...kinds], ...report.cameras.map(camera => lineOf(camera, report))])
}

function lineOf(camera: ReportedCamera, { fromMs, toMs }: AvailabilityReport): string[] {
  const { stream, name, groups, availability, judgedS, maintenanceS, offScheduleS, unwatchedS, faults } = camera
  const medians = [camera.medianTimeToDetectS, camera.medianTimeToRepairS]
  const figures = [availability, judgedS, maintenanceS, offScheduleS, unwatchedS, ...medians]
  return [
    csvText(stream),
    csvText(name),
    csvText(groups.join('; ')),
    iso(fromMs),
    iso(toMs),
    ...figures.map(csvNumber),
    ...FAULT_KINDS.flatMap(kind => [String(faults[kind]?.count ?? 0), String(faults[kind]?.minutes ?? 0)])
  ]
}
