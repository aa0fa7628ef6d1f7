/*
 * Every script: KEYS are sessions, members, vitals, owners, counters, moves, as in FLEET_KEYS; ARGV[1] is the channel of
 * changes, ARGV[2] the asking session. Times are epoch ms of the server. Each first ends the sessions that have expired,
 * and publishes what it changed as one message: `from to` (revisions), then a line for each change:
 * `+ session sinceMs card`, `- session`, `o slot session token`, `f slot`, `m slot [JSON id]`.
 */
const PRELUDE = `
local SESSIONS, MEMBERS, VITALS, OWNERS, COUNTERS, MOVES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local me = ARGV[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lines = {}

local function int(number) return string.format('%.0f', number) end

local function counter(name) return tonumber(redis.call('HGET', COUNTERS, name) or '0') end

local function lives(session) return redis.call('ZSCORE', SESSIONS, session) end

local function finish(session)
  redis.call('ZREM', SESSIONS, session)
  redis.call('HDEL', MEMBERS, session)
  redis.call('HDEL', VITALS, session)
  lines[#lines + 1] = '- ' .. session
end

for _, session in ipairs(redis.call('ZRANGEBYSCORE', SESSIONS, '-inf', now)) do finish(session) end

-- A revision is never below the server's time: after a loss of data or a failover it does not repeat one that was.
local function tell()
  local from = counter('revision')
  if #lines == 0 then return from end
  local to = math.max(from + 1, now)
  redis.call('HSET', COUNTERS, 'revision', int(to))
  redis.call('PUBLISH', ARGV[1], int(from) .. ' ' .. int(to) .. '\\n' .. table.concat(lines, '\\n'))
  return to
end

local function nextExpiry()
  for _, session in ipairs(redis.call('ZRANGE', SESSIONS, 0, 1)) do
    if session ~= me then return int(lives(session) - now) end
  end
  return ''
end

local function state()
  return {redis.call('HGETALL', MEMBERS), redis.call('HGETALL', OWNERS), redis.call('HGETALL', MOVES)}
end
`

/**
 * ARGV[3] time to live, ms; ARGV[4] session before, or an empty text; ARGV[5] card; ARGV[6] vitals.
 * Returns revision, ms until the next other session expires or an empty text, state, an empty list, the server's time; an
 * empty list when there is such a session.
 */
export const JOIN_SCRIPT = `${PRELUDE}
if lives(me) then tell() return {} end
if ARGV[4] ~= '' and lives(ARGV[4]) then finish(ARGV[4]) end
redis.call('ZADD', SESSIONS, int(now + ARGV[3]), me)
redis.call('HSET', MEMBERS, me, int(now) .. ' ' .. ARGV[5])
redis.call('HSET', VITALS, me, ARGV[6])
lines[#lines + 1] = '+ ' .. me .. ' ' .. int(now) .. ' ' .. ARGV[5]
return {int(tell()), nextExpiry(), state(), {}, int(now)}
`

/**
 * ARGV[3] time to live, ms; ARGV[4] vitals; ARGV[5] revision that the asker knows; ARGV[6] 1 for everybody's vitals;
 * ARGV[7] latest time at which it was sent. Never makes a lease shorter: renewals of two connections may change places.
 * Returns revision, ms until the next other session expires or an empty text, state or an empty list, vitals or an empty
 * list, the server's time; an empty list when the session lives no more.
 */
export const RENEW_SCRIPT = `${PRELUDE}
local expiresAt = lives(me)
if not expiresAt then tell() return {} end
local renewedTo = math.min(now, tonumber(ARGV[7])) + ARGV[3]
redis.call('ZADD', SESSIONS, int(math.max(tonumber(expiresAt), renewedTo)), me)
redis.call('HSET', VITALS, me, ARGV[4])
local revision = int(tell())
local news, vitals = {}, {}
if revision ~= ARGV[5] then news = state() end
if ARGV[6] == '1' then vitals = redis.call('HGETALL', VITALS) end
return {revision, nextExpiry(), news, vitals, int(now)}
`

/**
 * ARGV[3] largest token that the asker has seen; then slots.
 * Returns revision, then slot and token of each that was free; an empty list when the session lives no more.
 */
export const CLAIM_SCRIPT = `${PRELUDE}
if not lives(me) then tell() return {} end
local token = math.max(counter('token'), now, tonumber(ARGV[3]))
local claimed = {''}
for i = 4, #ARGV do
  local slot = ARGV[i]
  local owner = redis.call('HGET', OWNERS, slot)
  if not owner or not lives(string.match(owner, '^[^:]*')) then
    token = token + 1
    redis.call('HSET', OWNERS, slot, me .. ':' .. int(token))
    lines[#lines + 1] = 'o ' .. slot .. ' ' .. me .. ' ' .. int(token)
    claimed[#claimed + 1] = slot
    claimed[#claimed + 1] = int(token)
  end
end
if #claimed > 1 then redis.call('HSET', COUNTERS, 'token', int(token)) end
claimed[1] = int(tell())
return claimed
`

/** ARGV from 3: slot, session and token of each. Returns nothing. */
export const RELEASE_SCRIPT = `${PRELUDE}
for i = 3, #ARGV, 3 do
  if redis.call('HGET', OWNERS, ARGV[i]) == ARGV[i + 1] .. ':' .. ARGV[i + 2] then
    redis.call('HDEL', OWNERS, ARGV[i])
    lines[#lines + 1] = 'f ' .. ARGV[i]
  end
end
tell()
`

/** Returns nothing. */
export const LEAVE_SCRIPT = `${PRELUDE}
if lives(me) then finish(me) end
tell()
`

/** ARGV from 3: slot and id of each; an empty id takes the move back. Returns 1, or 0 when slot 0 is not the asker's. */
export const MOVE_SCRIPT = `${PRELUDE}
local first = redis.call('HGET', OWNERS, '0')
if not lives(me) or not first or string.match(first, '^[^:]*') ~= me then tell() return 0 end
for i = 3, #ARGV, 2 do
  local slot, id = ARGV[i], ARGV[i + 1]
  if id == '' then
    redis.call('HDEL', MOVES, slot)
    lines[#lines + 1] = 'm ' .. slot .. ' '
  else
    redis.call('HSET', MOVES, slot, id)
    lines[#lines + 1] = 'm ' .. slot .. ' ' .. cjson.encode(id)
  end
end
tell()
return 1
`
