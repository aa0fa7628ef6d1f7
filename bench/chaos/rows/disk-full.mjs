import { keptIn, mountSmallDisk } from '../small-disk.mjs'

/** @type {ReturnType<typeof mountSmallDisk>} */
let disk

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'disk-full',
  group: 'disk',
  title: 'The disk of the data folder (incidents, snapshots) is full for {s} s',
  needs: ['redis'],
  settings: () => keptIn(disk.folder),
  expect: { readyz: /data/, incident: /data/, log: /Incidents cannot be kept/, silenceS: 4 },
  async prepare() {
    disk = mountSmallDisk()
  },
  async run(stage) {
    await stage.outage({ begin: () => disk.fill(), end: () => disk.free() })
  },
  async tidy() {
    disk?.unmount()
  }
}
