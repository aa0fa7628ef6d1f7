/** What a frame does to the thread that looks at it, where `preload/spoilt-frames.mjs` is loaded. */
export type Spoil = 'CRASH!' | 'HANGS!' | 'GREEDY' | 'THROWS'

/** Settings under which a service falls for spoilt frames. */
export const FALLS_FOR_SPOILT = {
  NODE_OPTIONS: `--import ${new URL('./preload/spoilt-frames.mjs', import.meta.url).href}`
}

/** The picture with a comment that spoils it. */
export function spoiltJpeg(jpeg: Uint8Array, spoil: Spoil): Buffer {
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, spoil.length + 2]), Buffer.from(spoil, 'latin1')])
  return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)])
}
