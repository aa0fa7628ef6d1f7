/**
 * @typedef {{ id: string, package: string, reason: string, until: string }} Exception A finding of `npm audit` that is lived with: `until` is a day, ISO.
 */

/**
 * Holds a report of `npm audit --json` against the findings that are explained.
 *
 * @param {{ vulnerabilities?: Record<string, { via?: (string | { url?: string, name?: string, title?: string, severity?: string })[] }> }} report
 * @param {Exception[]} exceptions
 * @param {string} today ISO.
 * @returns {string[]} One sentence each: findings that nobody has explained, explanations that are too old or of nothing.
 */
export function auditProblems(report, exceptions, today) {
  const findings = new Map()
  for (const { via = [] } of Object.values(report.vulnerabilities ?? {})) {
    for (const cause of via) {
      // A name says that the package is affected through another one, which has an entry of its own.
      if (typeof cause === 'object') findings.set(idOf(cause.url), cause)
    }
  }
  const problems = []
  for (const [id, { name, title, severity }] of findings) {
    if (!exceptions.some(exception => exception.id === id)) problems.push(`${id} in ${name} (${severity}): ${title}`)
  }
  for (const { id, until, reason } of exceptions) {
    if (!findings.has(id)) problems.push(`${id} is explained and not found any more: take it out of the list`)
    else if (until < today) problems.push(`${id} was to be looked at again by ${until}`)
    if (!reason?.trim()) problems.push(`${id} has no reason`)
  }
  return problems
}

/** @param {string} [url] */
function idOf(url = '') {
  return url.split('/').at(-1) ?? ''
}
