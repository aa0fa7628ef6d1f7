/** A part of a topic that any text fits into: what has a meaning there, and what is not printed, is percent-encoded. */
export function topicPart(text: string): string {
  // A lone surrogate has no encoding; topics must be well-formed (MQTT 5, 1.5.4).
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
}

/** Of a part. @returns Null when it is none. */
export function textOfPart(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

/** Where everything is published. */
export class Topics {
  readonly #prefix: string

  /** @param prefix Such as `camera-check`. */
  constructor(prefix: string) {
    this.#prefix = prefix
  }

  /** `online` or `offline`, of one process. */
  member(id: string): string {
    return `${this.#prefix}/members/${topicPart(id)}/state`
  }

  state(stream: string): string {
    return `${this.#prefix}/cameras/${topicPart(stream)}/state`
  }

  picture(stream: string): string {
    return `${this.#prefix}/cameras/${topicPart(stream)}/picture`
  }

  incident(id: string): string {
    return `${this.#prefix}/incidents/${topicPart(id)}`
  }

  /** What may be there of cameras that are gone, and of incidents that are over. */
  get kept(): readonly [cameras: string, incidents: string] {
    return [`${this.#prefix}/cameras/+/state`, `${this.#prefix}/incidents/+`]
  }

  /** Of which camera or incident a topic among `kept` is; null: of none. */
  ownerOf(topic: string): { readonly stream: string } | { readonly incident: string } | null {
    if (!topic.startsWith(`${this.#prefix}/`)) return null
    const [kind, part = '', rest, ...more] = topic.slice(this.#prefix.length + 1).split('/')
    const text = textOfPart(part)
    if (text === null || more.length > 0) return null
    if (kind === 'cameras' && rest === 'state') return { stream: text }
    return kind === 'incidents' && rest === undefined ? { incident: text } : null
  }
}
