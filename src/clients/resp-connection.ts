import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { withDeadline } from '../lib/deadline.ts'
import type { RedisAddress } from './redis-address.ts'
import { type Allocate, RespError, RespParser, type RespValue } from './resp-parser.ts'
import { tlsOptions } from './tls-options.ts'

/** Read buffer of the socket: one system call takes a frame of usual size. */
const READ_BYTES = 256 * 1024
const CONNECT_DEADLINE_MS = 5000

interface Waiting {
  readonly resolve: (reply: RespValue) => void
  readonly reject: (cause: Error) => void
}

/**
 * One connection to a Redis server for reading large values cheaply: the socket reads into one buffer that is used again
 * and again, and each value is copied once. It does nothing by itself: no reconnection, no queue while it is closed.
 * When it breaks, every command in flight is rejected at once.
 */
export class RespConnection {
  readonly #address: RedisAddress
  readonly #name: string
  readonly #allocate: Allocate | undefined
  readonly #waiting: Waiting[] = []
  #socket: Socket | null = null
  #brokenBy: Error | null = null
  #heardAtMs = Number.NEGATIVE_INFINITY

  /**
   * @param name Shown by CLIENT LIST.
   * @param allocate Gives memory for the values; without it, they are left to the garbage collector.
   */
  constructor(address: RedisAddress, name: string, allocate?: Allocate) {
    this.#address = address
    this.#name = name
    this.#allocate = allocate
  }

  get isOpen(): boolean {
    return this.#socket !== null && this.#brokenBy === null
  }

  /** When the last bytes came, by performance.now(): a long reply may still be on its way. */
  get heardAtMs(): number {
    return this.#heardAtMs
  }

  /**
   * Connects, signs in and selects the database.
   *
   * @param deadlineMs For all of it: a server that hangs still takes connections.
   * @throws Error naming what the server refused.
   */
  async open(deadlineMs = CONNECT_DEADLINE_MS): Promise<void> {
    const { host, port } = this.#address
    try {
      await withDeadline(this.#open(), deadlineMs, `Connecting to Redis at ${host}:${port}`)
    } catch (cause) {
      this.close()
      throw cause
    }
  }

  /** @throws RespError what the server refused; Error when the connection breaks first. */
  async command(args: readonly string[]): Promise<RespValue> {
    const reply = await this.send(args)
    if (reply instanceof RespError) throw reply
    return reply
  }

  /** Sends one command; replies come in the order of the commands. */
  send(args: readonly string[]): Promise<RespValue> {
    return this.sendEncoded([Buffer.from(encodeCommand(args))])
  }

  /** Sends one command that is encoded already. @param pieces Its bytes, in order; not to be written while they travel. */
  sendEncoded(pieces: readonly Buffer[]): Promise<RespValue> {
    const socket = this.#socket
    if (socket === null || this.#brokenBy !== null) {
      return Promise.reject(this.#brokenBy ?? new Error('Connection to Redis is not open'))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      socket.cork()
      for (const piece of pieces) socket.write(piece)
      socket.uncork()
    })
  }

  /**
   * Sends many commands with one write.
   *
   * @param commands As `encodeCommand` makes them.
   * @returns Their replies in the same order; errors of the server are among them.
   */
  sendAll(commands: readonly string[]): Promise<RespValue[]> {
    const socket = this.#socket
    if (socket === null || this.#brokenBy !== null) {
      return Promise.reject(this.#brokenBy ?? new Error('Connection to Redis is not open'))
    }
    if (commands.length === 0) return Promise.resolve([])
    return new Promise((resolve, reject) => {
      const replies: RespValue[] = []
      const take = (reply: RespValue) => {
        replies.push(reply)
        if (replies.length === commands.length) resolve(replies)
      }
      for (let i = 0; i < commands.length; i++) this.#waiting.push({ resolve: take, reject })
      socket.write(commands.join(''))
    })
  }

  /** @param cause What commands in flight are rejected with. */
  close(cause = new Error('Connection to Redis was closed')): void {
    this.#break(cause)
  }

  async #open(): Promise<void> {
    const { username, password, db } = this.#address
    await this.#connect()
    if (password !== null) await this.command(['AUTH', ...(username === null ? [] : [username]), password])
    if (db !== 0) await this.command(['SELECT', String(db)])
    // A name is for people who look at the server: a user without the right to give one may read all the same.
    await this.send(['CLIENT', 'SETNAME', `camera-check:${this.#name}`])
  }

  #connect(): Promise<void> {
    const parser = new RespParser(reply => this.#waiting.shift()?.resolve(reply), this.#allocate)
    const take = (chunk: Buffer) => {
      this.#heardAtMs = performance.now()
      try {
        parser.feed(chunk)
      } catch (cause) {
        this.#break(cause as Error)
      }
    }
    const { host, port, tls } = this.#address
    if (this.#brokenBy !== null) return Promise.reject(this.#brokenBy)
    // Node's own reading allocates 64 KiB for every chunk. A TLS socket cannot be given a buffer.
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES)
    const onread = {
      buffer,
      callback: (bytes: number) => {
        take(buffer.subarray(0, bytes))
        return true
      }
    }
    const socket = tls
      ? connectTls({ host, port, ...tlsOptions(this.#address, host) })
      : connectTcp({ host, port, noDelay: true, onread })
    this.#socket = socket
    if (tls) socket.on('data', take)
    socket.setKeepAlive(true, 10_000)
    socket.on('error', cause => this.#break(cause))
    socket.on('close', () => this.#break(new Error('Redis closed the connection')))
    return new Promise((resolve, reject) => {
      socket.once(tls ? 'secureConnect' : 'connect', () => resolve())
      socket.once('close', () => reject(this.#brokenBy ?? new Error('Redis closed the connection')))
    })
  }

  #break(cause: Error): void {
    this.#brokenBy ??= cause
    this.#socket?.destroy()
    for (const { reject } of this.#waiting.splice(0)) reject(this.#brokenBy)
  }
}

/** A command as it goes over the line. @see https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export function encodeCommand(args: readonly string[]): string {
  let text = `*${args.length}\r\n`
  for (const arg of args) text += `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`
  return text
}
