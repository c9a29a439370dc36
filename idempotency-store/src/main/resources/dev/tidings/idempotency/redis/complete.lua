-- KEYS: what was claimed. ARGV: the retention in milliseconds, then fence and fingerprint of each key.
-- Answers with the positions of those that somebody else has, or has completed.
local lost = {}
for i, key in ipairs(KEYS) do
  local claim = ARGV[2 * i] .. ':' .. ARGV[2 * i + 1]
  local found = redis.call('get', key)
  if found == 'owned:' .. claim then
    -- Redis without memory refuses set as the first write of a script, yet not after this one.
    redis.call('pexpire', key, ARGV[1])
    redis.call('set', key, 'completed:' .. claim, 'px', ARGV[1])
  elseif not found then
    redis.call('set', key, 'completed:' .. claim, 'px', ARGV[1])
  elseif found ~= 'completed:' .. claim then
    lost[#lost + 1] = i
  end
end
return lost
