-- A key holds a state, the fence and fingerprint of the claim that is in it, and until when that owns it, by the clock of Redis:
-- owned:17:-4:1764000000000, completed:17:-4: or released:17:-4:
-- KEYS: what is claimed. ARGV: the lease, and how long the key is kept, in milliseconds; then fence and fingerprint for each key.

local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function claim_of(i)
  return ARGV[2 * i + 1] .. ':' .. ARGV[2 * i + 2]
end

local function owned(i)
  return 'owned:' .. claim_of(i) .. ':' .. string.format('%.0f', now + ARGV[1])
end

-- State, claim, fingerprint and end of what a key holds; nil if it is not there.
local function held(key)
  local found = redis.call('get', key)
  if found then
    return string.match(found, '^(%a+):(%d+:(%-?%d+)):(%d*)$')
  end
end

-- Redis without memory refuses set as the first write of a script, yet not as the second.
local function put(key, value)
  redis.call('pexpire', key, ARGV[2])
  redis.call('set', key, value, 'px', ARGV[2])
end
