const DELAY_MS = 3000

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 's3-slow',
  group: 's3',
  title: 'Each request to the S3 store takes 3 s, for {s} s',
  through: ['s3'],
  expect: { readyz: /snapshots/, incident: /snapshot/i, log: /snapshot/i, silenceS: 4 },
  async run(stage) {
    await stage.outage({
      begin: () => {
        stage.s3Gate.delayMs = DELAY_MS
      },
      end: () => {
        stage.s3Gate.delayMs = 0
      }
    })
  }
}
