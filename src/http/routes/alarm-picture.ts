import type { AlarmControl } from '../../alarms/alarm-control.ts'
import type { PictureRole } from '../../model/incident.ts'
import { jpegResponse } from '../picture-answer.ts'
import { PictureLinkParamsSchema, PictureLinkQuerySchema } from '../schemas/alarms.ts'
import { errorResponses } from '../schemas/answers.ts'
import type { TypedServer } from '../typed-server.ts'

/** `/pushhub/alarms/pictures/{incident}/{role}.jpg`: the links in alarms, whose signature is all they need. */
export function alarmPictureRoute(app: TypedServer, alarms: AlarmControl): void {
  app.get(
    '/pushhub/alarms/pictures/:incident/:file',
    {
      config: { needs: 'anyone' },
      schema: {
        tags: ['Alarms'],
        summary: 'A picture, by a link of an alarm',
        description: 'Without a token: the signature opens this one picture until the link ends.',
        params: PictureLinkParamsSchema,
        querystring: PictureLinkQuerySchema,
        response: { ...jpegResponse, ...errorResponses(400, 404, 503) }
      }
    },
    async ({ params: { incident, file }, query: { ends, signature } }, reply) => {
      const role = file.replace(/\.jpg$/, '') as PictureRole
      const jpeg = await alarms.picture(incident, role, ends, signature)
      return reply
        .type('image/jpeg')
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, max-age=300')
        .send(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength))
    }
  )
}
