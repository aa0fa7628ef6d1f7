import { textPattern } from '../lib/text-pattern.ts'
import type { Alarm } from '../model/alarm.ts'
import type { Incident } from '../model/incident.ts'
import type { AlarmTarget, TargetFilter } from './target-schema.ts'

/**
 * Whether a target is told an alarm.
 *
 * @param wasTold It has been told of this incident before: then it hears how it goes on, whatever has become of it.
 */
export function wantsAlarm({ enabled, filter }: AlarmTarget, alarm: Alarm, wasTold: boolean): boolean {
  if (!enabled || !filter.what.includes(alarm.what)) return false
  return wasTold || fits(filter, alarm.incident)
}

function fits(filter: TargetFilter, incident: Incident): boolean {
  const { kinds, cameras, groups, minSeverity, groupMembers } = filter
  if (kinds.length > 0 && !kinds.includes(incident.kind)) return false
  // Of a group or of the service nobody measures it.
  if (incident.stream !== null && incident.peakSeverity < minSeverity) return false
  if (!groupMembers && incident.parentId !== null) return false
  const streams = incident.stream === null ? incident.members.map(({ stream }) => stream) : [incident.stream]
  const ownGroups = incident.group === null ? incident.groups : [incident.group, ...incident.groups]
  return anyFits(cameras, streams) && anyFits(groups, ownGroups)
}

function anyFits(patterns: readonly string[], names: readonly string[]): boolean {
  return patterns.length === 0 || patterns.map(textPattern).some(isFitting => names.some(isFitting))
}
