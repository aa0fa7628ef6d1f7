/** How one signal goes to its collector. */
export interface OtlpSignal {
  /** Without a user and password, which headers are for. */
  readonly url: string
  readonly protocol: 'http/protobuf' | 'http/json'
  readonly headers: Readonly<Record<string, string>>
  /** Of one export with its tries, ms. */
  readonly timeoutMs: number
  readonly compression: 'none' | 'gzip'
  /** PEM; left out: what Node knows, and no certificate of its own. */
  readonly tls: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer }
}

/** Who sends. */
export interface OtlpSource {
  readonly attributes: Readonly<Record<string, string>>
  readonly version: string
  /** When counting began, epoch ms. */
  readonly startedAtMs: number
  /** Epoch ms. */
  readonly clock: () => number
}
