// Loaded with `--import` into a service under test: signals make its main thread have a mishap.
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  process.on('SIGUSR2', () => {
    throw new Error('A mishap that nobody caught')
  })
  process.on('SIGHUP', () => void Promise.reject(new Error('A mishap that nobody took care of')))
}
