-- KEYS: what is claimed. ARGV: the lease in milliseconds, then fence and fingerprint of each key.
-- Answers for each key 'owned', 'completed', 'conflict' or the milliseconds that its owner has left.
local answers = {}
for i, key in ipairs(KEYS) do
  local fence, fingerprint = ARGV[2 * i], ARGV[2 * i + 1]
  local mine = 'owned:' .. fence .. ':' .. fingerprint
  if redis.call('set', key, mine, 'nx', 'px', ARGV[1]) then
    answers[i] = 'owned'
  else
    local found = redis.call('get', key)
    if found == mine then
      -- A client sent the script again after it had not read the answer.
      answers[i] = 'owned'
    elseif string.sub(found, 1, 10) == 'completed:' then
      answers[i] = string.match(found, '[^:]*$') == fingerprint and 'completed' or 'conflict'
    else
      answers[i] = redis.call('pttl', key)
    end
  end
end
return answers
