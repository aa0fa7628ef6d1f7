// Reads vitest's JSON reports.
// count-tests.mjs report.json [again.json]   "passed failed skipped"; files of the second report stand in for the same files of the first
// count-tests.mjs --failed-files report.json  one file a line, as vitest takes it
// count-tests.mjs --failed-tests report.json  one test a line, with the first line of what it said
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

const wanted = process.argv[2]
const reports = process.argv.slice(wanted.startsWith('--') ? 3 : 2).map(path => JSON.parse(readFileSync(path, 'utf8')))
const files = new Map(reports.flatMap(report => report.testResults.map(file => [file.name, file])))

/** What a file says of itself when it could not even be loaded: it has no tests to count then. */
const isBroken = file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed')
const nameOf = file => relative(process.cwd(), file.name)

if (wanted === '--failed-files') {
  for (const file of files.values()) if (file.status === 'failed') console.log(nameOf(file))
} else if (wanted === '--failed-tests') {
  for (const file of files.values()) {
    if (isBroken(file)) console.log(`${nameOf(file)}: ${firstLine(file.message)}`)
    for (const test of file.assertionResults.filter(({ status }) => status === 'failed')) {
      console.log(`${nameOf(file)} > ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`)
    }
  }
} else {
  const tests = [...files.values()].flatMap(file => file.assertionResults)
  const count = (...states) => tests.filter(({ status }) => states.includes(status)).length
  const broken = [...files.values()].filter(isBroken).length
  console.log(count('passed'), count('failed') + broken, count('pending', 'skipped', 'todo', 'disabled'))
}

function firstLine(text = '') {
  return text.split('\n', 1)[0]
}
