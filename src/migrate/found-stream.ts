/** What the newest entry of a stream holds. */
export type NewestPicture = 'decodable' | 'unusable' | 'none'

/** A stream of frames that is there, as its server tells. */
export interface SeenStream {
  /** As `subscribe` names it. */
  readonly stream: string
  readonly entries: number
  /** Of the newest entry by the server's clock, ms; null without one. */
  readonly ageMs: number | null
  readonly picture: NewestPicture
  /** Size of the picture, or why there is none. */
  readonly detail: string
}

export interface FoundStream extends SeenStream {
  /** Place that it lies in. */
  readonly place: string
  /** Place where these settings make the service look for it, when that is another one; null when it is this one. */
  readonly soughtIn: string | null
}

/** Which streams to subscribe, and why not the others. */
export interface ChosenStreams {
  readonly streams: readonly string[]
  readonly leftOut: readonly { readonly stream: string; readonly why: string }[]
}

/**
 * Chooses the streams that somebody still writes to. A camera whose pictures are broken is one to be watched.
 *
 * @param mostAgeMs Age of the newest entry above which a stream counts as given up; null takes all.
 */
export function chooseStreams(found: readonly FoundStream[], mostAgeMs: number | null): ChosenStreams {
  const streams: string[] = []
  const leftOut: { stream: string; why: string }[] = []
  for (const { stream, ageMs, place, soughtIn } of found) {
    if (soughtIn !== null) {
      leftOut.push({ stream, why: `It lies in ${place}, and the service would look for it in ${soughtIn}` })
    } else if (mostAgeMs === null) streams.push(stream)
    else if (ageMs === null) leftOut.push({ stream, why: 'It has no entries' })
    else if (ageMs > mostAgeMs) leftOut.push({ stream, why: `Its newest entry is ${ageText(ageMs)} old` })
    else streams.push(stream)
  }
  return { streams, leftOut }
}

/** `40 s`, `3 h` and so on. @param ms >= 0. */
export function ageText(ms: number): string {
  const steps = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min']
  ] as const
  const step = steps.find(([unitMs]) => ms >= 2 * unitMs)
  return step === undefined ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / step[0])} ${step[1]}`
}
