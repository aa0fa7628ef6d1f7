import type { Fence } from '../../model/fence.ts'
import type { Announced, FleetChange, FleetState } from '../lease-port.ts'
import type { MemberCard, MemberVitals } from '../member-info.ts'

/** Reads a message of the channel of changes; its form stands in lease-scripts.ts. */
export function changeFromText(text: string): FleetChange {
  const [head = '', ...lines] = text.split('\n')
  const [from, to] = head.split(' ').map(Number)
  const joined: Announced[] = []
  const gone: string[] = []
  const owned: Fence[] = []
  const freed: number[] = []
  const moved: [number, string | null][] = []
  for (const line of lines) {
    const rest = line.slice(2)
    if (line.startsWith('+')) joined.push(announcedFromText(beforeSpace(rest), afterSpace(rest)))
    else if (line.startsWith('-')) gone.push(rest)
    else if (line.startsWith('o')) {
      const [slot = '', session = '', token] = rest.split(' ')
      owned.push({ slot: Number(slot), session, token: Number(token) })
    } else if (line.startsWith('f')) freed.push(Number(rest))
    else if (line.startsWith('m')) {
      const id = afterSpace(rest)
      moved.push([Number(beforeSpace(rest)), id === '' ? null : (JSON.parse(id) as string)])
    }
  }
  return { from: from ?? 0, to: to ?? 0, joined, gone, owned, freed, moved }
}

/** Three hashes, each a flat list of fields and values. */
export function stateFromReply([members = [], owners = [], moves = []]: readonly (readonly string[])[]): FleetState {
  return {
    members: pairs(members).map(([session, text]) => announcedFromText(session, text)),
    owners: pairs(owners).map(([slot, owner]) => {
      const [session = '', token] = owner.split(':')
      return { slot: Number(slot), session, token: Number(token) }
    }),
    moves: new Map(pairs(moves).map(([slot, id]) => [Number(slot), id]))
  }
}

export function vitalsToText({ load, epoch, cameras }: MemberVitals): string {
  return `${Math.round(load * 1000) / 1000} ${epoch} ${cameras}`
}

export function vitalsFromText(text: string): MemberVitals {
  const [load = 0, epoch = 0, cameras = 0] = text.split(' ').map(Number)
  return { load, epoch, cameras }
}

/** @param flat Fields and values in turn. */
export function pairs(flat: readonly string[]): [string, string][] {
  const result: [string, string][] = []
  for (let i = 0; i + 1 < flat.length; i += 2) result.push([flat[i] ?? '', flat[i + 1] ?? ''])
  return result
}

function announcedFromText(session: string, text: string): Announced {
  return { session, sinceMs: Number(beforeSpace(text)), card: JSON.parse(afterSpace(text)) as MemberCard }
}

function beforeSpace(text: string): string {
  return text.slice(0, text.indexOf(' '))
}

function afterSpace(text: string): string {
  return text.slice(text.indexOf(' ') + 1)
}
