import '../load-typescript.mjs'

const { mayMount, SmallDisk } = await import('../../test/servers/small-disk.ts')
const DISK_BYTES = 32 * 1024 * 1024

/** For root alone. @returns {InstanceType<typeof SmallDisk>} */
function mountSmallDisk() {
  if (!mayMount) throw new Error('Only root may mount a disk')
  return SmallDisk.mount(DISK_BYTES)
}

/** Settings under which all but the frames is kept in the folder. @param {string} folder */
export function keptIn(folder) {
  return { DATA_DIR: folder, INCIDENT_STORE: 'embedded', SNAPSHOT_STORE: 'folder' }
}

/**
 * A row in which something befalls the disk of the data folder.
 *
 * @param {{ name: string, title: string, log: RegExp, begin: (disk: InstanceType<typeof SmallDisk>) => void,
 *   end: (disk: InstanceType<typeof SmallDisk>) => void }} row
 * @returns {import('./row.mjs').Row}
 */
export function smallDiskRow({ name, title, log, begin, end }) {
  /** @type {InstanceType<typeof SmallDisk>} */
  let disk
  return {
    name,
    group: 'disk',
    title,
    needs: ['redis'],
    settings: () => keptIn(disk.folder),
    expect: { readyz: /data/, incident: /data/, log, silenceS: 4 },
    async prepare() {
      disk = mountSmallDisk()
    },
    async run(stage) {
      await stage.outage({ begin: () => begin(disk), end: () => end(disk) })
    },
    async tidy() {
      disk?.unmount()
    }
  }
}
