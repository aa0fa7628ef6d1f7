// Chromium of the distribution, without anything that would call out. Used by tests, scripts and benches that open the dashboard.
import { execFileSync } from 'node:child_process'
import { chromium } from 'playwright-core'

/**
 * @param {string} [executablePath] Left out: what CHROMIUM names, or what is on the PATH.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launchBrowser(executablePath = process.env.CHROMIUM ?? onThePath()) {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync'
    ]
  })
}

function onThePath() {
  return execFileSync('sh', ['-c', 'command -v chromium || echo /usr/bin/chromium'], { encoding: 'utf8' }).trim()
}
