import sharp from 'sharp'
import { checkedJpeg, drawnJpeg } from '../pictures.ts'

/** What must come of a frame: a state of the result, or a part of its error. */
export interface HostileFrame {
  readonly name: string
  readonly jpeg: Buffer
  /** A judged picture of this `[height, width, channels]`, or part of the error's text. */
  readonly expected: { readonly shape: readonly number[] } | { readonly error: RegExp }
}

/** Every bad or odd picture that a camera may send, each with what must come of it. */
export async function hostileJpegs(): Promise<HostileFrame[]> {
  const whole = await checkedJpeg(320, 240)
  const rgb = (options: object) => sharp(whole).jpeg(options).toBuffer()
  return [
    { name: 'one byte', jpeg: Buffer.from([0xff]), expected: { error: /no JPEG/ } },
    { name: 'text', jpeg: Buffer.from('<html>camera is offline</html>'), expected: { error: /no JPEG/ } },
    { name: 'a PNG', jpeg: await sharp(whole).png().toBuffer(), expected: { error: /PNG/ } },
    { name: 'zeros', jpeg: Buffer.alloc(100_000), expected: { error: /no JPEG/ } },
    { name: 'a start marker alone', jpeg: Buffer.from([0xff, 0xd8]), expected: { error: /ends after 2 bytes/ } },
    {
      name: 'an empty picture',
      jpeg: Buffer.from([0xff, 0xd8, 0xff, 0xd9]),
      expected: { error: /before its first scan/ }
    },
    {
      name: 'a header of 65,500 x 65,500',
      jpeg: withSize(whole, 65_500, 65_500),
      expected: { error: /65500 x 65500/ }
    },
    {
      name: 'a header of 8,000 x 8,000',
      jpeg: withSize(whole, 8000, 8000),
      expected: { error: /8000 x 8000|cut off/ }
    },
    { name: 'a header of 0 x 0', jpeg: withSize(whole, 0, 0), expected: { error: /0 x 0/ } },
    { name: '1 x 1', jpeg: await drawnJpeg(1, 1, () => 128), expected: { shape: [1, 1, 3] } },
    { name: '1 x 4,000', jpeg: await drawnJpeg(1, 4000, () => 128), expected: { shape: [4000, 1, 3] } },
    { name: 'progressive', jpeg: await rgb({ progressive: true }), expected: { shape: [240, 320, 3] } },
    {
      name: 'CMYK',
      jpeg: await sharp(whole).toColourspace('cmyk').jpeg().toBuffer(),
      expected: { shape: [240, 320, 4] }
    },
    {
      name: 'grey',
      jpeg: await sharp(whole).toColourspace('b-w').jpeg().toBuffer(),
      expected: { shape: [240, 320, 1] }
    },
    {
      // Measured as it is stored: the verdict does not depend on how it is held.
      name: 'turned by EXIF',
      jpeg: await sharp(whole).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      expected: { shape: [240, 320, 3] }
    },
    {
      name: 'a picture and a megabyte of rubbish behind it',
      jpeg: Buffer.concat([whole, Buffer.alloc(1 << 20, 0x5a)]),
      expected: { shape: [240, 320, 3] }
    }
  ]
}

/** The picture cut at every tenth of its length. */
export async function cutJpegs(): Promise<Buffer[]> {
  const whole = await checkedJpeg(320, 240)
  return Array.from({ length: 9 }, (_, i) => whole.subarray(0, Math.floor((whole.length * (i + 1)) / 10)))
}

/** The picture with 1 to 20 of its bytes changed, anew in each; the same on every run. */
export async function flippedJpegs(count: number): Promise<Buffer[]> {
  const whole = await checkedJpeg(320, 240)
  let seed = 20_261_122
  const random = (below: number) => {
    // Numerical Recipes' generator: its high bits are good enough to choose bytes.
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  return Array.from({ length: count }, () => {
    const copy = Buffer.from(whole)
    for (let flips = 1 + random(20); flips > 0; flips--) copy[random(copy.length)]! ^= 1 << random(8)
    return copy
  })
}

/** The same bytes with another size in the frame header. */
function withSize(jpeg: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg)
  for (let at = 2; at < copy.length; at += 2 + copy.readUInt16BE(at + 2)) {
    if (copy[at + 1] !== 0xc0) continue
    copy.writeUInt16BE(height, at + 5)
    copy.writeUInt16BE(width, at + 7)
    return copy
  }
  throw new Error('Cannot find the frame header')
}
