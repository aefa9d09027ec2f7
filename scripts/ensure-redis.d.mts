/** The path of redis-server, if there is one on the PATH. */
export function findRedis(): string | undefined;
