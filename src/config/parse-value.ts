import type { SettingSchema } from './schema.ts'

/** What a variable's text became: its value, or what would have been right. */
export type ParsedValue =
  | { readonly ok: true; readonly value: string | number | boolean }
  | { readonly ok: false; readonly expected: string }

/** The parts of a setting's JSON schema that say which texts are right. */
interface ValueRules {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
}

const FLAGS: Readonly<Record<string, boolean>> = { '0': false, '1': true, false: false, true: true }
const INTEGER = /^[+-]?\d+$/
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/**
 * Turns a variable's text into the value its schema asks for.
 *
 * @param text Not empty. Numbers are decimal; booleans 0, 1, true or false and choices are taken in any case.
 */
export function parseValue(text: string, schema: SettingSchema): ParsedValue {
  const rules = schema as ValueRules
  const value = convert(text, rules)
  return value === undefined ? { ok: false, expected: expectedText(schema) } : { ok: true, value }
}

function convert(text: string, rules: ValueRules): string | number | boolean | undefined {
  if (rules.type === 'boolean') return FLAGS[text.toLowerCase()]
  if (rules.type === 'integer') return inRange(INTEGER.test(text) ? Number(text) : Number.NaN, rules)
  if (rules.type === 'number') return inRange(DECIMAL.test(text) ? Number(text) : Number.NaN, rules)
  if (rules.enum !== undefined) return rules.enum.find(choice => choice === text.toLowerCase())
  return text.length >= (rules.minLength ?? 1) ? text : undefined
}

function inRange(value: number, rules: ValueRules): number | undefined {
  // Written so that NaN is out of every range.
  const inside = value >= (rules.minimum ?? -Infinity) && value <= (rules.maximum ?? Infinity)
  return inside ? value : undefined
}

/** What a setting takes, in words: for error messages and the documentation. */
export function expectedText(schema: SettingSchema): string {
  const rules = schema as ValueRules
  if (rules.type === 'boolean') return '0, 1, true or false'
  if (rules.enum !== undefined) return `one of ${rules.enum.join(', ')}`
  if (rules.type === 'integer' || rules.type === 'number') {
    const noun = rules.type === 'integer' ? 'a whole number' : 'a number'
    const unit = schema.unit === undefined ? '' : ` ${schema.unit}`
    return `${noun} from ${rules.minimum} to ${rules.maximum}${unit}`
  }
  return rules.minLength === undefined || rules.minLength === 1
    ? 'text'
    : `text of at least ${rules.minLength} characters`
}
