/**
 * A smaller case that still fails: parts are left out as long as that is so.
 *
 * @template T
 * @param {T} value A buffer, or what JSON can say.
 * @param {(value: T) => boolean | Promise<boolean>} fails
 * @param {number} [tries] At most.
 * @returns {Promise<T>}
 */
export async function shrink(value, fails, tries = 400) {
  let best = value
  for (let isSmaller = true; isSmaller && tries > 0; ) {
    isSmaller = false
    for (const candidate of smaller(best)) {
      if (tries-- <= 0) break
      if (!(await fails(candidate))) continue
      best = candidate
      isSmaller = true
      break
    }
  }
  return best
}

function* smaller(value) {
  if (Buffer.isBuffer(value)) yield* smallerBytes(value)
  else if (typeof value === 'string')
    yield* [value.slice(0, value.length >> 1), value.slice(value.length >> 1)].filter(
      part => part.length < value.length
    )
  else if (Array.isArray(value)) yield* smallerList(value)
  else if (typeof value === 'object' && value !== null) yield* smallerObject(value)
}

function* smallerBytes(bytes) {
  for (let length = bytes.length >> 1; length > 0; length >>= 1) {
    for (let at = 0; at < bytes.length; at += length) {
      yield Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    }
  }
}

function* smallerList(list) {
  for (const i of list.keys()) yield list.toSpliced(i, 1)
  for (const [i, item] of list.entries()) for (const less of smaller(item)) yield list.with(i, less)
}

function* smallerObject(object) {
  for (const key of Object.keys(object)) {
    const { [key]: _left, ...rest } = object
    yield rest
  }
  for (const [key, item] of Object.entries(object)) for (const less of smaller(item)) yield { ...object, [key]: less }
}
