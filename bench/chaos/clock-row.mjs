import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PRELOAD = new URL('../../test/servers/preload/set-clock.mjs', import.meta.url).href

/**
 * A row in which the clock of the service is set, and set right again; Redis and the cameras keep theirs.
 *
 * @param {string} name @param {string} direction @param {number} shiftMs
 * @returns {import('./row.mjs').Row}
 */
export function clockRow(name, direction, shiftMs) {
  return {
    name,
    group: 'clock',
    title: `The clock of the service is set ${direction} by an hour, and right again after {s} s`,
    needs: ['redis'],
    settings: stage => ({ NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_SHIFT_FILE: fileOf(stage) }),
    expect: { readyz: null, incident: null, log: /The clock of this machine was set/, silenceS: 3 },
    async run(stage) {
      const gaps = () => stage.witness.incidents.filter(({ incident }) => incident.kind === 'stream-gap').length
      const before = gaps()
      await stage.outage({
        begin: () => writeFileSync(fileOf(stage), String(shiftMs)),
        end: () => writeFileSync(fileOf(stage), '0')
      })
      const negative = (await stage.incidents()).filter(
        ({ openedAt, closedAt }) => closedAt !== null && Date.parse(closedAt) < Date.parse(openedAt)
      )
      const told = gaps() - before
      return {
        problems: [
          told > 0 && `${told} cameras were called silent`,
          negative.length > 0 && `${negative.length} incidents ended before they began`
        ].filter(Boolean)
      }
    }
  }
}

function fileOf({ folder }) {
  return join(folder, 'clock-shift')
}
