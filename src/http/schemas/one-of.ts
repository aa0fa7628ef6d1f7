import { type TUnsafe, Type } from 'typebox'

/** One of some words. `Type.Union` over a list loses which words they are. */
export function oneOf<const T extends readonly string[]>(
  values: T,
  options: { readonly description?: string } = {}
): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: 'string', enum: values, ...options })
}
