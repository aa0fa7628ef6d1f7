import { underAttack } from '../attack.mjs'

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'clients-never-read',
  group: 'clients',
  title: '1,000 WebSocket clients, half of results and half of events, of which 500 never read',
  expect: { readyz: null, incident: null, log: null, silenceS: 5, mostFramesLost: 500 },
  needs: ['redis'],
  // Those that never read fill the buffers of two kernels first, and have 5 s then in this row.
  settings: { WS_STALL_SECONDS: '5' },
  async run(stage) {
    const order = url => ({ kind: 'websockets', url, count: 1000, deaf: 500 })
    const { note, figures, before, most } = await underAttack(stage, order)
    const problems = []
    if (most.rssMb - before.rssMb > 500) problems.push(`Memory grew by ${most.rssMb - before.rssMb} MB`)
    if (!(figures.messages > 0)) problems.push('Nobody who reads was told anything')
    const lost = Object.keys(figures).filter(name => name.startsWith('reading closed'))
    if (lost.length > 0) problems.push(`Clients that read were let go: ${lost.join(', ')}`)
    return { note, problems }
  }
}
