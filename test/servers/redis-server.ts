import { type RunningServer, startServer } from './server-script.ts'

/**
 * A Redis server of the caller's own, for tests that stop, pause or fill it.
 *
 * @param port 0 takes a free one; give the old one to bring a stopped server back.
 * @param options Further options of redis-server, e.g. `['--requirepass', 'x']`.
 */
export function startRedis(port = 0, options: readonly string[] = []): Promise<RunningServer> {
  return startServer('start-redis.sh', port, options)
}
