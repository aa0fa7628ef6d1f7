import { posix } from 'node:path'
import { slug } from './slug.mjs'

const FENCE = /^ *```/

/**
 * Anchors of a page: of its headings, and those that are written out.
 *
 * @param {string} text Markdown.
 * @returns {Set<string>}
 */
export function anchorsOf(text) {
  const anchors = new Set()
  eachLine(text, line => {
    for (const [, id] of line.matchAll(/<a id="([^"]+)">/g)) anchors.add(id)
    const heading = /^#{1,6} (.+)$/.exec(line)?.[1]
    if (heading === undefined) return
    const plain = slug(
      heading
        .replace(/<[^>]*>/g, '')
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/[`*]/g, '')
    )
    let anchor = plain
    for (let times = 1; anchors.has(anchor); times++) anchor = `${plain}-${times}`
    anchors.add(anchor)
  })
  return anchors
}

/**
 * Links and pictures of a page, outside of code.
 *
 * @param {string} text Markdown.
 * @returns {{ line: number, target: string }[]} Lines from 1.
 */
export function linksOf(text) {
  const links = []
  let number = 0
  eachLine(text, (line, index) => {
    number = index + 1
    for (const [, target] of withoutCode(line).matchAll(/\]\(([^)\s]+)\)/g)) links.push({ line: number, target })
  })
  return links
}

/**
 * Gives every link of a page another target.
 *
 * @param {string} text Markdown.
 * @param {(target: string) => string} change
 */
export function changeLinks(text, change) {
  const lines = text.split('\n')
  eachLine(text, (line, index) => {
    lines[index] = line
      .split(/(`+[^`]*`+)/)
      .map((part, at) =>
        at % 2 === 1 ? part : part.replace(/\]\(([^)\s]+)\)/g, (_, target) => `](${change(target)})`)
      )
      .join('')
  })
  return lines.join('\n')
}

/** A link's target as a path below the project's root, and its anchor; null for addresses elsewhere. */
export function resolveLink(source, target) {
  if (/^[a-z]+:/.test(target)) return null
  const [path = '', anchor = ''] = target.split('#')
  return { path: path === '' ? source : posix.join(posix.dirname(source), path), anchor }
}

function withoutCode(line) {
  return line.replace(/`+[^`]*`+/g, '')
}

/** Every line that is not within a fence. */
function eachLine(text, look) {
  let isCode = false
  for (const [index, line] of text.split('\n').entries()) {
    if (FENCE.test(line)) isCode = !isCode
    else if (!isCode) look(line, index)
  }
}
