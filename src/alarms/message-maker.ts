import type { Alarm } from '../model/alarm.ts'
import { alarmMessage } from './alarm-message.ts'
import type { AlarmMessage } from './alarm-message-schema.ts'
import type { PictureLinks } from './picture-links.ts'

/** @param test Whether nothing has happened. @throws AppError `access/store-failed` when links cannot be signed. */
export type MakeMessage = (alarm: Alarm, test: boolean) => Promise<AlarmMessage>

export interface MessageMakerOptions {
  readonly links: Pick<PictureLinks, 'maker'>
  /** Where people reach the service, without a slash at its end. */
  readonly baseUrl: string
  readonly nameOf: (stream: string) => string | null
  /** Epoch ms. */
  readonly clock: () => number
}

/** Makes the messages of this service: the same alarm reads the same wherever it is sent. */
export function messageMaker({ links, baseUrl, nameOf, clock }: MessageMakerOptions): MakeMessage {
  const incidentUrl = (id: string): string => `${baseUrl}/incidents/${id}`
  return async (alarm, test) =>
    alarmMessage(alarm, { pictureUrl: await links.maker(clock()), incidentUrl, nameOf, test })
}
