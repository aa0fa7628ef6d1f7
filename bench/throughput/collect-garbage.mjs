// Loaded into the service by own-service.mjs, into its main thread and into those of the shards: SIGUSR2 collects the
// garbage of all of them. Nothing of the service itself is touched.
import { isMainThread } from 'node:worker_threads'

const channel = new BroadcastChannel('collect-garbage')
channel.unref()
if (isMainThread) {
  process.on('SIGUSR2', () => {
    channel.postMessage(null)
    globalThis.gc()
  })
} else {
  channel.onmessage = () => globalThis.gc()
}
