import type { SystemState } from '../schemas/system.ts'

/** One member's own figures. */
export interface MemberSystem {
  readonly id: string
  readonly system: SystemState
}

/** How all members are together. @param own The member that answers: what is the same for all, and its times, are taken from it. */
export function combineSystems(own: MemberSystem, others: readonly MemberSystem[]): SystemState {
  const all = [own, ...others]
  const systems = all.map(({ system }) => system)
  return {
    ...own.system,
    shards: all.flatMap(({ id, system }) => system.shards.map(shard => ({ ...shard, member: id }))),
    queues: sums(systems.map(({ queues }) => queues)),
    rates: sums(systems.map(({ rates }) => rates)),
    latencyMs: mosts(systems.map(({ latencyMs }) => latencyMs)),
    // Whichever of them has lost it.
    redis: systems.find(({ redis }) => redis?.ok === false)?.redis ?? own.system.redis,
    snapshots: {
      ...sums(systems.map(({ snapshots: { kind: _kind, ok: _ok, ...counts } }) => counts)),
      kind: own.system.snapshots.kind,
      ok: systems.every(({ snapshots }) => snapshots.ok)
    },
    websocketClients: systems.reduce((sum, { websocketClients }) => sum + websocketClients, 0),
    checks: all.flatMap(({ id, system }) => system.checks.map(check => ({ ...check, member: id })))
  }
}

type Figures = Readonly<Record<string, number | null>>

function sums<F extends Readonly<Record<string, number>>>(all: readonly F[]): F {
  return folded(all, (one, other) => (one ?? 0) + (other ?? 0))
}

/** Of percentiles no more can be said: all together they lie below the largest. */
function mosts<F extends Figures>(all: readonly F[]): F {
  return folded(all, (one, other) => (one === null ? other : other === null ? one : Math.max(one, other)))
}

function folded<F extends Figures>(
  all: readonly F[],
  fold: (one: number | null, other: number | null) => number | null
): F {
  const names = Object.keys(all[0] ?? {})
  const valuesOf = (name: string) => all.map(figures => figures[name] ?? null)
  return Object.fromEntries(names.map(name => [name, valuesOf(name).reduce(fold)])) as F
}
