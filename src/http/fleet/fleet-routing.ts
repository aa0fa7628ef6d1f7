import { pipeline } from 'node:stream/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../errors.ts'
import type { FleetReader } from '../../fleet/fleet-reader.ts'
import type { MemberInfo } from '../../fleet/member-info.ts'
import type { OverviewControl } from '../../overview/overview-control.ts'
import { MOST_SMALL_BYTES } from '../body-parsers.ts'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import type { TypedServer } from '../typed-server.ts'
import type { PeerCall, PeerClient } from './peer-client.ts'
import { MEMBER_HEADER, passedOn, passedOnRequest } from './peer-headers.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Another member asks: what is asked for is this member's own share, and is asked of nobody else. */
    isFromMember: boolean
  }
}

export interface FleetRoutingOptions {
  readonly fleet: Pick<FleetReader, 'self' | 'ownerOf' | 'coordinator'>
  readonly peers: PeerClient
  readonly overview: Pick<OverviewControl, 'incident'>
}

/** Routes about one camera. */
const OF_A_CAMERA = /^\/pushhub\/(?:cameras|metrics\/performance)\/:stream(?:\/|$)/
/** Routes that change one incident, and its proposal, which its owner holds; who only reads it takes it from the store. */
const CHANGES_AN_INCIDENT = /^\/pushhub\/incidents\/:id\/(?:acknowledge|verdict|remedy|remedy\/apply)$/
const VIDEO = '/pushhub/cameras/:stream/video'
/** An owner has changed, and the news of it is on its way, ms. */
const SECOND_TRY_AFTER_MS = 200
const SILENCE_MS = 30_000

/** Passes requests about a camera, or about the incident of one, to the member that watches it, and its answer back, whole. */
export function routeToOwners(app: TypedServer, options: FleetRoutingOptions): void {
  const { fleet } = options
  app.decorateRequest('isFromMember', false)
  app.addHook('onRequest', async (request, reply) => {
    if (request.ws) return
    const asked = request.headers[MEMBER_HEADER]
    const { id, session } = fleet.self
    if (asked !== undefined) {
      if (asked !== session || session === '') throw requestError('fleet/not-owner', REQUEST_PROBLEMS.notOwner(id))
      request.isFromMember = true
      // On the answer itself, where also a video that takes it over finds it.
      reply.raw.setHeader(MEMBER_HEADER, session)
    }
    const find = ownerFinder(request, options)
    if (find === null) return
    const owner = await find()
    if (owner?.session === session) return
    if (request.isFromMember) throw requestError('fleet/not-owner', REQUEST_PROBLEMS.notOwner(id))
    if (owner === null) throw requestError('fleet/owner-unreachable', REQUEST_PROBLEMS.noOwner)
    await passToOwner(request, reply, { ...options, find, owner })
    return reply
  })
}

/** @returns How to find the owner of what is asked for; null when any member can answer. */
function ownerFinder(
  { routeOptions, params }: FastifyRequest,
  { fleet, overview }: FleetRoutingOptions
): (() => Promise<MemberInfo | null>) | null {
  const { url = '' } = routeOptions
  const { stream = '', id = '' } = params as { stream?: string; id?: string }
  if (OF_A_CAMERA.test(url)) return async () => fleet.ownerOf(stream)
  if (!CHANGES_AN_INCIDENT.test(url)) return null
  return async () => {
    const incident = await overview.incident(id)
    return incident.stream === null ? fleet.coordinator() : fleet.ownerOf(incident.stream)
  }
}

interface Passing extends FleetRoutingOptions {
  readonly find: () => Promise<MemberInfo | null>
  readonly owner: MemberInfo
}

async function passToOwner(request: FastifyRequest, reply: FastifyReply, passing: Passing): Promise<void> {
  const { peers, find, owner } = passing
  const gone = new AbortController()
  const onClose = (): void => gone.abort()
  reply.raw.once('close', onClose)
  try {
    const body = await bodyOf(request)
    const answer = await pass(request, owner, peers, { body, signal: gone.signal }).catch(async cause => {
      if (!(cause instanceof AppError) || cause.code !== 'fleet/not-owner') throw cause
      await new Promise(resolve => setTimeout(resolve, SECOND_TRY_AFTER_MS))
      const next = await find()
      if (next === null || next.session === owner.session || next.session === passing.fleet.self.session) throw cause
      return pass(request, next, peers, { body, signal: gone.signal })
    })
    reply.hijack()
    // As the member that has the camera does: it may show nothing for long.
    if (request.routeOptions.url === VIDEO) request.raw.socket.setTimeout(0)
    reply.raw.writeHead(answer.statusCode, passedOn(answer.headers))
    reply.raw.flushHeaders()
    // Whichever side ends, the other one is ended.
    await pipeline(answer.body, reply.raw).catch(() => undefined)
  } catch (cause) {
    // Nobody is there to be told.
    if (gone.signal.aborted) reply.hijack()
    else throw movedMeanwhile(cause)
  } finally {
    reply.raw.off('close', onClose)
  }
}

function pass(request: FastifyRequest, owner: MemberInfo, peers: PeerClient, rest: Pick<PeerCall, 'body' | 'signal'>) {
  const { raw, method, headers, routeOptions } = request
  return peers.begin(owner, {
    method,
    // As it came: parsed and put together again, a camera of an odd name would be another one.
    path: raw.url ?? '/',
    headers: passedOnRequest(headers),
    asker: request.asker,
    ...rest,
    silenceMs: routeOptions.url === VIDEO ? 0 : SILENCE_MS
  })
}

/** All of it: no route about a camera takes more, and one that is passed on may have to be sent twice. */
async function bodyOf({ raw, headers }: FastifyRequest): Promise<Buffer | null> {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers
  if (length === undefined && encoding === undefined) return null
  const tooLarge = requestError('http/too-large', REQUEST_PROBLEMS.tooLarge(MOST_SMALL_BYTES))
  if (Number(length ?? 0) > MOST_SMALL_BYTES) throw tooLarge
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_SMALL_BYTES) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The client asked the right service: which of its members it is that has the camera is none of its affairs. */
function movedMeanwhile(cause: unknown): unknown {
  if (!(cause instanceof AppError) || cause.code !== 'fleet/not-owner') return cause
  return requestError('fleet/owner-unreachable', REQUEST_PROBLEMS.noOwner, cause)
}
