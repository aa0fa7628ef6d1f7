import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { mendTheme } from '../mend-theme.mjs'
import { sidebarGroups } from '../pages.mjs'
import { slug } from '../slug.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

const sidebar = sidebarGroups(root).map(({ title, pages }) => ({
  text: title,
  items: pages.map(page => ({ text: page.title, link: `/${page.path}` }))
}))

/** Read well on any ground: the usual ones are too pale for comments. */
const THEME = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' }

/** Words, and names such as ANALYSIS_MAX_FPS also as a whole. The browser gets this function as text: it refers to nothing. */
function tokenize(text) {
  const names = text.match(/[\p{L}\p{N}]+(?:[_./-][\p{L}\p{N}]+)+/gu) ?? []
  return [...text.split(/[\n\r\p{Z}\p{P}]+/u), ...names]
}

/** Pages are texts: nothing in them is a template. */
function showBraces(md) {
  for (const rule of ['text', 'code_inline']) {
    const render = md.renderer.rules[rule]
    md.renderer.rules[rule] = (...args) => render(...args).replaceAll('{{', '&#123;&#123;')
  }
}

/** All words have to be there; the last one may be half typed. */
const searchOptions = {
  combineWith: 'AND',
  prefix: true,
  fuzzy: 0.15,
  boost: { title: 4, text: 2, titles: 1 },
  boostDocument
}

/** What explains a thing goes before what only names it. The browser gets this function as text, too. */
function boostDocument(id) {
  if (/\/settings\.html/.test(id)) return 5
  if (/\/(?:faults|quick-start)\.html/.test(id)) return 2
  return /\/(?:api|websockets|changelog|decisions\/[^/]*)\.html/.test(id) ? 0.3 : 1
}

export default defineConfig({
  title: 'Camera Check',
  description: 'Watches over cameras: sixteen faults, from a black picture to a lens out of focus',
  lang: 'en',
  srcDir: 'pages',
  outDir: 'dist',
  // The address of a page is a file, so that any server of files will do.
  cleanUrls: false,
  // Examples name this machine.
  ignoreDeadLinks: 'localhostLinks',
  // `{stream}` in a heading is a part of a path, and `{{text}}` what it is.
  markdown: { anchor: { slugify: slug }, attrs: { disable: true }, config: showBraces, theme: THEME },
  // The search index is one file; it is loaded when somebody searches.
  vite: { build: { chunkSizeWarningLimit: 4000 }, plugins: [mendTheme()] },
  transformHead: ({ siteData }) => [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${siteData.base}favicon.svg` }]
  ],
  themeConfig: {
    search: {
      provider: 'local',
      options: { detailedView: true, miniSearch: { options: { tokenize }, searchOptions } }
    },
    nav: [
      { text: 'Quick start', link: '/quick-start' },
      { text: 'Faults', link: '/faults' },
      { text: 'Settings', link: '/settings' },
      { text: 'API', link: '/api' },
      { text: 'Troubleshooting', link: '/troubleshooting' }
    ],
    sidebar,
    outline: [2, 3]
  }
})
