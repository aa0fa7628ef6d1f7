import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE_MS = 30_000
/** A supervisor starts a dead process again after so long. */
const RESTART_MS = 1000
const OUTAGE_MS = 5000

/**
 * What goes wrong: begins at once, resolves when it is over. `members`: fewest members; `kind`: of the stage.
 *
 * @type {Record<string, { what: string, members: number, kind?: 'plain' | 'sentinel' | 'network', begin: (stage: import('./fleet-stage.mjs').FleetStage) => Promise<void> }>}
 */
export const FAULTS = {
  'kill -9': {
    what: 'one member ends at once and stays away; a single one is started again after 1 s',
    members: 1,
    async begin(stage) {
      const place = lastOf(stage)
      const victim = stage.members[place]
      stage.watch.forget(victim.url)
      victim.signal('SIGKILL')
      if (place > 0) return
      await sleep(RESTART_MS)
      await stage.addMember(false, place)
    }
  },
  pause: {
    what: 'one member stands still for 30 s (SIGSTOP, SIGCONT)',
    members: 1,
    async begin(stage) {
      const victim = stage.members[lastOf(stage)]
      victim.signal('SIGSTOP')
      await sleep(PAUSE_MS)
      victim.signal('SIGCONT')
    }
  },
  SIGTERM: {
    what: 'one member is asked to end; a single one is started again after 1 s',
    members: 1,
    async begin(stage) {
      const place = lastOf(stage)
      const victim = stage.members[place]
      victim.signal('SIGTERM')
      if (place > 0) return
      await sleep(RESTART_MS)
      stage.watch.forget(victim.url)
      await stage.addMember(false, place)
    }
  },
  'one more': {
    what: 'a member joins',
    members: 1,
    async begin(stage) {
      await stage.addMember()
    }
  },
  'Redis restart': {
    what: 'Redis (frames and state) ends at once and is back after 5 s, with its data',
    members: 1,
    async begin(stage) {
      stage.redis.signal('SIGKILL')
      await sleep(OUTAGE_MS)
      await stage.redis.startAgain()
    }
  },
  Sentinel: {
    what: 'the primary ends at once, Sentinel makes its replica the primary',
    members: 2,
    kind: 'sentinel',
    async begin(stage) {
      stage.pair.primary.signal('SIGKILL')
    }
  },
  'network cut': {
    what: 'the cable between one member and everything else is pulled for 30 s',
    members: 2,
    kind: 'network',
    async begin(stage) {
      await stage.network.cut()
      await sleep(PAUSE_MS)
      await stage.network.mend()
    }
  }
}

function lastOf(stage) {
  return stage.members.length - 1
}
