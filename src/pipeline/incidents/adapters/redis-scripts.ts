import { FENCE_CHECK } from '../../../fleet/fence-script.ts'

/**
 * Writes incidents and puts them into the indexes they belong to, out of those they left; each only while its fence holds.
 * Tells the fleet of them: an entry of the common stream of events and a message for each change that was not told yet.
 *
 * KEYS[1] hash of bodies, KEYS[2] hash of marks (the names of an incident's indexes, JSON list), KEYS[3] sorted set of
 * ended incidents by their end, epoch ms, KEYS[4] hash of what was last told of an incident (`session:number`).
 * ARGV[1] prefix of index keys; ARGV[2..5] stream of events, key of its number, about how many entries stay, channel of
 * messages; ARGV[6] this member's origin, JSON text; ARGV[7] most alarms that wait to be dealt out; then for each incident:
 * id, body, marks, end in epoch ms or an empty text, fence (three), changes to tell of (JSON list of [what, number], or an
 * empty text), milestones (JSON list of [what, time, id of the alarm]). The keys of the fleet are no KEYS: without a fleet
 * they are not touched, and may lie on another node.
 * Returns the ids of those whose fence does not hold: nothing of them was written or told.
 */
export const SAVE_SCRIPT = `${FENCE_CHECK}
local prefix = ARGV[1]
local refused = {}

local function save(id, body, marks, ended)
  local old = redis.call('HGET', KEYS[2], id)
  if old ~= marks then
    if old then
      for _, mark in ipairs(cjson.decode(old)) do redis.call('ZREM', prefix .. mark, id) end
    end
    for _, mark in ipairs(cjson.decode(marks)) do redis.call('ZADD', prefix .. mark, 0, id) end
    redis.call('HSET', KEYS[2], id, marks)
  end
  redis.call('HSET', KEYS[1], id, body)
  if ended == '' then redis.call('ZREM', KEYS[3], id) else redis.call('ZADD', KEYS[3], ended, id) end
end

local function atMs()
  local time = redis.call('TIME')
  return string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
end

local function tell(id, body, session, changes)
  local lastSession, lastNumber = string.match(redis.call('HGET', KEYS[4], id) or '', '^(.*):(%d+)$')
  local newest
  for _, change in ipairs(cjson.decode(changes)) do
    local what, number = change[1], change[2]
    if lastSession ~= session or number > tonumber(lastNumber) then
      local text = '{"at":' .. atMs() .. ',"type":"incident-' .. what .. '","incident":' .. body .. '}'
      redis.call('XADD', ARGV[2], 'MAXLEN', '~', ARGV[4], '*', 'n', redis.call('INCR', ARGV[3]), 'e', text)
      redis.call('PUBLISH', ARGV[5], '[' .. ARGV[6] .. ',"' .. what .. '",' .. body .. ']')
      newest = number
    end
  end
  if newest then redis.call('HSET', KEYS[4], id, session .. ':' .. string.format('%.0f', newest)) end
end

-- What was told of an incident before is not told again, whoever writes it.
local function alarm(id, body, milestones)
  local known = cjson.decode(redis.call('HGET', prefix .. 'alarm-known', id) or '{}')
  local isNew = false
  for _, milestone in ipairs(cjson.decode(milestones)) do
    local what, at, alarmId = milestone[1], milestone[2], milestone[3]
    if known[what] ~= at then
      known[what] = at
      isNew = true
      local text = '{"id":"' .. alarmId .. '","what":"' .. what .. '","atMs":' .. at .. ',"incident":' .. body .. '}'
      redis.call('RPUSH', prefix .. 'alarm-fresh', text)
    end
  end
  if not isNew then return end
  redis.call('HSET', prefix .. 'alarm-known', id, cjson.encode(known))
  local excess = redis.call('LLEN', prefix .. 'alarm-fresh') - tonumber(ARGV[7])
  if excess > 0 then
    redis.call('LTRIM', prefix .. 'alarm-fresh', excess, -1)
    redis.call('INCRBY', prefix .. 'alarm-lost', excess)
  end
end

for i = 8, #ARGV, 9 do
  if holds(ARGV[i + 4], ARGV[i + 5], ARGV[i + 6]) then
    save(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
    alarm(ARGV[i], ARGV[i + 1], ARGV[i + 8])
    if ARGV[i + 7] ~= '' then tell(ARGV[i], ARGV[i + 1], ARGV[i + 5], ARGV[i + 7]) end
  else
    refused[#refused + 1] = ARGV[i]
  end
end
return refused
`

/**
 * Deletes incidents and their places in the indexes.
 *
 * KEYS as in SAVE_SCRIPT. ARGV[1] prefix of index keys, then ids. Returns nothing.
 */
export const REMOVE_SCRIPT = `
local prefix = ARGV[1]
for i = 2, #ARGV do
  local id = ARGV[i]
  local marks = redis.call('HGET', KEYS[2], id)
  if marks then
    for _, mark in ipairs(cjson.decode(marks)) do redis.call('ZREM', prefix .. mark, id) end
  end
  redis.call('HDEL', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
  redis.call('ZREM', KEYS[3], id)
  redis.call('HDEL', KEYS[4], id)
  redis.call('HDEL', prefix .. 'alarm-known', id)
  redis.call('HDEL', prefix .. 'alarm-told', id)
end
`

/**
 * Walks an index backwards and picks the ids that are in one index of every list.
 *
 * KEYS[1] the index. ARGV: prefix of index keys; upper and lower bound as ZREVRANGEBYLEX takes them; most ids; most
 * entries to look at; lists of marks, JSON.
 * Returns the last id that was looked at (empty when the end was reached), then the ids.
 */
export const FIND_SCRIPT = `
local prefix, upper, lower, limit, most = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local lists = cjson.decode(ARGV[6])
local found = {''}
local seen = 0
while true do
  local ids = redis.call('ZREVRANGEBYLEX', KEYS[1], upper, lower, 'LIMIT', 0, 200)
  for _, id in ipairs(ids) do
    seen = seen + 1
    local passes = true
    for _, marks in ipairs(lists) do
      local any = false
      for _, mark in ipairs(marks) do
        if redis.call('ZSCORE', prefix .. mark, id) then any = true break end
      end
      if not any then passes = false break end
    end
    if passes then found[#found + 1] = id end
    if #found > limit or seen >= most then found[1] = id return found end
    upper = '(' .. id
  end
  if #ids < 200 then return found end
end
`
