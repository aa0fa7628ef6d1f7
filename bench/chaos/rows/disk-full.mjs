import { smallDiskRow } from '../small-disk.mjs'

export const row = smallDiskRow({
  name: 'disk-full',
  title: 'The disk of the data folder (incidents, snapshots) is full for {s} s',
  log: /Incidents cannot be kept/,
  begin: disk => disk.fill(),
  end: disk => disk.free()
})
