/** @type {import('../row.mjs').Row} */
export const row = {
  name: 's3-hung',
  group: 's3',
  title: 'The S3 store hangs for {s} s (SIGSTOP, SIGCONT): connections stay, nothing is answered',
  expect: { readyz: /snapshots/, incident: /snapshot/i, log: /snapshot store/i, silenceS: 4 },
  async run(stage) {
    await stage.outage({
      begin: () => stage.s3.signal('SIGSTOP'),
      end: () => stage.s3.signal('SIGCONT')
    })
  }
}
