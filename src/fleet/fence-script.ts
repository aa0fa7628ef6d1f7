import { FLEET_KEYS } from './fleet-keys.ts'

/**
 * Lua that a script puts first when its writes are for owners alone. `holds(slot, session, token)`, all texts or numbers,
 * is true while the slot's owner is that very claim and its session has not expired by the server's time. An empty slot
 * text is no fence at all and always holds: a service without a fleet.
 *
 * @example redis.eval(`${FENCE_CHECK} if not holds(ARGV[1], ARGV[2], ARGV[3]) then return 0 end ...`, ...)
 */
export const FENCE_CHECK = `
local function holds(slot, session, token)
  if slot == '' then return true end
  if redis.call('HGET', '${FLEET_KEYS.owners}', slot) ~= session .. ':' .. token then return false end
  local expiresAt = redis.call('ZSCORE', '${FLEET_KEYS.sessions}', session)
  if not expiresAt then return false end
  local time = redis.call('TIME')
  return tonumber(expiresAt) > time[1] * 1000 + math.floor(time[2] / 1000)
end
`

/** A fence as three arguments of a script that has FENCE_CHECK; null is no fence. */
export function fenceArguments(fence: { slot: number; session: string; token: number } | null): string[] {
  return fence === null ? ['', '', ''] : [String(fence.slot), fence.session, String(fence.token)]
}
