// Loaded with `--import` into a service under test, and so into its threads: frames with a certain comment behind their
// first marker make the thread that looks at them die, as a mistake in the codec would.
import { syncBuiltinESMExports } from 'node:module'
import { isMainThread } from 'node:worker_threads'
import zlib from 'node:zlib'

const COMMENT_AT = 6
const hashed = zlib.crc32

const SPOILS = {
  'CRASH!': () => process.exit(3),
  'HANGS!': () => {
    for (;;);
  },
  GREEDY: () => {
    const hoard = []
    for (;;) hoard.push(new Array(1000).fill({}))
  },
  THROWS: () => {
    throw new Error('A spoilt frame')
  }
}

if (!isMainThread) {
  // The hash of a frame is the first thing that is made of it.
  zlib.crc32 = (bytes, value) => {
    const comment = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
      'latin1',
      COMMENT_AT,
      COMMENT_AT + 6
    )
    SPOILS[comment]?.()
    return hashed(bytes, value)
  }
  syncBuiltinESMExports()
}
