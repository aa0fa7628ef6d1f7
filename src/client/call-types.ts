/** What every call takes. */
export interface CallOptions {
  /** Ends the call, which is then rejected with the signal's reason. */
  readonly signal?: AbortSignal
  /** In place of the client's `timeoutMs`, ms. */
  readonly timeoutMs?: number
}

/** A value of an address's query; lists are sent by comma. */
export type QueryValue = string | number | readonly string[]

/** The bytes of a JPEG. */
export type FrameBytes = Uint8Array | ArrayBuffer | Blob

/** How one call is made and what it answers. */
export interface OperationRow {
  readonly method: string
  /** `{name}` stands for a part of the path, `{*name}` for a rest whose slashes stay. */
  readonly path: string
  readonly answer: 'json' | 'text' | 'bytes' | 'stream'
  readonly body?: 'json' | 'bytes'
  /** Fixed values of the query. */
  readonly query?: Readonly<Record<string, string>>
  /** Statuses of 400 and more that are answers and no errors. */
  readonly accepts?: readonly number[]
}

export type OperationTable<Name extends string> = Readonly<Record<Name, OperationRow>>
