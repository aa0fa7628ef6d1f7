/** @type {import('../row.mjs').Row} */
export const row = {
  name: 's3-full',
  group: 's3',
  title: 'The S3 store is full for {s} s: it answers what is to be stored with 403 QuotaExceeded, and the rest as ever',
  through: ['s3'],
  expect: { readyz: /snapshots/, incident: /snapshot/i, log: /snapshot/i, silenceS: 4 },
  async run(stage) {
    stage.s3Gate.insteadOf = method => method === 'PUT'
    await stage.outage({
      begin: () => {
        stage.s3Gate.instead = { status: 403, code: 'QuotaExceeded' }
      },
      end: () => {
        stage.s3Gate.instead = null
      }
    })
  }
}
