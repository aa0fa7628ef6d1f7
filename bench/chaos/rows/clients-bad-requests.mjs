import { underAttack } from '../attack.mjs'

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'clients-bad-requests',
  group: 'clients',
  title: '10,000 bad requests a second: no route, no URL, no JSON, no method, no HTTP',
  // The flood and the service share the cores: what cannot be analysed in time is dropped, and counted.
  expect: { readyz: null, incident: null, log: null, silenceS: 5, mostFramesLost: 500 },
  needs: ['redis'],
  async run(stage) {
    const order = url => ({ kind: 'flood', url, count: 50, perSecond: 10_000 })
    const { note, figures, before, most } = await underAttack(stage, order)
    const problems = []
    if (most.rssMb - before.rssMb > 400) problems.push(`Memory grew by ${most.rssMb - before.rssMb} MB`)
    for (const status of ['400', '404', '405']) {
      if (!(figures[status] > 0)) problems.push(`Nobody was answered ${status}`)
    }
    if (figures['500'] > 0) problems.push(`${figures['500']} were answered 500`)
    return { note, problems }
  }
}
