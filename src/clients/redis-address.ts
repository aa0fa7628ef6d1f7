/** How to reach the Redis server. */
export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly username: string | null
  readonly password: string | null
  readonly db: number
  readonly tls: boolean
}
