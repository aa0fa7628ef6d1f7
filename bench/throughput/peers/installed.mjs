import { spawnSync } from 'node:child_process'

/** Debian's Python: its OpenCV is not seen by another one that may come first on the PATH. */
export const PYTHON = '/usr/bin/python3'

/** Each program or module that a peer needs, how to see that it is there, and the package that brings it. */
const NEEDED = {
  'redis-server': { check: ['redis-server', '--version'], packages: 'redis-server' },
  ffmpeg: { check: ['ffmpeg', '-version'], packages: 'ffmpeg' },
  gcc: { check: ['gcc', '--version'], packages: 'gcc' },
  'python3-opencv': { check: [PYTHON, '-c', 'import cv2'], packages: 'python3-opencv' },
  'python3-redis': { check: [PYTHON, '-c', 'import redis'], packages: 'python3-redis' },
  'python3-websockets': { check: [PYTHON, '-c', 'import websockets'], packages: 'python3-websockets' }
}

/**
 * What is not there of what a peer needs. Nothing is installed here.
 *
 * @param {(keyof typeof NEEDED)[]} names
 * @returns {string | null} For the table, null when all is there.
 */
export function missing(...names) {
  const absent = names.filter(name => {
    const [command, ...args] = NEEDED[name].check
    return spawnSync(command, args, { stdio: 'ignore' }).status !== 0
  })
  return absent.length === 0 ? null : toInstall(absent.map(name => NEEDED[name].packages))
}

/** @param {string[]} packages */
export function toInstall(packages) {
  return `missing: ${packages.join(', ')} (apt-get install ${packages.join(' ')})`
}
