/** A picture under the time of its entry, so that names sort by time. @param id Of a stream's entry: `<epoch ms>-<number>`. */
export function pictureFileName(id: string): string {
  const [ms = '0', number = '0'] = id.split('-')
  return `${ms.padStart(13, '0')}-${number.padStart(6, '0')}.jpg`
}
