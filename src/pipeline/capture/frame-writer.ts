/** Where frames that were posted over HTTP are put, when a source carries them to the shards. */
export interface FrameWriter {
  /**
   * @param meta The meta JSON as bytes, or null.
   * @throws AppError `frame/source-failed`
   */
  write(stream: string, jpeg: Buffer, meta: Buffer | null): Promise<void>
  /** Resolves when the other side answers. @throws AppError `frame/source-failed` */
  ping(): Promise<void>
  close(): Promise<void>
}
