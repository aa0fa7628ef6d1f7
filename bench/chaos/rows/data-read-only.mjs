import { smallDiskRow } from '../small-disk.mjs'

export const row = smallDiskRow({
  name: 'data-read-only',
  title: 'The data folder may not be written to for {s} s (what is open stays open)',
  log: /snapshot store/,
  begin: disk => disk.setReadOnly(true),
  end: disk => disk.setReadOnly(false)
})
