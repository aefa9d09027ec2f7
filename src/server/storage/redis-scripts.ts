/**
 * What Redis does in one step. It runs scripts one by one, and each touches the
 * keys of one slot only.
 */

export const readScript = `
return redis.call('HMGET', KEYS[1], 'tag', 'value')`;

/**
 * Keys: the record, the due list. Arguments: the name in that list, the expected
 * tag after a \`=\` (empty: no record), and if there is to be a record its tag,
 * value, ttl and due (empty: none).
 *
 * What takes memory comes first: out of memory Redis refuses that, and then
 * nothing has been done.
 */
export const writeScript = `
local tag = redis.call('HGET', KEYS[1], 'tag')
if (tag and '=' .. tag or '') ~= ARGV[2] then
  return 0
end
if not ARGV[3] then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
  return 1
end
redis.call('HSET', KEYS[1], 'tag', ARGV[3], 'value', ARGV[4])
if ARGV[5] == '' then
  redis.call('PERSIST', KEYS[1])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
end
if ARGV[6] == '' then
  redis.call('ZREM', KEYS[2], ARGV[1])
else
  redis.call('ZADD', KEYS[2], ARGV[6], ARGV[1])
end
return 1`;

/** Key: the due list. Arguments: the latest due, how many at most. */
export const dueScript = `
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1],
  'WITHSCORES', 'LIMIT', 0, ARGV[2])`;

/**
 * Takes out of the due list what has expired, and answers how many those were.
 * Keys: the due list, records. Arguments: the names of the records in the list.
 */
export const forgetScript = `
local forgotten = 0
for index, name in ipairs(ARGV) do
  if redis.call('EXISTS', KEYS[index + 1]) == 0 then
    forgotten = forgotten + redis.call('ZREM', KEYS[1], name)
  end
end
return forgotten`;

/** Takes the lease, or renews it for who has it. */
export const claimScript = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 1
end
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0`;

export const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0`;
