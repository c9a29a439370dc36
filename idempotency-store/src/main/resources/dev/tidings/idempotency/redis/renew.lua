-- KEYS: what was claimed. ARGV: the lease in milliseconds, then fence and fingerprint of each key.
-- Answers with the positions of those that somebody else has.
local lost = {}
for i, key in ipairs(KEYS) do
  local mine = 'owned:' .. ARGV[2 * i] .. ':' .. ARGV[2 * i + 1]
  if redis.call('get', key) == mine then
    redis.call('pexpire', key, ARGV[1])
  elseif not redis.call('set', key, mine, 'nx', 'px', ARGV[1]) then
    lost[#lost + 1] = i
  end
end
return lost
