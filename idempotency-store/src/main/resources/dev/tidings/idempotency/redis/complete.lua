-- Answers with the positions of those that are not owned any more. What Redis has lost counts as owned.
local lost = {}
for i, key in ipairs(KEYS) do
  local state, claim = held(key)
  if state == nil or (state == 'owned' and claim == claim_of(i)) then
    put(key, 'completed:' .. claim_of(i) .. ':')
  elseif state ~= 'completed' or claim ~= claim_of(i) then
    lost[#lost + 1] = i
  end
end
return lost
