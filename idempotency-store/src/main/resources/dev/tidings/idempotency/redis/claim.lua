-- Answers for each key 'owned', 'completed', 'conflict' or the milliseconds that its owner has left.
local answers = {}
for i, key in ipairs(KEYS) do
  answers[i] = 'owned'
  if not redis.call('set', key, owned(i), 'nx', 'px', ARGV[2]) then
    local state, claim, fingerprint, ends = held(key)
    if state == 'completed' then
      answers[i] = fingerprint == ARGV[2 * i + 2] and 'completed' or 'conflict'
    elseif state == 'owned' and claim ~= claim_of(i) and tonumber(ends) > now then
      answers[i] = tonumber(ends) - now
    else
      put(key, owned(i))
    end
  end
end
return answers
