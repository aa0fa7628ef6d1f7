import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
/** Fields behind the command's name, which may hold spaces: proc(5) counts `utime` as 14th, `stime` as 15th of all. */
const USER_FIELD = 11
const SYSTEM_FIELD = 12

/** CPU that a process has used, user and system, all threads, ms. Good to 10 ms. */
export function processCpuMs(pid) {
  return cpuMsOf(`/proc/${pid}/stat`)
}

/** CPU of its main thread alone, ms. */
export function mainThreadCpuMs(pid) {
  return cpuMsOf(`/proc/${pid}/task/${pid}/stat`)
}

/** Memory of a process that lies in RAM, bytes. */
export function residentBytes(pid) {
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kib) * 1024
}

function cpuMsOf(path) {
  const text = readFileSync(path, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[USER_FIELD]) + Number(fields[SYSTEM_FIELD])) * 1000) / TICKS_PER_SECOND
}

/** Samples a process's memory until told to stop. */
export class MemoryWatch {
  #pid
  #timer
  #mostBytes = 0

  constructor(pid) {
    this.#pid = pid
  }

  start() {
    this.#timer = setInterval(() => this.#sample(), 100)
    this.#sample()
  }

  /** @returns {number} The most that was seen, bytes. */
  stop() {
    clearInterval(this.#timer)
    this.#sample()
    return this.#mostBytes
  }

  #sample() {
    this.#mostBytes = Math.max(this.#mostBytes, residentBytes(this.#pid))
  }
}
