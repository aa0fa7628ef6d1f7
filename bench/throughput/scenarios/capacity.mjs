import { Stage } from '../stage.mjs'
import { findHighest, measureAt } from '../steady-load.mjs'
import { latencyText } from './exactly-once.mjs'

const STREAMS = 20

/**
 * The highest rate at which nothing is dropped, and what a frame costs and how long it takes at half of it.
 *
 * @param {{ size: import('../pictures.mjs').PictureSize, from: number, seconds: number }} load `from`: frames a second that
 *   are surely possible.
 */
export async function capacity({ size, from, seconds }) {
  const stage = await Stage.open()
  try {
    const load = { size, seconds, streams: await stage.subscribe(STREAMS) }
    const highest = await findHighest(stage, load, { from })
    const half = await measureAt(stage, load, highest / 2)
    return {
      title: `Capacity, ${size.name}`,
      rows: [
        ['picture', `${size.name}, ${Math.round(half.frameBytes / 1000)} KB`],
        ['highest rate without a drop', `${Math.round(highest)} frames/s over ${STREAMS} streams`],
        [`CPU of the service a frame at ${Math.round(highest / 2)} frames/s`, `${half.cpuMs.toFixed(2)} ms`],
        [`latency at ${Math.round(highest / 2)} frames/s, p50 / p99 / max`, latencyText(half.latenciesMs)]
      ],
      problems: half.dropped === 0 ? [] : [`dropped at half load: ${half.dropped}`]
    }
  } finally {
    await stage.close()
  }
}
