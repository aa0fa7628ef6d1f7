import { randomJson } from './random-json.mjs'

/** Schemas refer to parts of the document. */
export function resolved(schema, document) {
  const path = schema?.$ref?.slice(2).split('/')
  return path === undefined
    ? (schema ?? {})
    : resolved(
        path.reduce((part, key) => part?.[key], document),
        document
      )
}

/**
 * What a schema allows, as far as this goes: patterns are not made, but their examples are taken.
 *
 * @param {import('./random.mjs').Random} random
 */
export function validValue(schema, document, random, depth = 6) {
  const own = resolved(schema, document)
  const choices = own.anyOf ?? own.oneOf
  if (choices !== undefined) return validValue(random.pick(choices), document, random, depth - 1)
  if (own.const !== undefined) return own.const
  if (own.enum !== undefined) return random.pick(own.enum)
  if (own.examples?.length > 0 && random.once(2)) return random.pick(own.examples)
  switch (Array.isArray(own.type) ? random.pick(own.type) : own.type) {
    case 'object':
      return validObject(own, document, random, depth)
    case 'array': {
      const length = Math.min(own.maxItems ?? 4, Math.max(own.minItems ?? 0, random.next(4)))
      const itemOf = i => (Array.isArray(own.items) ? own.items[i] : own.items)
      return Array.from({ length }, (_, i) => validValue(itemOf(i), document, random, depth - 1))
    }
    case 'integer':
    case 'number':
      return validNumber(own, random)
    case 'boolean':
      return random.once(2)
    case 'null':
      return null
    case 'string':
      return own.pattern === undefined
        ? random.text(Math.max(own.minLength ?? 0, random.next(Math.min(own.maxLength ?? 12, 12))))
        : '22:00'
    default:
      return randomJson(random, 2)
  }
}

function validObject({ properties = {}, required = [], additionalProperties }, document, random, depth) {
  const keys = Object.keys(properties).filter(key => required.includes(key) || (depth > 0 && random.once(3)))
  const value = Object.fromEntries(keys.map(key => [key, validValue(properties[key], document, random, depth - 1)]))
  if (typeof additionalProperties === 'object' && random.once(2))
    value[random.text(4)] = validValue(additionalProperties, document, random, depth - 1)
  return value
}

function validNumber({ type, minimum = -1000, maximum = 1000 }, random) {
  const value = random.pick([minimum, maximum, minimum + (random.next(1000) / 1000) * (maximum - minimum)])
  return type === 'integer' ? Math.trunc(value) : value
}

/**
 * A valid value with one thing wrong with it.
 *
 * @returns {{ value: any, field: string | null }} `field`: the key whose value is wrong; null where that is not known.
 */
export function nearlyValid(value, random) {
  if (Array.isArray(value) && value.length > 0 && random.once(2)) {
    const i = random.next(value.length)
    const inner = nearlyValid(value[i], random)
    return { value: value.with(i, inner.value), field: inner.field }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { value: randomJson(random, 2), field: null }
  const keys = Object.keys(value)
  if (keys.length === 0 || random.once(4)) {
    const key = `unknown_${random.next(1000)}`
    return { value: { ...value, [key]: randomJson(random, 1) }, field: key }
  }
  const key = random.pick(keys)
  if (random.once(3)) return { value: { ...value, [key]: nearlyValid(value[key], random).value }, field: null }
  return { value: { ...value, [key]: { odd: [random.next(100)] } }, field: key }
}
