import type { RespConnection } from '../../../clients/resp-connection.ts'
import { RespError, type RespValue } from '../../../clients/resp-parser.ts'
import { type ClusterSlots, isRedirection } from './cluster-slots.ts'
import type { ReadFrom } from './xread-command.ts'
import { readReply, type StreamEntries } from './xread-reply.ts'

/** One command about keys of one slot. */
interface Question {
  readonly keys: readonly string[]
  readonly args: readonly string[]
}

/**
 * Reads what lies behind each cursor from one node of a cluster: one XREAD a slot, all on their way at once. None may
 * wait for frames, since those behind it would wait too. Keys that the node does not have are told, and left out.
 *
 * @throws RespError what the server refused.
 */
export async function readBySlot(
  connection: RespConnection,
  slots: ClusterSlots,
  streams: readonly ReadFrom[],
  mostPerStream: number
): Promise<StreamEntries[]> {
  const groups = [...bySlot(streams, slots).values()]
  const question = (group: readonly ReadFrom[]) => xread(group, mostPerStream)
  const replies = await ask(connection, slots, groups.map(question))
  // Some of these keys have left for another node already: each has to be asked for by itself.
  const split = groups.filter((_, i) => isSplit(replies[i])).flat()
  const rest = await ask(
    connection,
    slots,
    split.map(stream => question([stream]))
  )
  return [...replies, ...rest].flatMap(reply => (isSplit(reply) ? [] : readReply(reply)))
}

/** Reads the newest entry of each stream from one node of a cluster. */
export async function newestBySlot(
  connection: RespConnection,
  slots: ClusterSlots,
  keys: readonly string[]
): Promise<StreamEntries[]> {
  const questions = keys.map(key => ({ keys: [key], args: ['XREVRANGE', key, '+', '-', 'COUNT', '1'] }))
  const replies = await ask(connection, slots, questions)
  return keys.flatMap((key, i) => (Array.isArray(replies[i]) ? readReply([[Buffer.from(key), replies[i]]]) : []))
}

/** How many slots the streams lie in: as many commands a read takes. */
export function slotCount(streams: readonly ReadFrom[], slots: ClusterSlots): number {
  return bySlot(streams, slots).size
}

function bySlot(streams: readonly ReadFrom[], slots: ClusterSlots): Map<number | string, ReadFrom[]> {
  const groups = new Map<number | string, ReadFrom[]>()
  for (const stream of streams) {
    // A slot that is arriving is read key by key: a command about several of them is refused until all are there.
    const name = slots.isAsking(stream.key) ? stream.key : slots.slotOf(stream.key)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [stream])
    else group.push(stream)
  }
  return groups
}

function xread(streams: readonly ReadFrom[], mostPerStream: number): Question {
  const keys = streams.map(({ key }) => key)
  const cursors = streams.map(({ cursor }) => cursor)
  return { keys, args: ['XREAD', 'COUNT', String(mostPerStream), 'STREAMS', ...keys, ...cursors] }
}

/** @returns A reply for each question: null where the keys are elsewhere, which is told; TRYAGAIN as it is. */
async function ask(
  connection: RespConnection,
  slots: ClusterSlots,
  questions: readonly Question[]
): Promise<RespValue[]> {
  const isAsking = questions.map(({ keys }) => keys.some(key => slots.isAsking(key)))
  const commands = questions.flatMap(({ args }, i) => (isAsking[i] ? [['ASKING'], args] : [args]))
  const replies = await connection.sendAll(commands)
  let at = 0
  return questions.map(({ keys }, i) => {
    if (isAsking[i]) at++
    const reply = replies[at++] ?? null
    if (!(reply instanceof RespError) || isSplit(reply)) return reply
    if (!isRedirection(reply)) throw reply
    slots.redirected(keys, reply.message)
    return null
  })
}

function isSplit(reply: RespValue | undefined): boolean {
  return reply instanceof RespError && reply.message.startsWith('TRYAGAIN')
}
