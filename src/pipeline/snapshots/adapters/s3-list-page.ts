/** One page of a bucket's listing. */
export interface S3ListPage {
  readonly keys: readonly string[]
  /** What the next page is asked with, null on the last one. */
  readonly nextToken: string | null
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Reads the answer to ListObjectsV2. The minio client's reader takes names and tokens that look like numbers for numbers
 * (`0001` becomes 1, and a token then breaks the listing), and all that is wanted here is two fields.
 *
 * @returns null when the text is no such answer.
 */
export function readListPage(xml: string): S3ListPage | null {
  if (!/<ListBucketResult[\s>]/.test(xml)) return null
  const keys = [...xml.matchAll(/<Contents>[\s\S]*?<Key>([\s\S]*?)<\/Key>/g)].map(match => unescapeXml(match[1] ?? ''))
  const token = /<NextContinuationToken>([\s\S]*?)<\/NextContinuationToken>/.exec(xml)?.[1]
  const truncated = /<IsTruncated>\s*true\s*<\/IsTruncated>/.test(xml)
  return { keys, nextToken: truncated && token ? unescapeXml(token) : null }
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name] ?? whole
    const codePoint = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole
  })
}
