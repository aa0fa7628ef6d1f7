import type { AlarmMessage } from '../alarm-message-schema.ts'
import { exampleMessage } from '../example-message.ts'

const PLACE = /\{\{\s*([A-Za-z0-9_.]+)\s*\}\}/g

/**
 * Fills `{{path}}` places of a template with values of the webhook's body, such as `{{incident.why}}`. In JSON a value is
 * written as it stands within a text, so that `"{{text}}"` stays one; what is no text is written as JSON.
 *
 * @param isJson Whether values are escaped for JSON.
 */
export function fillTemplate(template: string, message: AlarmMessage, isJson: boolean): string {
  return template.replace(PLACE, (_place, path: string) => written(valueAt(message, path), isJson))
}

/** Why a template is of no use; null when it is. */
export function templateProblem(
  template: string,
  isJson: boolean
): { readonly en: string; readonly zh: string } | null {
  const example = exampleMessage(0)
  const unknown = [...template.matchAll(PLACE)]
    .map(([, path = '']) => path)
    .find(path => valueAt(example, path) === undefined)
  if (unknown !== undefined) return { en: `knows no {{${unknown}}}`, zh: `没有 {{${unknown}}}` }
  if (!isJson) return null
  try {
    JSON.parse(fillTemplate(template, example, true))
    return null
  } catch {
    return { en: 'expected JSON once its places are filled', zh: '填充后应为合法 JSON' }
  }
}

function valueAt(message: AlarmMessage, path: string): unknown {
  let value: unknown = message
  for (const name of path.split('.')) {
    // Own fields alone: nobody is to reach a prototype.
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

function written(value: unknown, isJson: boolean): string {
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
  if (!isJson || typeof value === 'number' || typeof value === 'boolean') return text
  return typeof value === 'string' || value === null || value === undefined ? JSON.stringify(text).slice(1, -1) : text
}
