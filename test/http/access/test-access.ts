import { parseApiTokens, tokenDigest } from '../../../src/config/api-tokens.ts'
import type { AccessOptions } from '../../../src/http/access/access-options.ts'
import { EndedSessions } from '../../../src/http/access/ended-sessions.ts'
import { KeptSecrets } from '../../../src/http/access/kept-secrets.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { MemoryEndedSessions } from './memory-ended-sessions.ts'
import { MemoryUsedTickets } from '../../../src/http/access/memory-used-tickets.ts'

/** An entry of API_TOKENS. */
export function entry(name: string, role: string, token: string): string {
  return `${name}:${role}:${tokenDigest(token).toString('hex')}`
}

/** Time that a test moves. */
export class TestTime {
  nowMs = Date.UTC(2026, 0, 5, 12)

  pass(ms: number): void {
    this.nowMs += ms
  }
}

export interface TestAccessOptions extends Partial<Omit<AccessOptions, 'tokens'>> {
  /** Entries of API_TOKENS. */
  readonly tokens?: readonly string[]
  readonly time?: TestTime
}

const SECRET = Buffer.alloc(32, 7)

/** Who may do what, with a secret that all members of a test share. */
export function testAccess({ tokens = [], time, ...options }: TestAccessOptions = {}): AccessOptions {
  const parsed = parseApiTokens(tokens.length === 0 ? undefined : tokens.join(','))
  if (parsed.problems.length > 0) throw new Error(parsed.problems.join('; '))
  const clock = time === undefined ? Date.now : () => time.nowMs
  const ticks = time === undefined ? () => performance.now() : () => time.nowMs
  return {
    tokens: parsed.tokens,
    origins: { origins: new Set(), isAny: false },
    sessionLifeMs: 3_600_000,
    limits: { tokenPerSecond: 0, addressPerSecond: 0, failuresPerMinute: 1000 },
    secrets: new KeptSecrets(async () => SECRET, ticks),
    usedTickets: new MemoryUsedTickets(ticks),
    endedSessions: new EndedSessions({ keeper: new MemoryEndedSessions(), log: silentLog, clock }),
    clock,
    ticks,
    ...options
  }
}
