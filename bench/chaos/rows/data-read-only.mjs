import { keptIn, mountSmallDisk } from '../small-disk.mjs'

/** @type {ReturnType<typeof mountSmallDisk>} */
let disk

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'data-read-only',
  group: 'disk',
  title: 'The data folder may not be written to for {s} s (what is open stays open)',
  needs: ['redis'],
  settings: () => keptIn(disk.folder),
  expect: { readyz: /data/, incident: /data/, log: /snapshot store/, silenceS: 4 },
  async prepare() {
    disk = mountSmallDisk()
  },
  async run(stage) {
    await stage.outage({ begin: () => disk.setReadOnly(true), end: () => disk.setReadOnly(false) })
  },
  async tidy() {
    disk?.unmount()
  }
}
