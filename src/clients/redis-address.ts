export interface HostAndPort {
  readonly host: string
  readonly port: number
}

/** What the certificate of a TLS server is held against. It is always verified. */
export interface TlsTrust {
  /** Authorities, PEM; null for those that Node knows. */
  readonly ca: string | null
  /** Name that the certificate must carry; null for the host that is connected to. */
  readonly servername: string | null
}

/** Sentinels that know which server of a group is the primary now. */
export interface SentinelGroup {
  readonly hosts: readonly HostAndPort[]
  /** As the Sentinels call the group. */
  readonly name: string
  readonly username: string | null
  readonly password: string | null
}

/** Who signs in, and how the line is secured: what all servers of one installation share. */
export interface RedisAccess {
  readonly username: string | null
  readonly password: string | null
  readonly tls: boolean
  /** When left out: Node's authorities, and the host's name. */
  readonly trust?: TlsTrust
}

/** How to reach the Redis server. */
export interface RedisAddress extends RedisAccess {
  readonly host: string
  readonly port: number
  readonly db: number
  /** When given, the Sentinels are asked for host and port at each connection, and the two here are for messages alone. */
  readonly sentinel?: SentinelGroup
}

/** How to reach a Redis Cluster. */
export interface ClusterAddress extends RedisAccess {
  /** Nodes that are asked for the others. */
  readonly seeds: readonly HostAndPort[]
}

/** One server, or a cluster. */
export type RedisServerOrCluster =
  | { readonly kind: 'server'; readonly address: RedisAddress }
  | { readonly kind: 'cluster'; readonly address: ClusterAddress }
