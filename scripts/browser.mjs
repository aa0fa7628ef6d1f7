// Chromium of the distribution, without anything that would call out. Used by scripts and benches that open the dashboard.
import { execFileSync } from 'node:child_process'
import { chromium } from 'playwright-core'

/** @returns {Promise<import('playwright-core').Browser>} */
export function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? onThePath(),
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
