/** @type {import('../row.mjs').Row} */
export const row = {
  name: 's3-killed',
  group: 's3',
  title: 'The S3 store ends at once (SIGKILL) and is back after {s} s',
  expect: { readyz: /snapshots/, incident: /snapshot/i, log: /snapshot store/i, silenceS: 4 },
  async run(stage) {
    await stage.outage({
      begin: () => stage.s3.signal('SIGKILL'),
      end: () => stage.s3.startAgain()
    })
  }
}
