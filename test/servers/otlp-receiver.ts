import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import {
  doubleIn,
  type Fields,
  fixed64In,
  hexIn,
  messagesIn,
  packedIn,
  protobufFields,
  textIn
} from './protobuf-fields.ts'

type Attributes = Record<string, string | number | boolean>

export interface ReceivedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string
  readonly name: string
  /** 1 internal, 2 server, 3 client, 5 consumer. */
  readonly kind: number
  /** Epoch ms. */
  readonly startMs: number
  readonly endMs: number
  readonly attributes: Attributes
  /** Empty when it did not fail. */
  readonly error: string
}

export interface ReceivedMetric {
  readonly name: string
  readonly help: string
  readonly unit: string
  readonly kind: 'gauge' | 'sum' | 'histogram'
  readonly points: readonly {
    readonly attributes: Attributes
    /** Of a histogram its count. */
    readonly value: number
    readonly bounds: readonly number[]
    readonly counts: readonly number[]
  }[]
}

/** A collector of OpenTelemetry that takes OTLP in protobuf over HTTP, by the numbers that the specification gives its fields. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = []
  /** As they came last, by name. */
  readonly metrics = new Map<string, ReceivedMetric>()
  readonly requests: IncomingMessage[] = []
  resource: Attributes = {}
  /** What it does with a call; null: it takes it. */
  answer: ((response: ServerResponse) => void) | null = null
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => this.#take(request, Buffer.concat(chunks), response))
    })
  }

  static async start(): Promise<OtlpReceiver> {
    const server = createServer()
    const receiver = new OtlpReceiver(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  named(name: string): ReceivedSpan[] {
    return this.spans.filter(span => span.name === name)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  #take(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    this.requests.push(request)
    if (this.answer !== null) {
      this.answer(response)
      return
    }
    const message = protobufFields(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body)
    for (const group of messagesIn(message, 1)) {
      this.resource = attributesIn(messagesIn(group, 1)[0] ?? new Map(), 1)
      for (const scope of messagesIn(group, 2)) {
        if (request.url === '/v1/traces') this.spans.push(...messagesIn(scope, 2).map(spanOf))
        else for (const metric of messagesIn(scope, 2).map(metricOf)) this.metrics.set(metric.name, metric)
      }
    }
    response.setHeader('content-type', 'application/x-protobuf').end()
  }
}

function spanOf(span: Fields): ReceivedSpan {
  const status = messagesIn(span, 15)[0]
  const isError = status?.get(3)?.[0] === 2n
  return {
    traceId: hexIn(span, 1),
    spanId: hexIn(span, 2),
    parentSpanId: hexIn(span, 4),
    name: textIn(span, 5),
    kind: Number(span.get(6)?.[0] ?? 0),
    startMs: Number(fixed64In(span, 7)) / 1e6,
    endMs: Number(fixed64In(span, 8)) / 1e6,
    attributes: attributesIn(span, 9),
    error: isError && status !== undefined ? textIn(status, 2) : ''
  }
}

function metricOf(metric: Fields): ReceivedMetric {
  const [kind, number] = metric.has(9)
    ? (['histogram', 9] as const)
    : metric.has(7)
      ? (['sum', 7] as const)
      : (['gauge', 5] as const)
  const points = messagesIn(messagesIn(metric, number)[0] ?? new Map(), 1).map(point => ({
    attributes: attributesIn(point, kind === 'histogram' ? 9 : 7),
    value: kind === 'histogram' ? Number(fixed64In(point, 4)) : doubleIn(point, 4),
    bounds: kind === 'histogram' ? packedIn(point, 7, (bytes, at) => bytes.readDoubleLE(at)) : [],
    counts: kind === 'histogram' ? packedIn(point, 6, (bytes, at) => Number(bytes.readBigUInt64LE(at))) : []
  }))
  return { name: textIn(metric, 1), help: textIn(metric, 2), unit: textIn(metric, 3), kind, points }
}

function attributesIn(fields: Fields, number: number): Attributes {
  return Object.fromEntries(
    messagesIn(fields, number).map(pair => {
      const value = messagesIn(pair, 2)[0] ?? new Map()
      if (value.has(1)) return [textIn(pair, 1), textIn(value, 1)]
      if (value.has(2)) return [textIn(pair, 1), value.get(2)?.[0] === 1n]
      return [textIn(pair, 1), value.has(3) ? Number(value.get(3)?.[0]) : doubleIn(value, 4)]
    })
  )
}
