import { encodeCommand, type RespConnection } from '../../../clients/resp-connection.ts'
import { RespError, type RespValue } from '../../../clients/resp-parser.ts'
import { type ClusterSlots, isRedirection } from './cluster-slots.ts'
import { type SlotGroups, xreadOfGroup } from './slot-groups.ts'
import type { ReadFrom } from './xread-command.ts'
import { readReply, type StreamEntries } from './xread-reply.ts'

/** One command about keys of one slot. */
interface Question {
  readonly keys: readonly string[]
  readonly isAsking: boolean
  /** As it goes over the line. */
  readonly command: string
}

const ASKING = encodeCommand(['ASKING'])

/**
 * Reads what lies behind each cursor from one node of a cluster: one XREAD a slot, all on their way at once. None may
 * wait for frames, since those behind it would wait too. Keys that the node does not have are told, and left out.
 *
 * @throws RespError what the server refused.
 */
export async function readBySlot(
  connection: RespConnection,
  slots: ClusterSlots,
  groups: SlotGroups,
  streams: readonly ReadFrom[],
  mostPerStream: number
): Promise<StreamEntries[]> {
  const cursors = new Map(streams.map(({ key, cursor }) => [key, cursor]))
  const questions = groups.of(streams).map(group => {
    const command = xreadOfGroup(group, cursors, mostPerStream)
    return { keys: group.keys, isAsking: group.isAsking, command }
  })
  const replies = await ask(connection, slots, questions)
  // Some of these keys have left for another node already: each has to be asked for by itself.
  const split = questions.flatMap(({ keys }, i) => (isSplit(replies[i]) ? keys : []))
  const rest = await ask(
    connection,
    slots,
    split.map(key => {
      const args = ['XREAD', 'COUNT', String(mostPerStream), 'STREAMS', key, cursors.get(key) ?? '$']
      return { keys: [key], isAsking: slots.isAsking(key), command: encodeCommand(args) }
    })
  )
  return [...replies, ...rest].flatMap(reply => (reply === null || isSplit(reply) ? [] : readReply(reply)))
}

/** Reads the newest entry of each stream from one node of a cluster. */
export async function newestBySlot(
  connection: RespConnection,
  slots: ClusterSlots,
  keys: readonly string[]
): Promise<StreamEntries[]> {
  const questions = keys.map(key => {
    const command = encodeCommand(['XREVRANGE', key, '+', '-', 'COUNT', '1'])
    return { keys: [key], isAsking: slots.isAsking(key), command }
  })
  const replies = await ask(connection, slots, questions)
  return keys.flatMap((key, i) => (Array.isArray(replies[i]) ? readReply([[Buffer.from(key), replies[i]]]) : []))
}

/** @returns A reply for each question: null where the keys are elsewhere, which is told; TRYAGAIN as it is. */
async function ask(
  connection: RespConnection,
  slots: ClusterSlots,
  questions: readonly Question[]
): Promise<RespValue[]> {
  const commands: string[] = []
  for (const { isAsking, command } of questions) {
    if (isAsking) commands.push(ASKING)
    commands.push(command)
  }
  const replies = await connection.sendAll(commands)
  let at = 0
  return questions.map(({ keys, isAsking }) => {
    if (isAsking) at++
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
