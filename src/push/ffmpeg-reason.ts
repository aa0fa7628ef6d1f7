import type { EndReason } from './end-reason.ts'

/** What ffmpeg says, and what it means; the first that fits holds. Texts of ffmpeg 4 to 8 and of the C library. */
const SIGNS: readonly (readonly [RegExp, EndReason])[] = [
  [/\b401\b|unauthorized|authorization (?:required|failed)/i, 'unauthorized'],
  [/\b403\b|forbidden/i, 'forbidden'],
  [
    /option (?:.* )?not found|unrecognized option|unknown (?:input|output) format|no such filter|error parsing (?:global )?options/i,
    'bad-option'
  ],
  [
    /invalid data found|could not find codec|unknown codec|decoder .*not found|unsupported codec|matches no streams|moov atom not found|could not find .*parameters/i,
    'unsupported'
  ],
  [/\b404\b|not found(?! in)|no such file or directory|no such device|StreamNotFound/i, 'not-found'],
  [/connection refused/i, 'refused'],
  [/no route to host|network is unreachable|host is (?:down|unreachable)/i, 'no-route'],
  [
    /failed to resolve|name or service not known|temporary failure in name resolution|name does not resolve|nodename nor servname/i,
    'unknown-host'
  ],
  [/timed out|timeout/i, 'timeout'],
  [/certificate|tls|ssl|handshake/i, 'tls'],
  [/device or resource busy|resource busy/i, 'busy'],
  [/permission denied|operation not permitted/i, 'forbidden'],
  [/end of file|connection reset|broken pipe|input\/output error|server returned 5/i, 'ended']
]

/** A line that says that something is wrong with single frames says nothing of why it ended. */
const NOISE =
  /deprecated pixel format|concealing|error while decoding|left block|non-existing|missed \d+ packets|max delay reached|past duration|corrupt/i

/**
 * Why ffmpeg ended, of what it wrote to its standard error.
 *
 * @param lines The last ones, the newest at the end.
 * @param gaveFrames Whether there were pictures: then an end without any other sign is that of the stream.
 * @returns Null when the lines tell nothing.
 */
export function ffmpegReason(
  lines: readonly string[],
  gaveFrames: boolean
): { reason: EndReason; line: string } | null {
  const told = lines.filter(line => !NOISE.test(line))
  for (const [sign, reason] of SIGNS) {
    const line = told.find(candidate => sign.test(candidate))
    if (line !== undefined) return { reason, line }
  }
  const last = told.at(-1)
  return last === undefined || gaveFrames ? null : { reason: 'failed', line: last }
}
