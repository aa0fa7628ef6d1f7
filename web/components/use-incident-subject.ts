import type { Incident } from '../api/types.ts'
import { useTexts } from '../i18n/use-text.ts'

/** Gives what an incident is about: a camera, the cameras of a group, or the service. */
export function useIncidentSubject(): (incident: Incident) => string {
  const { t, count } = useTexts()
  return ({ name, stream, group, members }) => {
    if (name !== null) return name
    if (stream !== null) return stream
    return group === null
      ? t('incident.service')
      : t('wall.groupName', { group, cameras: count('wall.cameras', members.length) })
  }
}
