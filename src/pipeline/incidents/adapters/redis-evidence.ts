import { FENCE_CHECK, fenceArguments } from '../../../fleet/fence-script.ts'
import type { EvidenceBlock } from '../evidence-store.ts'
import { PREFIX } from './redis-incident-index.ts'
import type { Ask } from './redis-measures.ts'

/** Blocks of one call: some hundred KB. */
const AT_ONCE = 100
const PAGE = 500

/**
 * Keeps blocks, each only while its fence holds, and trims what is older than a moment.
 *
 * KEYS: the stream of each block's camera. ARGV[1] deletes what was kept before, epoch ms; then for each block: its fence
 * (three), its bytes.
 */
const SAVE = `${FENCE_CHECK}
local time = redis.call('TIME')
local keepMs = time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1]
for i, key in ipairs(KEYS) do
  local at = 2 + (i - 1) * 4
  if holds(ARGV[at], ARGV[at + 1], ARGV[at + 2]) then
    redis.call('XADD', key, 'MINID', ARGV[1], '*', 'b', ARGV[at + 3])
    if keepMs > 0 then redis.call('PEXPIRE', key, keepMs) end
  end
end
`

/** What frames were judged by: a Redis stream for each camera, trimmed by age with each write. */
export class RedisEvidence {
  readonly #ask: Ask

  constructor(ask: Ask) {
    this.#ask = ask
  }

  async save(blocks: readonly EvidenceBlock[], beforeMs: number): Promise<void> {
    for (let i = 0; i < blocks.length; i += AT_ONCE) {
      const some = blocks.slice(i, i + AT_ONCE)
      const keys = some.map(({ stream }) => keyOf(stream))
      const args = some.flatMap(({ fence, bytes }) => [...fenceArguments(fence), Buffer.from(bytes)])
      const since = String(Math.max(0, Math.trunc(beforeMs)))
      await this.#ask('write', redis => redis.eval(SAVE, keys.length, ...keys, since, ...args))
    }
  }

  async read(stream: string): Promise<readonly Uint8Array[]> {
    const all: Uint8Array[] = []
    let from = '-'
    for (;;) {
      const entries = await this.#ask('read', redis => redis.xrangeBuffer(keyOf(stream), from, '+', 'COUNT', PAGE))
      for (const [, [, bytes]] of entries) if (bytes !== undefined) all.push(bytes)
      const last = entries.at(-1)
      if (entries.length < PAGE || last === undefined) return all
      from = `(${last[0].toString()}`
    }
  }
}

function keyOf(stream: string): string {
  return `${PREFIX}evidence:${stream}`
}
