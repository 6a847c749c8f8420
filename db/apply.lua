-- Writes the changed rows of one shard and its watermark, or nothing.
-- KEYS: meta, stock, day keys. ARGV: mode, incarnation, epoch, from, to, as_of, first, last, day seconds, then (key, field, value)*.
local mode, incarnation = ARGV[1], ARGV[2]
local epoch, from, to, as_of, seconds = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[9])
if not (epoch and from and to and as_of and seconds) or from > to or (#ARGV - 9) % 3 ~= 0 then return 'BAD' end
if mode ~= 'add' and mode ~= 'reset' then return 'BAD' end
for i = 10, #ARGV, 3 do
  local key = tonumber(ARGV[i])
  if not key or key < 2 or key > #KEYS then return 'BAD' end
end
local held = redis.call('HMGET', KEYS[1], 'incarnation', 'epoch', 'seq')
local is_same = held[1] == incarnation
if is_same and tonumber(held[2]) > epoch then return 'FENCED' end
if mode == 'add' then
  if not held[1] then return 'GAP' end
  if not is_same then return 'STALE' end
  local seq = tonumber(held[3])
  if seq > from then return 'DUP' end
  if seq < from then return 'GAP' end
else
  for i = 2, #KEYS do redis.call('DEL', KEYS[i]) end
end
for i = 10, #ARGV, 3 do
  if ARGV[i + 2] == '' then
    redis.call('HDEL', KEYS[tonumber(ARGV[i])], ARGV[i + 1])
  else
    redis.call('HSET', KEYS[tonumber(ARGV[i])], ARGV[i + 1], ARGV[i + 2])
  end
end
for i = 3, #KEYS do redis.call('EXPIRE', KEYS[i], seconds) end
redis.call('HSET', KEYS[1], 'incarnation', incarnation, 'epoch', epoch, 'seq', to, 'as_of', as_of, 'first', ARGV[7], 'last', ARGV[8])
return 'OK'
