import '../load-typescript.mjs'

const { mayMount, SmallDisk } = await import('../../test/servers/small-disk.ts')
const DISK_BYTES = 32 * 1024 * 1024

/** A disk for the data folder of a row, for root alone. @returns {InstanceType<typeof SmallDisk>} */
export function mountSmallDisk() {
  if (!mayMount) throw new Error('Only root may mount a disk')
  return SmallDisk.mount(DISK_BYTES)
}

/** Settings under which all but the frames is kept in the folder. @param {string} folder */
export function keptIn(folder) {
  return { DATA_DIR: folder, INCIDENT_STORE: 'embedded', SNAPSHOT_STORE: 'folder' }
}
