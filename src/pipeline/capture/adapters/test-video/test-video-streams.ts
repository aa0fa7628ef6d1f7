import { BUILT_IN_CAMERAS } from './built-in-cameras.ts'
import { listTestFolder } from './test-folder.ts'

/**
 * Names of the test streams, in the order in which they are shown: the built-in cameras, or what a folder holds.
 *
 * @param directory TEST_VIDEO_DIR, or null for the built-in cameras.
 * @throws {AppError} `config/invalid` when the folder cannot be played.
 */
export function testVideoStreams(directory: string | null): string[] {
  if (directory === null) return BUILT_IN_CAMERAS.map(camera => camera.scene.stream)
  return listTestFolder(directory).map(item => item.stream)
}
