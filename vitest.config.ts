import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/servers/global-setup.ts'],
    // Most suites wait for a service of their own more than they compute, so that two cores carry three.
    maxWorkers: 3,
    // What a worker has loaded serves all of its files: loading the sources anew for each was a third of what they cost.
    isolate: false,
    // A test that starts a service takes many times as long on a machine that has other work.
    testTimeout: 60_000,
    hookTimeout: 60_000
  }
})
