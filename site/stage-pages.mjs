import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { anchorsOf, changeLinks, resolveLink } from './links.mjs'
import { sidebarGroups } from './pages.mjs'

const PICTURE = /\.(?:webp|jpe?g|png|svg)$/

/**
 * Copies what becomes a page into a folder of the generator, with links that hold there.
 *
 * @param {string} root The project's folder.
 * @param {string} folder Emptied first.
 * @returns {number} How many pages there are.
 */
export function stagePages(root, folder) {
  const pages = sidebarGroups(root)
    .flatMap(group => group.pages)
    .map(page => ({ ...page, text: textOf(root, page) }))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'public'), { recursive: true })
  cpSync(join(root, 'docs/images'), join(folder, 'images'), { recursive: true })
  cpSync(join(root, 'web/public/favicon.svg'), join(folder, 'public/favicon.svg'))
  for (const wall of ['wall-light.webp', 'wall-dark.webp']) {
    cpSync(join(root, 'docs/images/dashboard', wall), join(folder, 'public', wall))
  }
  writeFileSync(join(folder, 'index.md'), readFileSync(join(root, 'site/index.md'), 'utf8'))
  for (const page of [...pages, decisionsIndex(root)]) {
    const file = join(folder, `${page.path}.md`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(
      file,
      changeLinks(page.text, target => newTarget(root, folder, pages, page, target))
    )
  }
  return pages.length + 1
}

function textOf(root, { source, part }) {
  const text = readFileSync(join(root, source), 'utf8')
  return part === undefined ? text : part(text, root)
}

function decisionsIndex(root) {
  const decisions = sidebarGroups(root)
    .flatMap(group => group.pages)
    .filter(({ path }) => path.startsWith('decisions/'))
  const lines = decisions.map(({ source, title }) => `- [${title}](${posix.basename(source)})`)
  return { source: 'docs/decisions/index.md', path: 'decisions/index', text: `# Decisions\n\n${lines.join('\n')}\n` }
}

/** @throws Error for a link that leads nowhere. */
function newTarget(root, folder, pages, page, target) {
  // A text that is shown on another page than its own keeps its links: they are looked for by the page that has them.
  const found = resolveLink(page.source, target) ?? null
  if (found === null) return target
  const { path, anchor } = found
  const hash = anchor === '' ? '' : `#${anchor}`
  const to = pageOf(pages, page, path, anchor)
  if (to !== undefined) return to.path === page.path ? hash || `/${to.path}` : `/${to.path}${hash}`
  if (path === 'docs/decisions' || path === 'docs/decisions/') return '/decisions/'
  if (PICTURE.test(path)) return `/${posix.relative('docs', path)}`.replace(/^\/images/, `${upFrom(page.path)}images`)
  return fileOf(root, folder, page, path)
}

/** Of several pages that are made of one file, the one that has the anchor; else the first. */
function pageOf(pages, page, path, anchor) {
  const candidates = pages.filter(({ source }) => source === path)
  if (anchor === '') return candidates.find(({ path: own }) => own === page.path) ?? candidates[0]
  const withAnchor = candidates.find(({ text }) => anchorsOf(text).has(anchor))
  if (withAnchor === undefined && candidates.length > 0)
    throw new Error(`${page.source}: no anchor #${anchor} in ${path}`)
  return withAnchor
}

/** Files that are no pages can be loaded. */
function fileOf(root, folder, page, path) {
  if (!statSync(join(root, path), { throwIfNoEntry: false })?.isFile())
    throw new Error(`${page.source}: no file ${path}`)
  // Servers of files tend to hide names that begin with a dot.
  const name = path.replace(/(^|\/)\./g, '$1') + (/\.(?:mjs|ya?ml|json|txt)$/.test(path) ? '' : '.txt')
  const file = join(folder, 'public/files', name)
  mkdirSync(dirname(file), { recursive: true })
  cpSync(join(root, path), file)
  return `/files/${name}`
}

function upFrom(path) {
  return path.includes('/') ? '../'.repeat(path.split('/').length - 1) : './'
}
