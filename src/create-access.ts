import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { parseAllowedOrigins } from './config/allowed-origins.ts'
import { parseApiTokens } from './config/api-tokens.ts'
import type { Settings } from './config/schema.ts'
import { errorText } from './errors.ts'
import { RedisAccessStore } from './fleet/adapters/redis-access-store.ts'
import type { AccessOptions } from './http/access/access-options.ts'
import { type EndedSessionKeeper, EndedSessions } from './http/access/ended-sessions.ts'
import { FileEndedSessions } from './http/access/file-ended-sessions.ts'
import { KeptSecrets, type SecretKeeper } from './http/access/kept-secrets.ts'
import { MemoryUsedTickets } from './http/access/memory-used-tickets.ts'
import type { Log } from './lib/log.ts'
import { keepSecretFile } from './lib/secret-file.ts'
import { redisAddress } from './redis-places.ts'

const SECRET_FILE = 'session-secret'
const ENDED_FILE = 'ended-sessions.json'
const HOUR_MS = 3_600_000

/** Who may do what, as the settings say. */
export interface Access {
  readonly options: AccessOptions
  close(): Promise<void>
}

export function createAccess(settings: Settings, log: Log): Access {
  const { tokens } = parseApiTokens(settings.API_TOKENS)
  // Also without tokens: links to pictures are signed by one member and opened at another.
  const shared = settings.FLEET ? new RedisAccessStore(redisAddress(settings)) : null
  const ticks = (): number => performance.now()
  const endedSessions = new EndedSessions({ keeper: endedKeeperFor(settings, shared), log, clock: Date.now })
  const plain = tokens.filter(({ isPlain }) => isPlain).length
  if (plain > 0) {
    log.warn(
      { plain },
      'API_TOKENS holds tokens as they are, which may do everything; `npm run token` makes one with a name and a role, kept as a hash'
    )
  }
  return {
    options: {
      tokens,
      origins: parseAllowedOrigins(settings.ALLOWED_ORIGINS),
      sessionLifeMs: settings.SESSION_HOURS * HOUR_MS,
      limits: {
        tokenPerSecond: settings.TOKEN_CALLS_PER_SECOND,
        addressPerSecond: settings.ADDRESS_CALLS_PER_SECOND,
        failuresPerMinute: settings.SIGN_IN_FAILURES_PER_MINUTE
      },
      secrets: new KeptSecrets(keeperFor(settings, shared, log), ticks),
      usedTickets: ticketsOf(shared, ticks),
      endedSessions,
      clock: Date.now,
      ticks
    },
    close: async () => {
      await endedSessions.close()
      await shared?.close()
    }
  }
}

function ticketsOf(shared: RedisAccessStore | null, ticks: () => number): AccessOptions['usedTickets'] {
  return shared === null
    ? new MemoryUsedTickets(ticks)
    : { use: (id: string, forMs: number) => shared.useTicket(id, forMs) }
}

function endedKeeperFor({ DATA_DIR }: Settings, shared: RedisAccessStore | null): EndedSessionKeeper {
  if (shared === null) return new FileEndedSessions(join(DATA_DIR, ENDED_FILE))
  return {
    isShared: true,
    keep: (ended, nowMs) => shared.keepEndedSession(ended, nowMs),
    kept: nowMs => shared.endedSessions(nowMs)
  }
}

function keeperFor(settings: Settings, shared: RedisAccessStore | null, log: Log): SecretKeeper {
  const { SESSION_SECRET, DATA_DIR } = settings
  if (SESSION_SECRET !== undefined) {
    const secret = createHash('sha256').update(SESSION_SECRET, 'utf8').digest()
    return async () => secret
  }
  if (shared !== null) return candidate => shared.keepSecret(candidate)
  return candidate => keepInFile(join(DATA_DIR, SECRET_FILE), candidate, log)
}

/** People can sign in also where nothing can be written: their sessions end with this run then. */
async function keepInFile(path: string, candidate: Buffer, log: Log): Promise<Buffer> {
  try {
    return await keepSecretFile(path, candidate)
  } catch (cause) {
    log.warn({ err: cause }, `Cannot keep what signs sessions, they end with this run: ${errorText(cause)}`)
    return candidate
  }
}
