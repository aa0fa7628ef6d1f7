// `npm audit`, held against scripts/audit-exceptions.json: fails on a finding that nobody has explained, and on an
// explanation that is out of date. Where the registry has no list of advisories (a mirror, no network) it says so and
// ends with 3: nothing was checked then.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { auditProblems } from './audit-problems.mjs'

const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
const report = parsed(stdout)
if (report?.vulnerabilities === undefined) {
  const reason = report?.message ?? report?.error?.summary ?? 'npm audit gave no report'
  console.error(`Not checked: ${reason}`)
  process.exit(3)
}
const exceptions = JSON.parse(readFileSync(new URL('audit-exceptions.json', import.meta.url), 'utf8'))
const problems = auditProblems(report, exceptions, new Date().toISOString().slice(0, 10))
for (const problem of problems) console.error(problem)
console.log(
  problems.length === 0 ? `Clean: ${exceptions.length} findings, all explained` : `${problems.length} problems`
)
process.exitCode = problems.length === 0 ? 0 : 1

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
