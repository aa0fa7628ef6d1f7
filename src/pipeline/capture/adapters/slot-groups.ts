import { encodeCommand } from '../../../clients/resp-connection.ts'
import type { ClusterSlots } from './cluster-slots.ts'
import type { ReadFrom } from './xread-command.ts'

/** Streams of one slot, which one command may name. */
export interface SlotGroup {
  readonly keys: readonly string[]
  readonly isAsking: boolean
  /** The last XREAD about them, and what it asked for: most streams have nothing new from one read to the next. */
  asked: string
  command: string
}

/** Groups streams by their slot. From one read to the next they stay the same, and so do most commands: both are kept. */
export class SlotGroups {
  readonly #slots: ClusterSlots
  #keys: readonly string[] = []
  #asking = ''
  #groups: readonly SlotGroup[] = []
  /** By key. */
  readonly #known = new Map<string, number>()

  constructor(slots: ClusterSlots) {
    this.#slots = slots
  }

  /** @returns Each with its streams. */
  of(streams: readonly ReadFrom[]): readonly SlotGroup[] {
    const asking = streams
      .filter(({ key }) => this.#slots.isAsking(key))
      .map(({ key }) => key)
      .join('\n')
    const isSame = streams.length === this.#keys.length && streams.every(({ key }, i) => key === this.#keys[i])
    if (isSame && asking === this.#asking) return this.#groups
    this.#keys = streams.map(({ key }) => key)
    this.#asking = asking
    this.#groups = this.#group()
    return this.#groups
  }

  #group(): SlotGroup[] {
    const keys = new Map<number, string[]>()
    const groups: SlotGroup[] = []
    for (const key of this.#keys) {
      // A slot that is arriving is read key by key: a command about several of them is refused until all are there.
      if (this.#slots.isAsking(key)) {
        groups.push({ keys: [key], isAsking: true, asked: '', command: '' })
        continue
      }
      const slot = this.#slotOf(key)
      const same = keys.get(slot)
      if (same === undefined) keys.set(slot, [key])
      else same.push(key)
    }
    for (const same of keys.values()) groups.push({ keys: same, isAsking: false, asked: '', command: '' })
    return groups
  }

  #slotOf(key: string): number {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    if (this.#known.size > 2 * this.#keys.length) this.#known.clear()
    const slot = this.#slots.slotOf(key)
    this.#known.set(key, slot)
    return slot
  }
}

/** XREAD of a group as it goes over the line. @param cursorOf Of each of its keys. */
export function xreadOfGroup(group: SlotGroup, cursorOf: ReadonlyMap<string, string>, mostPerStream: number): string {
  const cursors = group.keys.map(key => cursorOf.get(key) ?? '$')
  const asked = `${mostPerStream} ${cursors.join(' ')}`
  if (asked !== group.asked) {
    group.asked = asked
    group.command = encodeCommand(['XREAD', 'COUNT', String(mostPerStream), 'STREAMS', ...group.keys, ...cursors])
  }
  return group.command
}
