import type { FastifyReply } from 'fastify'

/** Answers with a CSV file. @param name Of the file, ASCII. The route's schema is of JSON: it is passed over. */
export function sendCsv(reply: FastifyReply, name: string, csv: string): never {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .serializer(String)
    .send(csv as never) as never
}
