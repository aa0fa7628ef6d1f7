import { request } from 'node:http'
import { FuzzedService, FUZZED, NEIGHBOUR } from './fuzzed-service.mjs'
import { nearlyValid, resolved, validValue } from './random-body.mjs'
import { randomJson } from './random-json.mjs'

const MOST_MS = 5000
const CALLS_AT_ONCE = 20
const ODD_TEXTS = [
  '..',
  '%00',
  '%zz',
  '%2e%2e%2f',
  'a'.repeat(5000),
  '💥',
  '%ff%fe',
  ' ',
  '-1',
  '1e99',
  'NaN',
  '[]',
  '{}'
]
/** They go on for ever, or end what the others need. */
const LEFT_OUT = new Set(['POST /pushhub/stop', 'GET /pushhub/cameras/{stream}/video'])

/** Every route with bodies and queries made from the service's own OpenAPI document: valid, nearly valid, hostile. */
export class HttpFuzz {
  name = 'http'
  /** @type {FuzzedService} */
  #fuzzed
  #document
  #operations = []
  #statuses = new Map()
  #slowestMs = 0

  async open() {
    this.#fuzzed = await FuzzedService.open()
    this.#document = await (await fetch(`${this.#fuzzed.url}/docs/json`)).json()
    this.#operations = Object.entries(this.#document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => !LEFT_OUT.has(`${method.toUpperCase()} ${path}`) && !path.includes('/ws/'))
        .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation }))
    )
  }

  async step(random) {
    const calls = Array.from({ length: CALLS_AT_ONCE }, () => this.#call(random))
    const answers = await Promise.all(calls.map(call => this.#send(call)))
    for (const [i, answer] of answers.entries()) {
      const problem = this.#wrong(calls[i], answer)
      if (problem !== null) return this.#failure(calls[i], problem)
    }
    const problem = this.#fuzzed.problem()
    return problem === null ? null : { value: calls, problem, fails: async () => false }
  }

  async report() {
    const counts = [...this.#statuses]
      .sort(([one], [other]) => one - other)
      .map(([status, count]) => `${count} x ${status}`)
    return `${this.#operations.length} operations, ${counts.join(', ')}; slowest ${this.#slowestMs.toFixed(0)} ms; ${await this.#fuzzed.report()}`
  }

  async close() {
    await this.#fuzzed?.close()
  }

  #failure(call, problem) {
    const fails = async body => {
      if (call.body === undefined) return false
      return this.#wrong({ ...call, body, field: null }, await this.#send({ ...call, body })) !== null
    }
    const { method, target, body } = call
    return { value: body ?? null, problem: `${method} ${target}: ${problem}`, fails }
  }

  #call(random) {
    const { method, path, operation } = random.pick(this.#operations)
    const parameters = (operation.parameters ?? []).map(parameter => resolved(parameter, this.#document))
    const target = path.replace(/\{(\w+)\}/g, () => this.#pathPart(random)) + this.#query(parameters, random)
    const content = operation.requestBody?.content
    const schema = content?.['application/json']?.schema
    const documented = Object.keys(operation.responses ?? {}).map(Number)
    if (content === undefined) return { method, target, documented, type: null, body: undefined, field: null }
    if (schema === undefined)
      return {
        method,
        target,
        documented,
        type: random.pick(Object.keys(content)),
        raw: random.bytes(random.next(300)),
        field: null
      }
    const valid = this.#tamed(path, validValue(schema, this.#document, random))
    const kind = random.next(4)
    if (kind === 0) return { method, target, documented, type: 'application/json', body: valid, field: null }
    if (kind < 3) {
      const { value, field } = nearlyValid(valid, random)
      // What is wrong with the URL is told first.
      const tame = path.replace(/\{(\w+)\}/g, () => FUZZED[0])
      return {
        method,
        target: field === null ? target : tame,
        documented,
        type: 'application/json',
        body: this.#tamed(path, value),
        field
      }
    }
    return this.#hostile({ method, target, documented, field: null }, valid, random)
  }

  #hostile(call, valid, random) {
    switch (random.next(5)) {
      case 0:
        return { ...call, type: 'application/json', body: randomJson(random, 5) }
      case 1:
        return {
          ...call,
          type: random.pick(['text/plain', 'application/xml', 'multipart/form-data', '; charset=']),
          raw: random.bytes(50)
        }
      case 2:
        return {
          ...call,
          type: 'application/json',
          raw: Buffer.from(JSON.stringify(valid ?? null).slice(0, random.next(40)))
        }
      case 3:
        return { ...call, type: 'application/json', raw: Buffer.from(`${'['.repeat(random.next(3000))}1`) }
      default:
        return {
          ...call,
          type: 'application/json',
          raw: Buffer.concat([Buffer.from('{"by":"'), random.bytes(30), Buffer.from('"}')])
        }
    }
  }

  /** Whatever is subscribed, the neighbour is. */
  #tamed(path, value) {
    if (path !== '/pushhub/subscribe' || !Array.isArray(value?.streams)) return value
    const streams = [NEIGHBOUR, ...value.streams.filter(name => name !== NEIGHBOUR).slice(0, 20)]
    const { intrusion_cooldown_seconds: seconds } = value
    // It would be left alone for as long, as was asked for.
    return typeof seconds === 'number' && seconds > 1
      ? { ...value, streams, intrusion_cooldown_seconds: 1 }
      : { ...value, streams }
  }

  #pathPart(random) {
    return random.once(3)
      ? random.pick(ODD_TEXTS).slice(0, 5000)
      : encodeURIComponent(random.once(2) ? random.pick(FUZZED) : random.text(8).toWellFormed())
  }

  #query(parameters, random) {
    const parts = parameters
      .filter(parameter => parameter.in === 'query' && random.once(2))
      .map(({ name, schema }) => {
        const value = random.once(2)
          ? random.pick(ODD_TEXTS)
          : encodeURIComponent(String(validValue(schema, this.#document, random)).toWellFormed())
        return `${name}=${value}`
      })
    if (random.once(8)) parts.push(`${random.pick(['x', '__proto__', 'limit', 'cursor'])}=${random.pick(ODD_TEXTS)}`)
    return parts.length === 0 ? '' : `?${parts.join('&').replaceAll(' ', '%20').replaceAll('💥', '%F0%9F%92%A5')}`
  }

  #send({ method, target, type, body, raw }) {
    const { hostname, port } = new URL(this.#fuzzed.url)
    const bytes = raw ?? (body === undefined ? null : Buffer.from(JSON.stringify(body)))
    const path = target.replaceAll(' ', '%20').replaceAll('💥', '%F0%9F%92%A5')
    const headers = {
      ...(type === null ? {} : { 'content-type': type }),
      ...(bytes === null ? {} : { 'content-length': bytes.length })
    }
    const fromMs = performance.now()
    return new Promise(resolve => {
      const done = answer => resolve({ ...answer, ms: performance.now() - fromMs })
      const call = request({ hostname, port, method, path, headers, timeout: MOST_MS }, response => {
        const parts = []
        response.on('data', part => parts.push(part))
        response.on('end', () => done({ status: response.statusCode, text: Buffer.concat(parts).toString() }))
        response.on('error', error => done({ error }))
      })
      call.on('timeout', () => call.destroy(new Error('no answer in time')))
      call.on('error', error => done({ error }))
      call.end(bytes ?? undefined)
    })
  }

  #wrong({ documented, field, type }, { status, text, error, ms }) {
    if (error !== undefined) return this.#fuzzed.isAlive() && error.code === 'ECONNRESET' ? null : String(error)
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
    this.#slowestMs = Math.max(this.#slowestMs, ms)
    if (status >= 500 && !documented.includes(status)) return `answered ${status}: ${text.slice(0, 300)}`
    if (status < 400) return null
    if (type !== 'application/json' && !text.startsWith('{')) return `an error that is no JSON: ${text.slice(0, 100)}`
    const answer = JSON.parse(text)
    if (answer.ok !== false && answer.checks === undefined) return `an error without "ok": ${text.slice(0, 200)}`
    if (answer.checks === undefined && (typeof answer.error !== 'string' || typeof answer.error_zh !== 'string'))
      return `an error without its texts: ${text.slice(0, 200)}`
    return status === 400 && field !== null && !text.includes(field)
      ? `an error that does not name "${field}": ${text.slice(0, 300)}`
      : null
  }
}
