import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'

const LEAST_WIDTH = 160
const MOST_WIDTH = 1920

/** A JPEG, in the OpenAPI document. */
export const jpegResponse = {
  200: {
    description: 'The picture',
    content: { 'image/jpeg': { schema: Type.Unsafe<Buffer>({ type: 'string', contentMediaType: 'image/jpeg' }) } }
  }
}

/** @returns Pixels within the range that is rendered; null when it was left out. */
export function widthOf(text: string | undefined): number | null {
  return text === undefined ? null : Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, Number(text)))
}

/** @param atMs When the frame was received, epoch ms. */
export function pictureHeaders(reply: FastifyReply, atMs: number): FastifyReply {
  const at = new Date(atMs)
  return reply
    .header('x-content-type-options', 'nosniff')
    .header('x-frame-time', at.toISOString())
    .header('last-modified', at.toUTCString())
}
