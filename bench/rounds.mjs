// Contestants take turns, so that whatever else the machine does meanwhile meets all of them, and what is compared is
// compared within a round.

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {() => number | Promise<number>} [cpuMsPerFrame] Does its work on all frames once; CPU of it, ms a frame.
 * @property {string} [missing] In place of it: how it can be had.
 * @property {() => void} [end] Ends the process that it works in.
 */

/**
 * @param {Contestant[]} contestants Those that are missing are left out.
 * @param {number} rounds
 * @returns {Promise<Map<string, number[]>>} By name: CPU of a frame in each round, ms.
 */
export async function takeTurns(contestants, rounds) {
  const present = contestants.filter(({ cpuMsPerFrame }) => cpuMsPerFrame !== undefined)
  /** @type {Map<string, number[]>} */
  const times = new Map(present.map(({ name }) => [name, []]))
  for (const { cpuMsPerFrame } of present) await cpuMsPerFrame()
  for (let round = 0; round < rounds; round++) {
    for (const { name, cpuMsPerFrame } of present) times.get(name)?.push(await cpuMsPerFrame())
  }
  return times
}

/** CPU that this process uses for some work, user and system, all threads, ms. */
export async function cpuMsOf(work) {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** @param {number[]} values @returns {number} The upper one of two in the middle; NaN of nothing. */
export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

/** Median over the rounds of one's time in another's. */
export function medianRatio(times, others) {
  return median(times.map((time, round) => time / others[round]))
}
