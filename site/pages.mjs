// Which files of the project become pages of the documentation site, under which address, and where its sidebar shows them.
// `npm run site` copies them: every text has one source, which is readable in the repository too.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Page
 * @property {string} source Path of the Markdown file below the project's root.
 * @property {string} path Address on the site, without `.html`.
 * @property {string} title In the sidebar.
 * @property {(text: string, root: string) => string} [part] What of the file the page shows; all of it when left out.
 */

/** A heading of the second level with all below it. */
function section(text, heading) {
  const begin = text.indexOf(`\n## ${heading}\n`)
  if (begin < 0) throw new Error(`There is no heading "${heading}"`)
  const end = text.indexOf('\n## ', begin + 1)
  return {
    before: text.slice(0, begin),
    own: text.slice(begin, end < 0 ? undefined : end),
    after: end < 0 ? '' : text.slice(end)
  }
}

/** What stands between two comments, which GitHub does not show. */
function marked(text, name) {
  const found = new RegExp(`<!-- ${name}:begin -->\\n([\\s\\S]*?)<!-- ${name}:end -->`).exec(text)
  if (found === null) throw new Error(`There is no part "${name}"`)
  return found[1]
}

/** The bench's section on accuracy, with the table that stands in the README. */
function accuracy(text, root) {
  const summary = marked(readFileSync(join(root, 'README.md'), 'utf8'), 'accuracy')
  const own = section(text, 'Accuracy').own.replace(/^\n## Accuracy\n/, '')
  return `# Accuracy\n\n${summary}\n## How it is measured\n${own}`
}

function speed(text) {
  const { before, after } = section(text, 'Accuracy')
  return `${before}${after}`.replace('# Benches\n', '# Speed\n')
}

/** @param {string} root */
function decisions(root) {
  return readdirSync(join(root, 'docs/decisions'))
    .filter(name => name.endsWith('.md'))
    .sort()
    .map(name => {
      const [title = name] = readFileSync(join(root, 'docs/decisions', name), 'utf8').split('\n')
      return {
        source: `docs/decisions/${name}`,
        path: `decisions/${name.slice(0, -3)}`,
        title: title.replace(/^# /, '')
      }
    })
}

/**
 * The sidebar: groups of pages.
 *
 * @param {string} root The project's folder.
 * @returns {{ title: string, pages: Page[] }[]}
 */
export function sidebarGroups(root) {
  const doc = (name, title) => ({ source: `docs/${name}.md`, path: name, title })
  return [
    {
      title: 'Begin',
      pages: [
        doc('quick-start', 'Quick start'),
        { source: 'README.md', path: 'overview', title: 'Overview' },
        doc('dashboard', 'The dashboard'),
        doc('push', 'Bringing cameras in'),
        doc('migration', 'From the Python service')
      ]
    },
    {
      title: 'Concepts',
      pages: [
        doc('faults', 'The sixteen faults'),
        doc('detection', 'How it judges'),
        doc('limits', 'Limits and their origin'),
        { source: 'bench/README.md', path: 'accuracy', title: 'Accuracy', part: accuracy },
        { source: 'bench/README.md', path: 'speed', title: 'Speed', part: speed },
        doc('evaluate', 'What your cameras can see'),
        doc('back-test', 'What a change would have done')
      ]
    },
    {
      title: 'Alarms out',
      pages: [doc('alarms', 'Webhooks, chats, e-mail'), doc('mqtt', 'MQTT and Home Assistant')]
    },
    {
      title: 'Operations',
      pages: [
        doc('troubleshooting', 'Troubleshooting'),
        doc('operations', 'Containers, Kubernetes, systemd'),
        doc('opentelemetry', 'OpenTelemetry'),
        doc('reliability', 'When something fails'),
        doc('durability', 'What is confirmed is kept'),
        doc('fleet', 'A fleet'),
        doc('redis', 'Redis'),
        doc('reverse-proxy', 'TLS, proxies, limits'),
        doc('access', 'Access'),
        { source: 'SECURITY.md', path: 'security', title: 'Security' }
      ]
    },
    {
      title: 'Reference',
      pages: [
        doc('settings', 'Settings'),
        doc('api', 'HTTP API'),
        doc('websockets', 'WebSockets'),
        doc('client', 'TypeScript client'),
        doc('push-keys', 'Keys of a list of cameras'),
        doc('errors', 'Errors'),
        doc('metrics', 'Metrics')
      ]
    },
    {
      title: 'Inside',
      pages: [
        doc('architecture', 'Architecture'),
        ...decisions(root),
        { source: 'bench/chaos/README.md', path: 'chaos', title: 'Chaos bench' },
        { source: 'bench/kernels/README.md', path: 'kernels', title: 'Kernels' },
        { source: 'CHANGELOG.md', path: 'changelog', title: 'Changes' }
      ]
    }
  ]
}
