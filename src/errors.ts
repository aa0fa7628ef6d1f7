/**
 * Every failure this service names, and what it means. Callers compare the code, never the text; `docs/errors.md` is
 * made from this list.
 */
export const ERROR_CODES = {
  'config/invalid': 'A setting does not parse or is out of its range; the start is refused',
  'subscription/invalid': 'The body of subscribe is wrong; the message names each bad field',
  'subscription/store-failed': 'The subscription could not be written to or read from where it is kept',
  'frame/too-large': 'The frame has more bytes than MAX_FRAME_BYTES',
  'frame/too-many-pixels': 'The JPEG header announces more pixels than MAX_FRAME_PIXELS',
  'frame/empty': 'The frame has no bytes',
  'frame/missing': 'The stream entry has no field "jpeg", and none "jpeg_key" that names a string',
  'frame/not-jpeg': 'The bytes do not begin as a JPEG does',
  'frame/damaged': 'The JPEG is cut off or damaged and gives no trustworthy picture',
  'frame/unsupported': 'The JPEG is of a kind that no decoder here takes (12-bit, lossless, arithmetic, hierarchical)',
  'frame/not-subscribed': 'A frame was posted for a stream that is not subscribed',
  'frame/meta-too-large': 'The meta text is longer than the limit and was passed over',
  'frame/source-failed': 'The source of frames (Redis, test video) cannot be reached or refused',
  'frame/analysis-failed': 'Analysing the frame failed inside of the service; the log has the reason',
  'frame/set-aside': 'The thread that analysed the frame, or frames of its camera, died over it again and again',
  'footage/unreadable': 'Footage for an evaluation cannot be read: no such folder, no pictures in it, or no ffmpeg',
  'snapshot/write-failed': 'A snapshot could not be stored',
  'snapshot/read-failed': 'A snapshot or a listing could not be read from the store',
  'snapshot/delete-failed': 'Old snapshots could not be deleted',
  'snapshot/not-found': 'There is no snapshot under this key',
  'scene-memory/store-failed': 'What is known of a scene could not be written to or read from where it is kept',
  'scene-memory/refused': 'What lies in the place of a scene was not written by this service, or is too large',
  'store/unreachable': 'The snapshot store did not answer within its deadline',
  'store/not-replicated':
    'Fewer replicas of Redis than REDIS_WAIT_REPLICAS confirmed a write in time; it may be kept all the same',
  'store/denied': 'The snapshot store does not let this service in; snapshots wait until it does',
  'store/full': 'The snapshot store has no room left; snapshots wait until it has',
  'incident/store-failed': 'Incidents or settings of cameras could not be written to or read from where they are kept',
  'incident/not-found': 'There is no incident with this id',
  'alarm/target-invalid': 'What was given for a target of alarms is wrong; the message names each bad field',
  'alarm/target-not-found': 'There is no target of alarms with this id',
  'alarm/target-fixed': 'The target stands in ALARM_TARGETS_FILE and is changed there alone',
  'alarm/too-many-targets': 'There are as many targets of alarms as there may be',
  'alarm/unreachable': 'A target of alarms could not be reached, or its TLS certificate does not hold',
  'alarm/address-refused': 'A target of alarms lies at an address that alarms may not go to',
  'alarm/link-invalid': 'The link to a picture is over, or was not made by this service',
  'camera/not-found': 'There is no subscribed camera of this name',
  'camera/no-frame': 'The camera has sent no frame yet',
  'camera/not-healthy': 'The camera is faulty, silent or still learning: a self-test of it would prove nothing',
  'self-test/failed': 'A self-test of a camera ended without a result; the log has the reason',
  'self-test/busy': 'Too many self-tests wait already',
  'back-test/off': 'Nothing is kept to back-test on: MEASURE_DAYS is 0',
  'back-test/busy': 'Too many back-tests wait already',
  'remedy/not-false-alarm': 'A change is proposed for false alarms of a camera alone',
  'remedy/not-found': 'There is no proposed change for this incident, or it was carried out already',
  'remedy/refused': 'The proposed change is not carried out: its self-test runs, was not run, or found less with it',
  'remedy/outdated': 'Settings of this kind were changed since the change was proposed',
  'camera/settings-invalid': 'Settings for a camera are wrong; the message names each bad field',
  'fleet/store-failed': 'The leases of the fleet could not be asked for or written in the state Redis',
  'fleet/fenced': 'A write was refused because its camera is watched by another member of the fleet by now',
  'capture/cursor-store-failed': 'How far cameras have been judged could not be written to or read from Redis',
  'fleet/owner-unreachable': 'The member of the fleet that watches this camera cannot be reached, or there is none now',
  'fleet/not-owner': 'A member of the fleet was asked for what another one watches by now',
  'shard/crashed': 'A shard thread died and was started again',
  'shard/not-running': 'The service is stopped, so no shard can take this',
  'http/unauthorized': 'The token, session or ticket is missing, wrong or expired',
  'http/forbidden': 'The role of the token does not allow this; the message names those that do',
  'http/foreign-origin': 'A page of another origin asked for this, which is not one of ALLOWED_ORIGINS',
  'http/too-many-requests': 'More requests, or wrong tokens, than are allowed; Retry-After says when to try again',
  'access/store-failed': 'What signs sessions and tickets cannot be read from where it is kept',
  'http/not-found': 'There is no such route or thing',
  'http/bad-request': 'The request cannot be read: malformed JSON, text that is not UTF-8, a missing body or a bad URL',
  'http/method-not-allowed': 'The route exists, but not with this method',
  'http/unsupported-type': 'The route does not take this content type',
  'http/too-large': 'The body is larger than the route takes',
  'http/headers-too-large': 'The headers are larger than 64 KiB',
  'http/uri-too-long': 'The path or the query of the address is longer than any that is known',
  'http/timeout': 'The request did not arrive in time',
  'http/too-many-connections': 'MAX_CONNECTIONS or MAX_CONNECTIONS_PER_ADDRESS is reached',
  'http/upgrade-required': 'The route speaks WebSocket alone',
  'tls/unusable': 'A certificate and its key cannot be used; the pair before them stays',
  'http/cannot-listen': 'The address or port to listen on cannot be had; the start ends',
  'push/config-invalid':
    'The list of cameras to push, or an option, is wrong; the message names file, line, camera and key',
  'push/ffmpeg-missing': 'A camera needs ffmpeg, and there is none on the PATH; the message says how to install it',
  'http/internal': 'Something failed that no other code names; the log has it'
} as const

export type ErrorCode = keyof typeof ERROR_CODES

export interface AppErrorOptions {
  readonly cause?: unknown
  /** Name of the stream the failure belongs to, when it belongs to one. */
  readonly stream?: string
  /** The same message in Chinese, for answers that carry `error_zh`. */
  readonly messageZh?: string
}

/**
 * The one error class of the service.
 *
 * @example throw new AppError('snapshot/write-failed', 'Cannot store gate-1/0001.jpg: store answered 503', { cause })
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly stream: string | undefined
  readonly messageZh: string | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.stream = options.stream
    this.messageZh = options.messageZh
  }
}

/** The text of anything that was thrown. */
export function errorText(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
