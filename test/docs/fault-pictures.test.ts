import sharp from 'sharp'
import { expect, it } from 'vitest'
// @ts-expect-error plain JavaScript, which the script runs as it is
import { FILMED_KINDS, filmFault } from '../../scripts/fault-scenes.mjs'
import { FAULT_KINDS } from '../../src/model/fault.ts'
import { ROOT } from './code-blocks.ts'

interface Filmed {
  readonly healthy: { readonly jpeg: Uint8Array; readonly state: string }
  readonly faulty: { readonly jpeg: Uint8Array; readonly state: string; readonly faults: readonly { kind: string }[] }
  readonly told: readonly string[]
}

it('there are pictures of every fault', () => {
  expect([...(FILMED_KINDS as string[])].sort()).toEqual([...FAULT_KINDS].sort())
})

it.each(FAULT_KINDS)(
  '%s: the judge finds it in the frames that its pictures are of',
  { timeout: 240_000 },
  async kind => {
    const { healthy, faulty, told } = (await filmFault(kind)) as Filmed
    expect(healthy.state).toBe('Normal')
    expect(told.at(-1)).toBe(kind)
    // The picture of a silent camera is the last one that came.
    if (kind !== 'stream-gap') expect(faulty.faults[0]?.kind).toBe(kind)
    for (const [name, { jpeg }] of Object.entries({ healthy, faulty })) {
      expect([name, await differenceOf(jpeg, `${kind}-${name}.webp`)]).toEqual([name, expect.toSatisfy(isSmall)])
    }
  }
)

/** Heavy noise costs the small picture more levels than a scene does; another scene differs by 30 and more. */
const isSmall = (levels: number): boolean => levels < 12

/** Mean difference to a picture of the documentation, grey levels. */
async function differenceOf(jpeg: Uint8Array, name: string): Promise<number> {
  const luma = (picture: Uint8Array | string): Promise<Buffer> =>
    sharp(picture, { failOn: 'none' }).resize(120, 68, { fit: 'fill' }).greyscale().raw().toBuffer()
  const one = await luma(jpeg)
  const other = await luma(`${ROOT}docs/images/faults/${name}`)
  return one.reduce((sum, level, index) => sum + Math.abs(level - (other[index] ?? 0)), 0) / one.length
}
