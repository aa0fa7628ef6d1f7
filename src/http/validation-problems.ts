import type { FastifySchemaValidationError } from 'fastify'
import type { Bilingual } from './messages.ts'

const MOST_TOLD = 10
const NAMES: Readonly<Record<string, Bilingual>> = {
  body: { en: 'body', zh: '请求体' },
  querystring: { en: 'query', zh: '查询参数' },
  params: { en: 'path', zh: '路径' },
  headers: { en: 'headers', zh: '请求头' }
}

/**
 * What a schema's check found, as one text that names each bad field.
 *
 * @param context What was checked: `body`, `querystring`, `params`, `headers`.
 */
export function validationProblems(errors: readonly FastifySchemaValidationError[], context: string): Bilingual {
  const problems = new Map<string, Bilingual>()
  for (const error of errors) {
    const path = pathOf(error)
    if (!problems.has(path)) problems.set(path, textOf(error, path))
  }
  // A field that may be of two kinds complains about both, and about itself: the deepest complaint is the one that helps.
  const deepest = [...problems].filter(([path]) => ![...problems.keys()].some(other => other.startsWith(`${path}.`)))
  const texts = deepest.slice(0, MOST_TOLD).map(([, text]) => text)
  const rest = deepest.length - texts.length
  const where = NAMES[context] ?? { en: context, zh: context }
  return {
    en: `Cannot take ${where.en}: ${texts.map(({ en }) => en).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`,
    zh: `${where.zh}有误：${texts.map(({ zh }) => zh).join('；')}${rest > 0 ? `；另有 ${rest} 处` : ''}`
  }
}

function pathOf({ instancePath, params, keyword }: FastifySchemaValidationError): string {
  const around = instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const { additionalProperty, missingProperty } = params as Record<string, unknown>
  const own = keyword === 'additionalProperties' ? additionalProperty : missingProperty
  return [...around, ...(typeof own === 'string' ? [own] : [])].join('.').slice(0, 200)
}

function textOf({ keyword, params, message }: FastifySchemaValidationError, path: string): Bilingual {
  const name = path === '' ? 'it' : path
  const nameZh = path === '' ? '内容' : path
  const { limit, allowedValues, pattern, type } = params as Record<string, unknown>
  switch (keyword) {
    case 'additionalProperties':
      return { en: `unknown field ${name}`, zh: `未知字段 ${nameZh}` }
    case 'required':
      return { en: `${name} is missing`, zh: `缺少 ${nameZh}` }
    case 'type':
      return { en: `${name} must be ${String(type)}`, zh: `${nameZh} 应为 ${String(type)}` }
    case 'enum':
      return {
        en: `${name} must be one of ${String(allowedValues)}`,
        zh: `${nameZh} 应为以下之一：${String(allowedValues)}`
      }
    case 'minimum':
    case 'exclusiveMinimum':
      return { en: `${name} must be at least ${String(limit)}`, zh: `${nameZh} 不得小于 ${String(limit)}` }
    case 'maximum':
      return { en: `${name} must be at most ${String(limit)}`, zh: `${nameZh} 不得大于 ${String(limit)}` }
    case 'minLength':
    case 'minItems':
      return { en: `${name} must have at least ${String(limit)}`, zh: `${nameZh} 至少需要 ${String(limit)} 个` }
    case 'maxLength':
    case 'maxItems':
      return { en: `${name} must have at most ${String(limit)}`, zh: `${nameZh} 最多 ${String(limit)} 个` }
    case 'pattern':
      return { en: `${name} must match ${String(pattern)}`, zh: `${nameZh} 格式应为 ${String(pattern)}` }
    default:
      return { en: `${name} ${message ?? 'is wrong'}`, zh: `${nameZh} 有误` }
  }
}
