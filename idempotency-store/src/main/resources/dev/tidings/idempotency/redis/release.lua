-- KEYS: what was claimed. ARGV: the lease, which is not used, then fence and fingerprint of each key.
-- Answers with the positions of those that were not there to be given back.
local lost = {}
for i, key in ipairs(KEYS) do
  if redis.call('get', key) == 'owned:' .. ARGV[2 * i] .. ':' .. ARGV[2 * i + 1] then
    redis.call('del', key)
  else
    lost[#lost + 1] = i
  end
end
return lost
