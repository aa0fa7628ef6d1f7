// Loaded into the service with NODE_OPTIONS=--import, into its main thread and into those of the shards. Asked over a Unix
// socket (SOAK_PROBE names it) it says what the process holds, and does to a shard what a fault of the soak asks for.
// Nothing of the service itself is touched.
import { createServer } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { writeHeapSnapshot } from 'node:v8'
import { isMainThread, threadId } from 'node:worker_threads'

/** A thread that is busy for so long tells nothing of itself in this sample. */
const ANSWER_MS = 700

/** Threads that answered last. */
let numbers = []
const path = process.env.SOAK_PROBE
if (path !== undefined) {
  const channel = new BroadcastChannel('soak-probe')
  channel.unref()
  if (isMainThread) listen(path, channel)
  else channel.onmessage = ({ data }) => inThread(data, channel)
}

function listen(socketPath, channel) {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const server = createServer(socket => {
    // Whoever asks may have given up waiting.
    socket.on('error', () => undefined)
    socket.once('data', async line => {
      const order = JSON.parse(String(line))
      const answer = order.do === 'sample' ? await sample(channel, delay) : send(channel, order)
      socket.end(`${JSON.stringify(answer)}\n`)
    })
  })
  server.listen(socketPath)
  server.unref()
}

/** @returns {{}} Nothing to tell: what comes of it is seen from outside. */
function send(channel, order) {
  if (order.do === 'snapshot') writeHeapSnapshot(`${order.file}-main.heapsnapshot`)
  const one = numbers[order.turn % numbers.length]
  channel.postMessage({ ...order, one })
  return {}
}

async function sample(channel, delay) {
  const threads = []
  numbers = []
  channel.onmessage = ({ data }) => {
    if (data.own === undefined) return
    threads.push(data.own)
    numbers.push(data.number)
  }
  channel.postMessage({ do: 'sample' })
  await new Promise(resolve => setTimeout(resolve, ANSWER_MS))
  const loopDelayMs = { p99: Math.round(delay.percentile(99) / 1e6), max: Math.round(delay.max / 1e6) }
  delay.reset()
  return { rss: process.memoryUsage.rss(), loopDelayMs, threads: [own('main'), ...threads] }
}

function inThread(order, channel) {
  if (order.do === 'sample') channel.postMessage({ own: own(`thread ${threadId}`), number: threadId })
  else if (order.do === 'snapshot') writeHeapSnapshot(`${order.file}-${threadId}.heapsnapshot`)
  else if (order.do === 'crash') crash(order.one)
  else if (order.do === 'stick') stick(order.ms)
}

function crash(one) {
  if (threadId !== one) return
  setImmediate(() => {
    throw new Error('Thrown by the soak: a shard that fails')
  })
}

function stick(ms) {
  for (const end = performance.now() + ms; performance.now() < end; );
}

/** What a thread holds: `active` by kind, as Node counts what keeps its event loop alive. */
function own(name) {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  const active = {}
  for (const kind of process.getActiveResourcesInfo()) active[kind] = (active[kind] ?? 0) + 1
  const requests = process._getActiveRequests?.().length ?? 0
  return { name, heapUsed, external, arrayBuffers, active, requests }
}
