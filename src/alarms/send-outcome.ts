import { AppError, errorText } from '../errors.ts'
import type { Answer } from './post.ts'

/** How one try went. */
export type SendOutcome =
  | { readonly how: 'delivered'; readonly status: number | null }
  | {
      readonly how: 'failed'
      readonly error: string
      /** Trying again would not help. */
      readonly isFinal: boolean
      /** The target asked for this much silence, ms. */
      readonly retryAfterMs: number | null
    }

/** Answers that are about this very message. Who is not let in, or not found, may be so after the next change over there. */
const NEVER: readonly number[] = [400, 405, 410, 413, 414, 415, 422]
const MOST_CHARACTERS = 300

/** @param hide Takes what is secret out of a text. */
export function outcomeOf({ status, retryAfterMs, text }: Answer, hide: (text: string) => string): SendOutcome {
  if (status >= 200 && status < 300) return { how: 'delivered', status }
  const isFinal = NEVER.includes(status) || (status >= 300 && status < 400)
  const said = shortened(hide(text))
  const why = status >= 300 && status < 400 ? `Answered ${status}: redirects are not followed` : `Answered ${status}`
  return { how: 'failed', error: said === '' ? why : `${why}: ${said}`, isFinal, retryAfterMs }
}

export function failureOf(thrown: unknown, hide: (text: string) => string): SendOutcome {
  const isFinal = thrown instanceof AppError && thrown.code === 'alarm/address-refused'
  return { how: 'failed', error: shortened(hide(errorText(thrown))), isFinal, retryAfterMs: null }
}

function shortened(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS)}...`
}
