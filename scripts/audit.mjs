// `npm audit`, held against scripts/audit-exceptions.json: fails on a finding that nobody has explained, and on an
// explanation that is out of date. Where the registry has no list of advisories (a mirror, no network) it says so and
// ends with 3: nothing was checked then.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { auditProblems } from './audit-problems.mjs'

// The documentation site's generator has a lock of its own.
const vulnerabilities = { ...found('.'), ...found('site') }
const exceptions = JSON.parse(readFileSync(new URL('audit-exceptions.json', import.meta.url), 'utf8'))
const problems = auditProblems({ vulnerabilities }, exceptions, new Date().toISOString().slice(0, 10))
for (const problem of problems) console.error(problem)
console.log(
  problems.length === 0 ? `Clean: ${exceptions.length} findings, all explained` : `${problems.length} problems`
)
process.exitCode = problems.length === 0 ? 0 : 1

/** What npm has found in a folder's lock, by a name that no other folder has. */
function found(folder) {
  const cwd = fileURLToPath(new URL(`../${folder}/`, import.meta.url))
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const report = parsed(stdout)
  if (report?.vulnerabilities === undefined) {
    const reason = report?.message ?? report?.error?.summary ?? 'npm audit gave no report'
    console.error(`Not checked: ${reason}`)
    process.exit(3)
  }
  return Object.fromEntries(Object.entries(report.vulnerabilities).map(([name, one]) => [`${folder}/${name}`, one]))
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
