import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
// @ts-expect-error plain JavaScript, which scripts and benches run as it is
import { launchBrowser as launch } from '../../scripts/browser.mjs'

const require = createRequire(import.meta.url)
const AXE = require.resolve('axe-core/axe.min.js')

/** Chromium of the distribution, as scripts and benches launch it. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return launch(executablePath)
}

/** What axe finds that is serious or worse: one line each, with the first element. */
export async function seriousProblems(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, 'utf8'))
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes[0].target.join(' ')))`)
}
