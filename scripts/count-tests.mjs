// Prints "passed failed skipped" of a vitest JSON report. Usage: node scripts/count-tests.mjs report.json
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report
// A file that could not even be loaded has no tests to count.
const brokenFiles = report.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0)
console.log(numPassedTests, numFailedTests + brokenFiles.length, numPendingTests + numTodoTests)
