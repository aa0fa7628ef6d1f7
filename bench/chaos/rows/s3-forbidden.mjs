/** @type {import('../row.mjs').Row} */
export const row = {
  name: 's3-forbidden',
  group: 's3',
  title: 'The S3 user of the service is suspended for {s} s: every request is answered with 403',
  expect: { readyz: /snapshots/, incident: /snapshot/i, log: /snapshot/i, silenceS: 4 },
  async run(stage) {
    const user = `--uid=${stage.s3.user}`
    await stage.outage({
      begin: () => stage.s3.administer('user', 'suspend', user),
      end: () => stage.s3.administer('user', 'enable', user)
    })
  }
}
