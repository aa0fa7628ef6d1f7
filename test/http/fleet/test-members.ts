import type { FleetContext } from '../../../src/http/fleet/fleet-lists.ts'
import type { MemberInfo } from '../../../src/fleet/member-info.ts'
import { buildTestServer, type TestServer, type TestServerOptions } from '../build-test-server.ts'
import { TestOverview } from '../build-overview.ts'

export function memberInfo(id: string, url: string, fields: Partial<MemberInfo> = {}): MemberInfo {
  const vitals = { capacity: 2, load: 0.25, version: '1.2.3', epoch: 4, sinceMs: 1000, cameras: 1 }
  return { id, session: `session-of-${id}`, url, ...vitals, ...fields }
}

/** What all members know of each other: the test says who is there and who owns what. */
export class TestFleet {
  members: MemberInfo[] = []
  readonly owners = new Map<string, string>()
  coordinatorId = 'm1'

  find(id: string | undefined): MemberInfo | null {
    return this.members.find(member => member.id === id) ?? null
  }

  /** The fleet as one member sees it. */
  seenBy(id: string): FleetContext {
    const fleet = this
    return {
      get self() {
        return fleet.find(id) ?? memberInfo(id, '', { session: '' })
      },
      members: () => fleet.members,
      ownerOf: stream => fleet.find(fleet.owners.get(stream)),
      coordinator: () => fleet.find(fleet.coordinatorId),
      isCoordinator: () => fleet.coordinatorId === id,
      slotCounts: () => new Map(fleet.members.map(({ session }) => [session, 300]))
    }
  }
}

/** A member with a real server that listens, and a real overview. */
export class TestMember {
  readonly id: string
  readonly test: TestOverview
  readonly server: TestServer
  readonly url: string

  private constructor(id: string, test: TestOverview, server: TestServer, url: string) {
    this.id = id
    this.test = test
    this.server = server
    this.url = url
  }

  /** Starts it and adds it to the fleet. @param cameras Its own; must stand in `fleet.owners` too. */
  static async start(
    fleet: TestFleet,
    id: string,
    cameras: readonly string[],
    options: TestServerOptions = {}
  ): Promise<TestMember> {
    const test = await TestOverview.start()
    for (const stream of cameras) fleet.owners.set(stream, id)
    const server = await buildTestServer({ overview: test.overview.desk, fleet: fleet.seenBy(id), ...options })
    const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
    fleet.members.push(memberInfo(id, url))
    return new TestMember(id, test, server, url)
  }

  call(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, init)
  }

  async json<T = Record<string, unknown>>(
    path: string,
    method = 'GET',
    body?: unknown
  ): Promise<{ status: number; body: T }> {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await this.call(path, { method, ...init })
    return { status: answer.status, body: (await answer.json()) as T }
  }

  async close(): Promise<void> {
    await this.server.app.close()
    await this.test.close()
  }
}
