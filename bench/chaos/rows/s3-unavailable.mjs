/** @type {import('../row.mjs').Row} */
export const row = {
  name: 's3-unavailable',
  group: 's3',
  title: 'The S3 store answers every request with 503 SlowDown, for {s} s',
  through: ['s3'],
  expect: { readyz: /snapshots/, incident: /snapshot/i, log: /snapshot store/i, silenceS: 4 },
  async run(stage) {
    await stage.outage({
      begin: () => {
        stage.s3Gate.instead = { status: 503, code: 'SlowDown' }
      },
      end: () => {
        stage.s3Gate.instead = null
      }
    })
  }
}
