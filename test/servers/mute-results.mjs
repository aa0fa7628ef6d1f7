// Loaded into the service with NODE_OPTIONS=--import: what the shards judge is lost on its way, while all else goes on.
// So a service looks that has gone blind.
import { isMainThread, MessagePort } from 'node:worker_threads'

if (!isMainThread) {
  const { postMessage } = MessagePort.prototype
  MessagePort.prototype.postMessage = function (message, ...rest) {
    if (message?.type !== 'results') postMessage.call(this, message, ...rest)
  }
}
