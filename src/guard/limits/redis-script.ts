/**
 * One decision over all limits that hold on a request, as Redis runs it: alone, whole, and by its own clock, so that it is
 * exact however many guards ask. A window is a list of moments, the oldest first; a bucket the moment when it is full; a
 * penalty a hash. Everything expires by itself. Times are microseconds.
 *
 * KEYS: for each limit what it counts in, and its penalty. ARGV: for each limit `argumentsEach`, see `redis-limits.ts`.
 * Answers `answersEach` whole numbers for each limit: wait, left, reset, level of the penalty, what is left of it.
 */
export const argumentsEach = 9
export const answersEach = 5

export const decideScript = `
local clock = redis.call('TIME')
clock = clock[1] * 1000000 + clock[2]
-- So far another Redis that took the place of this one, or a clock that was set, may be behind without anybody being let off.
local ahead = 1000000
local function text(number) return string.format('%.3f', number) end
local function expire(key, us) redis.call('PEXPIRE', key, string.format('%.0f', math.ceil(us / 1000) + 1000)) end

local function window(one)
  local newest = tonumber(redis.call('LINDEX', one.key, -1))
  if newest and newest - one.now > ahead then redis.call('DEL', one.key)
  elseif newest and newest > one.now then one.now = newest end
  local oldest = tonumber(redis.call('LINDEX', one.key, 0))
  while oldest and one.now - oldest >= one.per do
    local far = tonumber(redis.call('LINDEX', one.key, 255))
    if far and one.now - far >= one.per then redis.call('LTRIM', one.key, 256, -1) else redis.call('LPOP', one.key) end
    oldest = tonumber(redis.call('LINDEX', one.key, 0))
  end
  one.oldest = oldest
  one.count = redis.call('LLEN', one.key)
  if one.count >= one.limit then one.wait = oldest + one.per - one.now end
end

local function bucket(one)
  one.each = one.per / one.limit
  one.full = tonumber(redis.call('GET', one.key)) or one.now
  if one.full - one.now > one.burst * one.each + ahead then one.full = one.now end
  local wait = one.full - one.now - (one.burst - 1) * one.each
  if wait > 1 then one.wait = wait end
end

local function penalty(one)
  local kept = redis.call('HMGET', one.penalty, 'refusals', 'last', 'level', 'until')
  local refusals, last, level, to = tonumber(kept[1]) or 0, tonumber(kept[2]) or one.now, tonumber(kept[3]) or 0, tonumber(kept[4]) or 0
  if to - one.now > one.ceiling + ahead then refusals, last, level, to = 0, one.now, 0, 0 end
  if to <= one.now then
    if one.wait == 0 then return end
    if one.now - last >= one.decay then refusals = 0 end
    refusals = refusals + 1
    last = one.now
    if to > 0 then level = math.max(0, level - math.floor((one.now - to) / one.decay)) end
    if refusals >= one.after then
      refusals = 0
      level = level + 1
      to = one.now + math.min(one.ceiling, one.first * one.factor ^ (level - 1))
      last = to
    elseif to > 0 then
      -- What is left of the level is counted from here on.
      to = to + math.floor((one.now - to) / one.decay) * one.decay
    end
    redis.call('HSET', one.penalty, 'refusals', refusals, 'last', text(last), 'level', level, 'until', text(to))
    expire(one.penalty, math.max(0, to - one.now) + one.decay * (level + 1))
  end
  if to > one.now then
    one.level = level
    one.kept_out = to - one.now
    one.wait = math.max(one.wait, one.kept_out)
  end
end

local all = {}
local refused = false
for at = 1, #KEYS / 2 do
  local from = (at - 1) * ${argumentsEach}
  local function number(place) return tonumber(ARGV[from + place]) end
  local one = {
    key = KEYS[2 * at - 1], penalty = KEYS[2 * at], now = clock, wait = 0, level = 0, kept_out = 0,
    limit = number(2), per = number(3), burst = number(4),
    after = number(5), first = number(6), factor = number(7), ceiling = number(8), decay = number(9)
  }
  one.is_window = string.sub(ARGV[from + 1], 1, 1) == 'w'
  one.enforced = string.sub(ARGV[from + 1], 2, 2) == '1'
  if one.is_window then window(one) else bucket(one) end
  if one.after > 0 then penalty(one) end
  if one.enforced and one.wait > 0 then refused = true end
  all[at] = one
end

local answer = {}
for _, one in ipairs(all) do
  local left, reset
  local takes = not refused and one.wait == 0
  if one.is_window then
    if takes then
      redis.call('RPUSH', one.key, string.format('%.0f', one.now))
      expire(one.key, one.per)
      one.count = one.count + 1
      one.oldest = one.oldest or one.now
    end
    left = one.limit - one.count
    reset = one.oldest and one.oldest + one.per - one.now or 0
  else
    if takes then
      one.full = math.max(one.full, one.now) + one.each
      redis.call('SET', one.key, text(one.full))
      expire(one.key, one.full - one.now)
    end
    reset = math.max(0, one.full - one.now)
    left = math.floor(one.burst - (reset - 1) / one.each)
    left = math.max(0, math.min(one.burst, left))
  end
  for _, number in ipairs({ math.ceil(one.wait), left, math.ceil(reset), one.level, math.ceil(one.kept_out) }) do
    answer[#answer + 1] = number
  end
end
return answer
`
