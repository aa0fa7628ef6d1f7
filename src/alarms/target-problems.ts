import type { AlarmTarget, SecretField, TargetType } from './target-schema.ts'
import { templateProblem } from './templates/fill-template.ts'

/** What is wrong with a field of a target, in both languages of the service. Never the value of a secret. */
export interface TargetProblem {
  readonly path: string
  readonly en: string
  readonly zh: string
}

type Needed = SecretField | 'chat' | 'template' | 'host' | 'from' | 'to'

const NEEDS: Readonly<Record<TargetType, readonly Needed[]>> = {
  webhook: ['url'],
  custom: ['url', 'template'],
  slack: ['url'],
  teams: ['url'],
  discord: ['url'],
  telegram: ['token', 'chat'],
  ntfy: ['url'],
  pagerduty: ['token'],
  email: ['host', 'from', 'to']
}
const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/
const SENDER = /^(?:[^<>\r\n]*<[^\s@<>,;"]+@[^\s@<>,;"]+>|[^\s@<>,;"]+@[^\s@<>,;"]+)$/
const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/
const HEADER_VALUE = /^[\t\x20-\x7e]*$/
/** What the service or HTTP itself sets. */
const OWN_HEADERS = /^(?:host|content-length|content-type|transfer-encoding|connection|x-camera-check-.*)$/i
const HOST = /^[A-Za-z0-9.:_-]+$/
const MOST_HEADERS = 20

/** What keeps a target from being of use; none when nothing does. */
export function targetProblems(target: AlarmTarget): readonly TargetProblem[] {
  return [
    ...missing(target),
    ...urlProblems(target),
    ...headerProblems(target),
    ...bodyProblems(target),
    ...mailProblems(target)
  ]
}

function missing(target: AlarmTarget): TargetProblem[] {
  return NEEDS[target.type]
    .filter(field => {
      const value = target[field]
      return value === null || value.length === 0
    })
    .map(path => ({ path, en: `missing, needed for ${target.type}`, zh: `缺失，${target.type} 需要该项` }))
}

function urlProblems({ url, type }: AlarmTarget): TargetProblem[] {
  if (url === null) return []
  const problem = (en: string, zh: string) => [{ path: 'url', en, zh }]
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    return problem('expected an address such as https://host/path', '应为 https://host/path 形式的地址')
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    return problem('expected http:// or https://', '应以 http:// 或 https:// 开头')
  }
  if (parsed.username !== '' || parsed.password !== '') {
    return problem('expected no user and password in it: use headers', '地址中不应含用户名和密码，请使用 headers')
  }
  if (type === 'ntfy' && !/^\/[A-Za-z0-9_-]{1,64}$/.test(parsed.pathname)) {
    return problem('expected https://server/topic', '应为 https://server/topic')
  }
  return []
}

function headerProblems({ headers }: AlarmTarget): TargetProblem[] {
  const entries = Object.entries(headers ?? {})
  const problem = (path: string, en: string, zh: string): TargetProblem => ({ path, en, zh })
  if (entries.length > MOST_HEADERS)
    return [problem('headers', `expected at most ${MOST_HEADERS}`, `至多 ${MOST_HEADERS} 项`)]
  return entries.flatMap(([name, value]) => {
    if (!HEADER.test(name) || !HEADER_VALUE.test(value)) {
      return [problem('headers', 'expected names and values of plain ASCII', '名称和值应为 ASCII 字符')]
    }
    if (!OWN_HEADERS.test(name)) return []
    return [problem('headers', `${name} is set by the service itself`, `${name} 由服务自身设置`)]
  })
}

function bodyProblems({ template, contentType }: AlarmTarget): TargetProblem[] {
  const isJson = contentType === null || /\bjson\b/i.test(contentType)
  const problems: TargetProblem[] = []
  if (contentType !== null && !/^[\w.+-]+\/[\w.+-]+(?:;[\x20-\x7e]*)?$/.test(contentType)) {
    problems.push({
      path: 'contentType',
      en: 'expected such as application/json',
      zh: '应为 application/json 之类的类型'
    })
  }
  const problem = template === null ? null : templateProblem(template, isJson)
  if (problem !== null) problems.push({ path: 'template', ...problem })
  return problems
}

function mailProblems({ type, host, from, to }: AlarmTarget): TargetProblem[] {
  if (type !== 'email') return []
  const problems: TargetProblem[] = []
  if (host !== null && !HOST.test(host)) problems.push({ path: 'host', en: 'expected a host name', zh: '应为主机名' })
  if (from !== null && !SENDER.test(from)) {
    problems.push({ path: 'from', en: 'expected an e-mail address', zh: '应为邮箱地址' })
  }
  if (to.some(one => !ADDRESS.test(one))) {
    problems.push({ path: 'to', en: 'expected e-mail addresses', zh: '应为邮箱地址' })
  }
  return problems
}
