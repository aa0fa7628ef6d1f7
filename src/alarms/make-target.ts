import { USUAL_WHATS } from '../model/alarm.ts'
import { type AlarmTarget, SECRET_FIELDS, type TargetInput } from './target-schema.ts'

/**
 * Makes a target of what somebody gave. Secrets that were not given stay as they were, as long as they go to the same kind
 * of place; everything else that was not given is as for a new target.
 *
 * @param before The target that is changed; null for a new one.
 */
export function makeTarget(id: string, input: TargetInput, before: AlarmTarget | null): AlarmTarget {
  const kept = before?.type === input.type ? before : null
  const secrets = Object.fromEntries(
    SECRET_FIELDS.map(field => [field, input[field] === undefined ? (kept?.[field] ?? null) : input[field]])
  ) as Pick<AlarmTarget, (typeof SECRET_FIELDS)[number]>
  const { name, type, enabled = true, language = 'en', pictures = true, security = 'starttls' } = input
  const { chat = null, template = null, contentType = null, host = null, port = null, user = null, from = null } = input
  return {
    ...{ id, name: name.trim(), type, enabled, language, pictures, security, ...secrets },
    ...{ chat, template, contentType, host, port, user, from, to: input.to ?? [] },
    filter: {
      what: input.filter?.what ?? [...USUAL_WHATS],
      kinds: input.filter?.kinds ?? [],
      cameras: input.filter?.cameras ?? [],
      groups: input.filter?.groups ?? [],
      minSeverity: input.filter?.minSeverity ?? 0,
      groupMembers: input.filter?.groupMembers ?? true
    },
    limits: {
      concurrency: input.limits?.concurrency ?? 2,
      perMinute: input.limits?.perMinute ?? 60,
      timeoutS: input.limits?.timeoutS ?? 10
    }
  }
}
