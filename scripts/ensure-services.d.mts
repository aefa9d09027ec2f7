/** The path of redis-server, if there is one on the PATH. */
export function findRedis(): string | undefined;

/** The folder that holds postgres and initdb, if there is one. */
export function findPostgres(): string | undefined;
