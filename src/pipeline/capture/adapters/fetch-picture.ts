import { setTimeout as sleep } from 'node:timers/promises'
import type { EncodedFrame } from '../../../model/frame.ts'
import { withPicture } from '../stream-entry.ts'
import { isRedirection } from './cluster-slots.ts'
import type { FoundPicture } from './picture-reader.ts'

/** A server that was lost may come back, or its replica take over; the key may outlive that. */
const TRIES = 20
const RETRY_MS = 100

/**
 * Gets the bytes of a frame that came without them.
 *
 * @param read Throws when the server cannot be asked now.
 * @param isGoingOn False once nobody waits for it any more.
 * @returns Null when the bytes are gone, or cannot be got. Never rejects.
 */
export async function fetchPicture(
  frame: EncodedFrame,
  maxFrameBytes: number,
  read: (key: string) => Promise<FoundPicture>,
  isGoingOn: () => boolean
): Promise<EncodedFrame | null> {
  for (let tries = 0; tries < TRIES && isGoingOn(); tries++) {
    try {
      const found = await read(frame.jpegKey ?? '')
      if (found === 'gone') return null
      return withPicture(frame, found === 'no string' ? null : found, maxFrameBytes)
    } catch (cause) {
      // Who said that the key is elsewhere has been listened to: the next try goes there.
      if (!isRedirection(cause)) await sleep(RETRY_MS)
    }
  }
  return null
}
