import { underAttack } from '../attack.mjs'

const CONNECTIONS = 10_000
/** A timer of Node's looks every 2 s whether the 15 s for headers are over. */
const MOST_MB_MORE = 400

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'clients-connections-left',
  group: 'clients',
  title: '10,000 connections from one address are opened and left, and opened again whenever they are closed',
  // Opening 5,000 connections a second takes the core that the service has, for as long as it lasts.
  expect: { readyz: null, incident: null, log: /connection was refused/i, silenceS: 5 },
  needs: ['redis'],
  async run(stage) {
    const { note, figures, before, most } = await underAttack(stage, url => ({ kind: 'idle', url, count: CONNECTIONS }))
    const problems = []
    if (most.files > 4000 + 300) problems.push(`The service held ${most.files} files open`)
    if (most.rssMb - before.rssMb > MOST_MB_MORE) problems.push(`Memory grew by ${most.rssMb - before.rssMb} MB`)
    if (!(figures['503'] > 0)) problems.push('Nobody was told that there are too many connections')
    if (!(figures['408'] > 0)) problems.push('No silent connection was let go')
    return { note, problems }
  }
}
