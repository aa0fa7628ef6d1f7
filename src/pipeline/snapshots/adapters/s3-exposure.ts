/** What of a bucket's policy lets strangers in: one sentence each, none when nothing does. @param text The policy, JSON. */
export function openedByPolicy(text: string): string[] {
  const policy = parsed(text) as { Statement?: unknown } | null
  return [policy?.Statement ?? []].flat().flatMap(statement => {
    const { Effect, Principal, Action } = (statement ?? {}) as Readonly<Record<string, unknown>>
    if (Effect !== 'Allow' || !isEverybody(Principal)) return []
    const actions = [Action ?? []].flat().map(String).filter(isReading)
    return actions.length === 0 ? [] : [`its policy allows everybody ${actions.join(', ')}`]
  })
}

const GROUPS = /groups\/global\/(AllUsers|AuthenticatedUsers)\s*<\/URI>[\s\S]*?<Permission>\s*(\w+)\s*<\/Permission>/g

/** What of a bucket's access control list lets strangers in, as above. @param xml As the store answers `?acl`. */
export function openedByAcl(xml: string): string[] {
  return [...xml.matchAll(GROUPS)].map(([, group, permission]) => `its ACL grants ${permission} to ${group}`)
}

function isEverybody(principal: unknown): boolean {
  if (principal === '*') return true
  if (typeof principal !== 'object' || principal === null) return false
  return [(principal as { AWS?: unknown }).AWS ?? []].flat().some(who => who === '*' || who === 'arn:aws:iam:::user/*')
}

function isReading(action: string): boolean {
  return /^(\*|s3:(\*|get|list))/i.test(action)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
