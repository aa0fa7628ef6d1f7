import { Compile } from 'typebox/compile'
import type { FleetReader } from '../../fleet/fleet-reader.ts'
import type { MemberInfo } from '../../fleet/member-info.ts'
import { SLOTS } from '../../fleet/slot.ts'
import type { AccessToken } from '../../model/access.ts'
import type { Incident } from '../../model/incident.ts'
import type { CameraView } from '../../overview/camera-view.ts'
import type { OverviewControl } from '../../overview/overview-control.ts'
import type { StreamPerformance } from '../../subscription/service-control.ts'
import type { CameraState } from '../schemas/cameras.ts'
import { type FleetState, OwnCamerasSchema } from '../schemas/fleet.ts'
import { type BulkAnswer, BulkAnswerSchema } from '../schemas/incidents.ts'
import { PerformanceListSchema } from '../schemas/performance.ts'
import { type SystemState, SystemSchema } from '../schemas/system.ts'
import { cameraBody } from '../wire/camera-body.ts'
import { iso } from '../wire/iso.ts'
import { combineSystems } from './combine-systems.ts'
import { type Gathered, gather, newestSessions, type Unreachable } from './gather.ts'
import { OWN_CAMERAS_PATH } from './own-cameras-path.ts'
import { type PeerClient, unreachable } from './peer-client.ts'

/** What of the fleet the routes need. */
export type FleetContext = Pick<
  FleetReader,
  'self' | 'members' | 'ownerOf' | 'coordinator' | 'isCoordinator' | 'slotCounts'
>

export interface FleetListsOptions {
  readonly fleet: FleetContext
  readonly peers: PeerClient
  readonly overview: Pick<OverviewControl, 'cameras' | 'camerasOf' | 'awayCameras'>
  /** Monotonic ms. */
  readonly clock: () => number
}

/** A list of all members' shares. */
export interface FleetList<T> {
  readonly items: readonly T[]
  /** Left out when everybody answered. */
  readonly unreachable?: Unreachable[]
}

const PERFORMANCE_PATH = '/pushhub/metrics/performance'

const ownCameras = Compile(OwnCamerasSchema)
const performanceList = Compile(PerformanceListSchema)
const systemState = Compile(SystemSchema)
const bulkAnswer = Compile(BulkAnswerSchema)

/** A page asks for its list in parts, and several people look at once: others' cameras are asked for at most so often, ms. */
const SHARED_FOR_MS = 1000

/** Lists of which every member has a share, put together from all of them. */
export class FleetLists {
  readonly #options: FleetListsOptions
  #others: { readonly atMs: number; readonly cameras: Promise<Gathered<readonly CameraState[]>> } | null = null

  constructor(options: FleetListsOptions) {
    this.#options = options
  }

  /** Every subscribed camera. @param asker In whose name; null where no tokens are set. */
  async cameras(asker: AccessToken | null): Promise<FleetList<CameraState>> {
    const { fleet, overview } = this.#options
    const others = await this.#othersCameras(asker)
    const own = overview.cameras().map(view => this.#bodyOf(view))
    const byStream = new Map<string, CameraState>()
    for (const { member, value } of [...others.answers, { member: fleet.self, value: own }]) {
      for (const camera of value) {
        // While a camera is handed over, two members may have it.
        const isOwners = fleet.ownerOf(camera.stream)?.session === member.session
        if (isOwners || !byStream.has(camera.stream)) byStream.set(camera.stream, camera)
      }
    }
    const away = overview.awayCameras(byStream).map(view => this.#bodyOf(view))
    return { items: [...byStream.values(), ...away], ...missing(others.unreachable) }
  }

  /** Some cameras, own ones and others'; those of a member that does not answer are left out. */
  async camerasOf(streams: ReadonlySet<string>, asker: AccessToken | null): Promise<readonly CameraState[]> {
    const { fleet, peers, overview } = this.#options
    const asked = new Map<string, string[]>()
    const own: string[] = []
    for (const stream of streams) {
      const owner = fleet.ownerOf(stream)
      if (owner?.session === fleet.self.session) own.push(stream)
      else if (owner !== null) asked.set(owner.session, [...(asked.get(owner.session) ?? []), stream])
    }
    const others =
      asked.size === 0
        ? { answers: [] }
        : await gather(
            { self: fleet.self, members: () => fleet.members().filter(({ session }) => asked.has(session)) },
            (member, signal) => this.#askCameras(member, asker, signal, { streams: asked.get(member.session) ?? [] })
          )
    void peers
    const ownBodies = overview.camerasOf(own).map(view => this.#bodyOf(view))
    return [...ownBodies, ...others.answers.flatMap(({ value }) => value)]
  }

  async performance(
    own: readonly StreamPerformance[],
    asker: AccessToken | null
  ): Promise<FleetList<StreamPerformance>> {
    const { fleet, peers } = this.#options
    const { answers, unreachable } = await gather(fleet, async (member, signal) => {
      const answer = await peers.ask(member, { method: 'GET', path: PERFORMANCE_PATH, asker }, signal)
      if (!performanceList.Check(answer)) throw nonsense(member)
      return answer.streams
    })
    return { items: [...own, ...answers.flatMap(({ value }) => value)], ...missing(unreachable) }
  }

  async resetPerformance(asker: AccessToken | null): Promise<{ unreachable?: Unreachable[] }> {
    const { fleet, peers } = this.#options
    const { unreachable } = await gather(fleet, (member, signal) =>
      peers.ask(member, { method: 'DELETE', path: PERFORMANCE_PATH, asker }, signal)
    )
    return missing(unreachable)
  }

  async system(own: SystemState, asker: AccessToken | null): Promise<SystemState> {
    const { fleet, peers } = this.#options
    const { answers, unreachable } = await gather(fleet, async (member, signal) => {
      const answer = await peers.ask(member, { method: 'GET', path: '/pushhub/system', asker }, signal)
      if (!systemState.Check(answer)) throw nonsense(member)
      return answer
    })
    const others = answers.map(({ member, value }) => ({ id: member.id, system: value }))
    const alive = new Set([fleet.self.session, ...answers.map(({ member }) => member.session)])
    return {
      ...combineSystems({ id: fleet.self.id, system: own }, others),
      fleet: this.#state(alive),
      ...missing(unreachable)
    }
  }

  /** Lets another member acknowledge incidents of its cameras. @throws AppError `fleet/owner-unreachable` */
  async acknowledge(member: MemberInfo, body: object, asker: AccessToken | null): Promise<BulkAnswer> {
    const path = '/pushhub/incidents/acknowledge'
    const signal = AbortSignal.timeout(10_000)
    const answer = await this.#options.peers.ask(member, { method: 'POST', path, asker, body }, signal)
    if (!bulkAnswer.Check(answer)) throw nonsense(member)
    return answer
  }

  /** Id of the member that watches a camera; null while none does. */
  memberOf(stream: string): string | null {
    return this.#options.fleet.ownerOf(stream)?.id ?? null
  }

  /** Which other members own which of some incidents' cameras; null for one that is this member's own, or nobody's. */
  otherOwner(incident: Pick<Incident, 'stream'>): MemberInfo | null {
    const { fleet } = this.#options
    const owner = incident.stream === null ? fleet.coordinator() : fleet.ownerOf(incident.stream)
    return owner?.session === fleet.self.session ? null : owner
  }

  #bodyOf(view: CameraView): CameraState {
    return { ...cameraBody(view), member: this.memberOf(view.stream) }
  }

  #othersCameras(asker: AccessToken | null): Promise<Gathered<readonly CameraState[]>> {
    const { fleet, clock } = this.#options
    const known = this.#others
    if (known !== null && clock() - known.atMs < SHARED_FOR_MS) return known.cameras
    const cameras = gather(fleet, (member, signal) => this.#askCameras(member, asker, signal, {}))
    this.#others = { atMs: clock(), cameras }
    return cameras
  }

  async #askCameras(member: MemberInfo, asker: AccessToken | null, signal: AbortSignal, body: object) {
    const path = OWN_CAMERAS_PATH
    const answer = await this.#options.peers.ask(member, { method: 'POST', path, asker, body }, signal)
    if (!ownCameras.Check(answer)) throw nonsense(member)
    return answer.items
  }

  #state(alive: ReadonlySet<string>): FleetState {
    const { fleet } = this.#options
    const slots = fleet.slotCounts()
    const coordinator = fleet.coordinator()?.session
    const owned = fleet.members().reduce((sum, { session }) => sum + (slots.get(session) ?? 0), 0)
    return {
      self: fleet.self.id,
      slots: SLOTS,
      unowned: SLOTS - owned,
      members: newestSessions(fleet.members())
        .map(({ id, session, url, version, sinceMs, capacity, load, cameras, epoch }) => ({
          id,
          url,
          version,
          since: iso(sinceMs),
          capacity,
          load: Math.round(load * 1000) / 1000,
          cameras,
          slots: slots.get(session) ?? 0,
          epoch,
          coordinator: session === coordinator,
          alive: alive.has(session)
        }))
        .sort((one, other) => (one.id < other.id ? -1 : 1))
    }
  }
}

function missing(unreachable: readonly Unreachable[]): { unreachable?: Unreachable[] } {
  return unreachable.length === 0 ? {} : { unreachable: [...unreachable] }
}

function nonsense(member: MemberInfo): Error {
  return unreachable(member, 'its answer has another form')
}
