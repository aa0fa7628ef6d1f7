/** Why a source ended, in one word that scripts can compare, and what it means to people. */
export const END_REASONS = {
  finished: 'It has been played to its end',
  stopped: 'It was asked to end',
  stalled: 'No frame came for too long',
  ended: 'The other side has closed the stream',
  unauthorized: 'User or password is missing or wrong',
  forbidden: 'The other side does not allow it',
  'not-found': 'There is nothing at this address or path',
  refused: 'Nothing listens at this address and port',
  'no-route': 'There is no way to this address',
  'unknown-host': 'The name of the host is not known',
  timeout: 'The other side did not answer in time',
  tls: 'The secured connection could not be made',
  unsupported: 'What comes is no video or picture that can be read',
  busy: 'The device is in use',
  'ffmpeg-missing': 'There is no ffmpeg on the PATH',
  'bad-option': 'The ffmpeg on the PATH does not know one of the options',
  failed: 'It failed'
} as const

export type EndReason = keyof typeof END_REASONS
