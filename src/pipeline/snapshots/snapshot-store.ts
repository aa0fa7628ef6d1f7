/**
 * Where snapshots are kept. Keys are `<safe_stream>/<13-digit epoch ms>[_intrussion].jpg`, and
 * `.incidents/<safe_stream>/<13-digit epoch ms>_<role>-<kind>.jpg` for pictures of incidents; no other key is ever written or deleted
 * through this port.
 *
 * Every method has a deadline of its own and rejects with an `AppError`. `store/unreachable`, `store/denied` and `store/full` pass by
 * themselves and are worth another try; `snapshot/...` is the store's last word on this request.
 */
export interface SnapshotStore {
  /** Short name for logs: `s3`, `folder`. */
  readonly name: string

  /** Makes the bucket or folder when it is missing. Safe to call again. */
  prepare(): Promise<void>

  /**
   * Writes one JPEG. Makes the bucket or folder again when somebody has deleted it.
   *
   * @returns The entity tag, without quotes.
   */
  put(key: string, jpeg: Uint8Array): Promise<string>

  /** Reads one JPEG. @throws AppError `snapshot/not-found`, also for a key that could not be ours. */
  get(key: string): Promise<Uint8Array>

  /** Deletes the given keys; keys that are gone already are no error. */
  remove(keys: readonly string[]): Promise<void>

  /**
   * The keys below one prefix, in order of name, in pages of at most 1,000. Keys that are not ours may be among them.
   *
   * @param prefix `<safe_stream>/`, or `` for everything (retention by age only, never in the frame path).
   */
  list(prefix: string): AsyncIterable<readonly string[]>

  /** Resolves when the store answers; rejects when it does not within its deadline. */
  ping(): Promise<void>

  /** What lets strangers read what is kept, one sentence each; none when nothing does, as far as it can be told. */
  openings(): Promise<readonly string[]>

  /** Ends what is still under way. */
  close(): Promise<void>
}
