import { FENCE_CHECK } from '../../../fleet/fence-script.ts'

/**
 * KEYS of every script here: [1] alarms that nobody has dealt out (list), [2] deliveries (hash of JSON), [3] counter of
 * their order, [4] all that were given up (sorted set by time), [5] targets that were told of an incident (hash of JSON
 * lists), [6] newest tries (hash of JSON by target). ARGV[1] is the prefix of keys of one target: `queue:<target>` (sorted
 * set by order) and `dead:<target>` (sorted set by time).
 */
const NAMES = `
local fresh, deliveries, counter, dead, told, last = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local prefix = ARGV[1]
local function queue(target) return prefix .. 'queue:' .. target end
local function deadOf(target) return prefix .. 'dead:' .. target end
`

/**
 * ARGV[2..4] fence, [5] most that wait for a target, [6] receipts (JSON list), then for each delivery: id, target,
 * incident, JSON. Returns targets of deliveries that were left out; the text 'refused' when the fence does not hold.
 */
export const DEAL_SCRIPT = `${FENCE_CHECK}${NAMES}
if not holds(ARGV[2], ARGV[3], ARGV[4]) then return {'refused'} end
local leftOut = {'done'}
for _, receipt in ipairs(cjson.decode(ARGV[6])) do redis.call('LREM', fresh, 1, receipt) end
for i = 7, #ARGV, 4 do
  local id, target, incident = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if redis.call('ZCARD', queue(target)) >= tonumber(ARGV[5]) then
    leftOut[#leftOut + 1] = target
  elseif redis.call('HSETNX', deliveries, id, ARGV[i + 3]) == 1 then
    redis.call('ZADD', queue(target), redis.call('INCR', counter), id)
    local known = cjson.decode(redis.call('HGET', told, incident) or '[]')
    local isKnown = false
    for _, one in ipairs(known) do if one == target then isKnown = true end end
    if not isKnown then
      known[#known + 1] = target
      redis.call('HSET', told, incident, cjson.encode(known))
    end
  end
end
return leftOut
`

/**
 * ARGV[2..4] fence, [5] how (delivered, later, dead), [6] id, [7] target, [8] JSON of the delivery, [9] JSON of the newest
 * try, [10] now, epoch ms, [11] most given-up ones of a target. Returns 0 when the fence does not hold.
 */
export const SETTLE_SCRIPT = `${FENCE_CHECK}${NAMES}
if not holds(ARGV[2], ARGV[3], ARGV[4]) then return 0 end
local how, id, target = ARGV[5], ARGV[6], ARGV[7]
redis.call('HSET', last, target, ARGV[9])
-- Its target was removed meanwhile, or another one has settled it.
if not redis.call('ZSCORE', queue(target), id) then return 1 end
if how == 'later' then
  redis.call('HSET', deliveries, id, ARGV[8])
  return 1
end
redis.call('ZREM', queue(target), id)
if how == 'delivered' then
  redis.call('HDEL', deliveries, id)
  return 1
end
redis.call('HSET', deliveries, id, ARGV[8])
redis.call('ZADD', dead, ARGV[10], id)
redis.call('ZADD', deadOf(target), ARGV[10], id)
local excess = redis.call('ZCARD', deadOf(target)) - tonumber(ARGV[11])
if excess > 0 then
  for _, old in ipairs(redis.call('ZRANGE', deadOf(target), 0, excess - 1)) do
    redis.call('HDEL', deliveries, old)
    redis.call('ZREM', dead, old)
    redis.call('ZREM', deadOf(target), old)
  end
end
return 1
`

/** ARGV[2..] targets. Returns for each: how many wait, JSON of the first that waits or '', how many are dead, newest try or ''. */
export const COUNT_SCRIPT = `${NAMES}
local found = {}
for i = 2, #ARGV do
  local first = redis.call('ZRANGE', queue(ARGV[i]), 0, 0)[1]
  found[#found + 1] = redis.call('ZCARD', queue(ARGV[i]))
  found[#found + 1] = first and redis.call('HGET', deliveries, first) or ''
  found[#found + 1] = redis.call('ZCARD', deadOf(ARGV[i]))
  found[#found + 1] = redis.call('HGET', last, ARGV[i]) or ''
end
return found
`

/** Takes given-up deliveries away; those with a JSON go back to their queues. ARGV[2..]: id, target, JSON or ''. Returns how many there were. */
export const RAISE_SCRIPT = `${NAMES}
local count = 0
for i = 2, #ARGV, 3 do
  local id, target = ARGV[i], ARGV[i + 1]
  if redis.call('ZREM', dead, id) == 1 then
    count = count + 1
    redis.call('ZREM', deadOf(target), id)
    if ARGV[i + 2] == '' then
      redis.call('HDEL', deliveries, id)
    else
      redis.call('HSET', deliveries, id, ARGV[i + 2])
      redis.call('ZADD', queue(target), redis.call('INCR', counter), id)
    end
  end
end
return count
`

/** Forgets everything of a target. ARGV[2] target. */
export const FORGET_SCRIPT = `${NAMES}
local target = ARGV[2]
for _, key in ipairs({queue(target), deadOf(target)}) do
  for _, id in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    redis.call('HDEL', deliveries, id)
    redis.call('ZREM', dead, id)
  end
  redis.call('DEL', key)
end
redis.call('HDEL', last, target)
return 1
`
