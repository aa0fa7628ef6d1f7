import { type AlarmTarget, SECRET_FIELDS, type SecretField } from './target-schema.ts'

/** Shorter parts are words, and hiding them would hide everything. */
const SHORTEST = 6

/** Makes a function that takes a target's secrets out of a text, as receivers and libraries like to repeat them. */
export function hiderOf(target: AlarmTarget): (text: string) => string {
  const secrets = [target.url, target.token, target.secret, target.password, ...Object.values(target.headers ?? {})]
  const parts = [...secrets, ...partsOfUrl(target.url)]
    .filter((part): part is string => part !== null && part.length >= SHORTEST)
    .sort((one, other) => other.length - one.length)
  return text => parts.reduce((rest, part) => rest.replaceAll(part, '***'), text)
}

/** What people are shown of the secrets: that there are any, and of an address where it leads. */
export function shownSecrets(target: AlarmTarget): Readonly<Record<SecretField, string | null>> {
  const shown = SECRET_FIELDS.map(field => {
    const value = target[field]
    if (value === null) return [field, null]
    if (field === 'headers') return [field, Object.keys(value).join(', ')]
    return [field, field === 'url' ? `${new URL(String(value)).origin}/...` : '***']
  })
  return Object.fromEntries(shown) as Record<SecretField, string | null>
}

/** Of a webhook's address the path and the query are the secret. */
function partsOfUrl(url: string | null): readonly string[] {
  if (url === null) return []
  const { pathname, search } = new URL(url)
  return [pathname + search, pathname, search, ...pathname.split('/')]
}
