import { underAttack } from '../attack.mjs'

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'clients-slow-headers',
  group: 'clients',
  title: '500 clients send their headers a line a second, without end (slowloris)',
  expect: { readyz: null, incident: null, log: null, silenceS: 3 },
  needs: ['redis'],
  seconds: 20,
  async run(stage) {
    const { note, figures, most } = await underAttack(stage, url => ({ kind: 'drip', url, count: 500 }))
    const problems = []
    if (!(figures['408'] >= 500)) problems.push(`Only ${figures['408'] ?? 0} of 500 were let go within 20 s`)
    if (most.files > 1500) problems.push(`The service held ${most.files} files open`)
    return { note, problems }
  }
}
