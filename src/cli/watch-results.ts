import { WebSocket } from 'ws'
import type { WatchTarget } from './watch-arguments.ts'
import { WatchView } from './watch-view.ts'

export interface WatchOptions {
  readonly target: WatchTarget
  /** Prints one line. */
  readonly print: (line: string) => void
  /** Shows the line of figures in place of the one before; left out where there is no terminal. */
  readonly show?: (line: string) => void
  readonly clock: () => number
  /** First pause before a new attempt, ms; it doubles up to ten times as much. */
  readonly retryMs: number
}

/** Ends the watching; `done` resolves to the exit code when it ended. */
export interface Watching {
  readonly close: () => void
  readonly done: Promise<number>
  readonly figures: () => string
}

const FIGURES_EVERY_MS = 500

/** Watches a service's results until closed; connects again whenever the connection breaks. */
export function watchResults(options: WatchOptions): Watching {
  const { target, print, clock } = options
  const view = new WatchView()
  let socket: WebSocket
  let retry: NodeJS.Timeout | undefined
  let pauseMs = options.retryMs
  let isOver = false
  let end: (code: number) => void = () => undefined
  const ticker = setInterval(() => options.show?.(view.figures(clock())), FIGURES_EVERY_MS)
  const done = new Promise<number>(resolve => {
    end = resolve
  }).finally(() => {
    isOver = true
    clearInterval(ticker)
    clearTimeout(retry)
    socket.terminate()
  })

  const connect = (): void => {
    const headers = target.token === null ? {} : { authorization: `Bearer ${target.token}` }
    socket = new WebSocket(target.url, { headers, perMessageDeflate: false, handshakeTimeout: 10_000 })
    let problem = 'the connection was closed'
    socket.on('open', () => {
      pauseMs = options.retryMs
      print(`Connected to ${target.url.split('?')[0]}`)
    })
    socket.on('message', data => {
      for (const line of view.lines(data.toString(), clock())) print(line)
    })
    socket.on('unexpected-response', (_request, response) => {
      problem = `the service answered ${response.statusCode}`
      if (response.statusCode === 401) {
        print('Cannot watch: the token is missing or wrong; give one with --token')
        end(1)
      }
      socket.terminate()
    })
    socket.on('error', error => {
      problem = error.message || (error as NodeJS.ErrnoException).code || problem
    })
    socket.on('close', code => {
      // Its own end is no loss: a connection that came back would keep the program alive.
      if (isOver) return
      const why = code === 1006 ? problem : `closed with ${code}`
      print(`Not connected (${why}), trying again in ${(pauseMs / 1000).toFixed(1)} s`)
      retry = setTimeout(connect, pauseMs)
      pauseMs = Math.min(pauseMs * 2, options.retryMs * 10)
    })
  }
  connect()
  return { close: () => end(0), done, figures: () => view.figures(clock()) }
}
