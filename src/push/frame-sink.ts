/** A frame on its way out. */
export interface OutgoingFrame {
  readonly stream: string
  readonly jpeg: Buffer
  readonly capturedAtMs: number
}

/** What became of a frame. */
export type Delivery =
  | { readonly ok: true }
  | {
      readonly ok: false
      /** `again`: it may be tried again after a pause. `refused`: this very frame will never be taken. */
      readonly next: 'again' | 'refused'
      /** One line for people, without secrets. */
      readonly reason: string
      /** Least pause that was asked for, ms. */
      readonly pauseMs?: number
    }

/** Where frames go. */
export interface FrameSink {
  /** Never rejects, and resolves within its own deadline. */
  send(frame: OutgoingFrame): Promise<Delivery>
  close(): Promise<void>
}
