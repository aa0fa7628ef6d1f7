import { type Static, type TSchema, Type } from 'typebox'
import { choice, decimal, flag, integer, optionalText, type SettingOptions, text } from './setting-makers.ts'
import { TELEMETRY_SETTINGS } from './telemetry-settings.ts'

const MIB = 1024 * 1024

/**
 * Every setting once: type, unit, range, default and one sentence. The TypeScript type, `.env.example` and
 * `docs/settings.md` are derived from it, so nothing else may name a default.
 */
export const SettingsSchema = Type.Object(
  {
    HOST: optionalText({
      group: 'Service',
      description:
        'Address to listen on; when left out, 127.0.0.1 without API_TOKENS and 0.0.0.0 with them, so that an open service is never exposed by accident.'
    }),
    PORT: integer({
      group: 'Service',
      minimum: 0,
      maximum: 65535,
      default: 5020,
      description: 'TCP port of HTTP and WebSocket; 0 takes a free one and logs it.'
    }),
    LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      group: 'Service',
      default: 'info',
      description: 'Least severe log line that is written (JSON lines on standard output).'
    }),
    METRICS_CAMERAS: integer({
      group: 'Service',
      unit: 'cameras',
      minimum: 0,
      maximum: 10_000,
      default: 0,
      description:
        'Most cameras, by name, that have series of their own in /metrics (camera_check_camera_*): some eight each. 0: none.'
    }),
    DATA_DIR: text({
      group: 'Service',
      minLength: 1,
      default: './data',
      description:
        'Folder of the embedded defaults: the subscription and the scenes, and snapshots when no S3 store is set.'
    }),
    EXECUTOR_CPU: integer({
      group: 'Service',
      minimum: 0,
      maximum: 256,
      default: 0,
      description: 'Shard threads that read, decode, judge and store; 0 takes the number of cores.'
    }),
    SHARD_HEAP_MB: integer({
      group: 'Service',
      unit: 'MB',
      minimum: 64,
      maximum: 65_536,
      default: 2048,
      description:
        'Most JavaScript memory of one shard thread; past it that thread alone is ended and started again, and the others go on.'
    }),
    SHARD_STUCK_SECONDS: integer({
      group: 'Service',
      unit: 's',
      minimum: 2,
      maximum: 600,
      default: 10,
      description:
        'A shard thread that gives no sign of life for so long, or is not done with one frame, is ended and started again.'
    }),

    BASE_PATH: optionalText({
      group: 'Network',
      description:
        'Path below which the service is reached through a reverse proxy, such as /camera-check, whether the proxy takes it off or not; also written as camera-check. The root goes on answering.'
    }),
    TRUST_PROXY: optionalText({
      group: 'Network',
      description:
        'Proxies whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host are believed, comma-separated: addresses, networks such as 10.0.0.0/8, loopback, linklocal, private; or a number of hops, for a service that nobody reaches but through them.'
    }),
    TLS_CERT_FILE: optionalText({
      group: 'Network',
      description:
        'File with the certificate and its chain (PEM), for HTTPS and WSS in place of HTTP and WS; read again when it changes.'
    }),
    TLS_KEY_FILE: optionalText({
      group: 'Network',
      description: 'File with the key of TLS_CERT_FILE (PEM, without a passphrase); read again when it changes.'
    }),
    HSTS_MAX_AGE_S: integer({
      group: 'Network',
      unit: 's',
      minimum: 0,
      maximum: 63_072_000,
      default: 31_536_000,
      description:
        'How long a browser that came by HTTPS, to the service itself or to a trusted proxy, refuses to come by HTTP (Strict-Transport-Security); 0 says nothing of it.'
    }),
    MAX_CONNECTIONS: integer({
      group: 'Network',
      unit: 'connections',
      minimum: 1,
      maximum: 1_000_000,
      default: 10_000,
      description:
        'Most connections at once; past it they are refused with 503. Fewer when the process may not open so many files.'
    }),
    MAX_CONNECTIONS_PER_ADDRESS: integer({
      group: 'Network',
      unit: 'connections',
      minimum: 1,
      maximum: 1_000_000,
      default: 4000,
      description:
        'Most connections of one address (one /64 network of IPv6), so that one sender cannot take them all; proxies of TRUST_PROXY that are named by address are not held to it.'
    }),

    API_TOKENS: optionalText({
      group: 'Access',
      secret: true,
      description:
        'Comma-separated `name:role:sha256` of tokens, as `npm run token` makes them, or plain tokens, which may do everything; when set, every route but /livez and /readyz asks for one.'
    }),
    ALLOWED_ORIGINS: optionalText({
      group: 'Access',
      description:
        'Comma-separated origins (`https://host:port`) of other pages whose scripts may open WebSockets and change things; `*` lets any page open WebSockets; when left out, only pages of this service itself.'
    }),
    SESSION_HOURS: decimal({
      group: 'Access',
      unit: 'h',
      minimum: 0.001,
      maximum: 8760,
      default: 12,
      description: 'A browser that signed in has to do so again after this time.'
    }),
    SESSION_SECRET: optionalText({
      group: 'Access',
      secret: true,
      description:
        'Text of at least 32 characters that signs the sessions of browsers, the same for all members of a fleet; when left out, one is made and kept in DATA_DIR, and by a fleet in its state Redis. Another one ends all sessions.'
    }),
    TOKEN_CALLS_PER_SECOND: integer({
      group: 'Access',
      unit: 'requests/s',
      minimum: 0,
      maximum: 1_000_000,
      default: 10_000,
      description: 'Requests with one token above this rate are answered 429; 0 sets no limit.'
    }),
    ADDRESS_CALLS_PER_SECOND: integer({
      group: 'Access',
      unit: 'requests/s',
      minimum: 0,
      maximum: 1_000_000,
      default: 10_000,
      description:
        'Requests from one address (of IPv6, one /64 network) above this rate are answered 429; 0 sets no limit.'
    }),
    SIGN_IN_FAILURES_PER_MINUTE: integer({
      group: 'Access',
      minimum: 1,
      maximum: 100_000,
      default: 10,
      description:
        'Wrong tokens from one address above this rate lock it: until it has paused, only tokens that opened from there before still do.'
    }),

    FRAME_SOURCE: choice(['auto', 'redis', 'embedded'], {
      group: 'Frames',
      default: 'auto',
      description:
        'Where frames come from: auto takes Redis when REDIS_HOST, REDIS_SENTINELS or REDIS_URLS is set, and HTTP alone (embedded) otherwise.'
    }),
    MAX_FRAME_BYTES: integer({
      group: 'Frames',
      unit: 'bytes',
      minimum: 1024,
      maximum: 256 * MIB,
      default: 16 * MIB,
      description: 'Largest frame that is taken; a larger one is an Error of its stream.'
    }),
    MAX_FRAME_PIXELS: integer({
      group: 'Frames',
      unit: 'pixels',
      minimum: 1024,
      maximum: 1_000_000_000,
      default: 100_000_000,
      description: 'Most pixels that a JPEG header may announce; a larger picture is an Error and is not decoded.'
    }),
    QUEUE_MAX_BYTES: integer({
      group: 'Frames',
      unit: 'bytes',
      minimum: MIB,
      maximum: 4096 * MIB,
      default: 64 * MIB,
      description: 'Frames that may wait in one shard; past it the oldest are dropped, fairly per camera, and counted.'
    }),
    QUEUE_MAX_AGE_MS: integer({
      group: 'Frames',
      unit: 'ms',
      minimum: 50,
      maximum: 60_000,
      default: 1000,
      description: 'A frame that waited longer is dropped and counted when a newer one of its camera waits too.'
    }),

    REDIS_HOST: optionalText({
      group: 'Redis',
      description: 'Host of the Redis server that keeps the state, and carries the frames unless REDIS_URLS is set.'
    }),
    REDIS_PORT: integer({
      group: 'Redis',
      minimum: 1,
      maximum: 65535,
      default: 6379,
      description: 'Port of the Redis server.'
    }),
    REDIS_USERNAME: optionalText({ group: 'Redis', description: 'ACL user; when left out, the default user.' }),
    REDIS_PASSWORD: optionalText({ group: 'Redis', secret: true, description: 'Password of the Redis server.' }),
    REDIS_DB: integer({
      group: 'Redis',
      minimum: 0,
      maximum: 65535,
      default: 0,
      description: 'Number of the Redis database.'
    }),
    REDIS_WAIT_REPLICAS: integer({
      group: 'Redis',
      minimum: 0,
      maximum: 16,
      default: 0,
      description:
        'Replicas that must have what people set (incidents, settings, subscriptions) before it is confirmed to them, so that it outlives the primary; needs a Redis with that many.'
    }),
    REDIS_WAIT_MS: integer({
      group: 'Redis',
      unit: 'ms',
      minimum: 10,
      maximum: 2500,
      default: 1000,
      description: 'Longest wait for those replicas; past it the call fails with store/not-replicated.'
    }),
    REDIS_TLS: flag({
      group: 'Redis',
      default: false,
      description: 'Speak TLS with the server of REDIS_HOST, and with REDIS_SENTINELS and the servers behind them.'
    }),
    REDIS_TLS_CA_FILE: optionalText({
      group: 'Redis',
      description:
        'File with the authorities (PEM) that may have signed the certificates of Redis servers; when left out, those that Node knows. Certificates are always verified.'
    }),
    REDIS_TLS_SERVERNAME: optionalText({
      group: 'Redis',
      description:
        'Name that the certificates of Redis servers carry, when it is not the host that is connected to: Sentinels and clusters often tell addresses alone.'
    }),
    REDIS_URLS: optionalText({
      group: 'Redis',
      secret: true,
      description:
        'Where frames lie when that is not REDIS_HOST alone, comma-separated: `redis://user:password@host:port/db`, `rediss://` for TLS, `redis+cluster://host:port,host:port`, `redis+sentinel://host:port,host:port/name`. A stream lies in the one that its name and their order give, or REDIS_STREAM_URLS. Without REDIS_HOST the first one keeps the state too.'
    }),
    REDIS_STREAM_URLS: optionalText({
      group: 'Redis',
      secret: true,
      description:
        'Rules `pattern=url`, comma-separated or one a line, that say in which of REDIS_URLS streams lie, where `*` stands for any characters and `?` for one, the url is written without user and password, and the first rule that fits holds; the other streams are spread.'
    }),
    REDIS_SENTINELS: optionalText({
      group: 'Redis',
      description: 'Sentinels that name the Redis server in place of REDIS_HOST, as `host:port,host:port`.'
    }),
    REDIS_SENTINEL_NAME: text({
      group: 'Redis',
      minLength: 1,
      default: 'mymaster',
      description: 'What REDIS_SENTINELS call the group of servers.'
    }),
    REDIS_SENTINEL_USERNAME: optionalText({
      group: 'Redis',
      description: 'ACL user of the Sentinels; when left out, the default user.'
    }),
    REDIS_SENTINEL_PASSWORD: optionalText({
      group: 'Redis',
      secret: true,
      description: 'Password of the Sentinels, which is their own.'
    }),
    REDIS_DECODE_RESPONSES: optionalText({
      group: 'Redis',
      description: 'Accepted for the sake of old configurations and ignored: frames are binary.'
    }),
    REDIS_STREAM_MAXLEN: integer({
      group: 'Redis',
      unit: 'entries',
      minimum: 1,
      maximum: 1_000_000,
      default: 100,
      description: 'About how many entries a stream keeps when this service adds frames that were posted over HTTP.'
    }),
    RESUME_MAX_AGE_S: decimal({
      group: 'Redis',
      unit: 's',
      minimum: 0,
      maximum: 86_400,
      default: 120,
      description:
        'After a restart, a camera goes on behind the last frame that was judged, as far as its stream still has what followed, when the service was away for no longer than this; else with new frames alone. 0 always begins with new frames.'
    }),

    FLEET: flag({
      group: 'Fleet',
      default: false,
      description: 'Share the cameras with the other members that run with FLEET=1 on the same state Redis.'
    }),
    FLEET_ID: optionalText({
      group: 'Fleet',
      description:
        'Name of this member, one of its own for each; made of host, port and process when left out. One that outlives restarts keeps who watches which cameras steady.'
    }),
    FLEET_URL: optionalText({
      group: 'Fleet',
      description:
        'Where other members reach this one, as http://host:port or https://host:port; made of HOST and PORT when left out.'
    }),
    FLEET_CA_FILE: optionalText({
      group: 'Fleet',
      description:
        'File with the authorities (PEM) that may have signed the certificates of other members; when left out, those that Node knows. Certificates are always verified.'
    }),
    FLEET_CAPACITY: decimal({
      group: 'Fleet',
      minimum: 0,
      maximum: 100_000,
      default: 0,
      description:
        'How much this member carries beside the others: one with twice the number gets twice the cameras; 0 takes its shard threads.'
    }),
    OVERLOAD_MIN_FPS: decimal({
      group: 'Fleet',
      unit: 'frames/s',
      minimum: 0.01,
      maximum: 1000,
      default: 0.2,
      description:
        'When all members are full, every camera is analysed less often, and none more seldom than this; a rate that no camera reaches turns it off, and the oldest frames are dropped instead.'
    }),
    LEASE_TTL_MS: integer({
      group: 'Fleet',
      unit: 'ms',
      minimum: 500,
      maximum: 600_000,
      default: 10_000,
      description:
        'Cameras of a member that has not been heard of for so long are taken over; the same for all members.'
    }),
    LEASE_RENEW_MS: integer({
      group: 'Fleet',
      unit: 'ms',
      minimum: 50,
      maximum: 200_000,
      default: 3000,
      description: 'Each member tells of itself this often; at most a third of LEASE_TTL_MS.'
    }),

    ANALYSIS_MAX_FPS: decimal({
      group: 'Judging',
      unit: 'frames/s',
      minimum: 0,
      maximum: 1000,
      default: 0,
      description:
        'Most frames of one camera that are analysed, fractions too, 0 takes every frame; those above it are not decoded, and are counted as skipped.'
    }),
    STREAM_GAP_MS: integer({
      group: 'Judging',
      unit: 'ms',
      minimum: 200,
      maximum: 3_600_000,
      default: 2000,
      description:
        'A camera is without frames when none came for this long, or for five of its usual intervals if that is longer.'
    }),
    FIRST_FRAME_MS: integer({
      group: 'Judging',
      unit: 'ms',
      minimum: 200,
      maximum: 3_600_000,
      default: 10_000,
      description: 'A camera that never sent a frame since it was subscribed is without frames after this long.'
    }),
    SCENE_MEMORY_DAYS: decimal({
      group: 'Judging',
      unit: 'days',
      minimum: 0.001,
      maximum: 36_500,
      default: 30,
      description:
        'How long what is known of a scene is kept after its camera was unsubscribed, so that it need not be learned anew; in Redis when frames come from there, and in the folder DATA_DIR/scenes otherwise.'
    }),
    SCENE_MEMORY_SAVE_SECONDS: decimal({
      group: 'Judging',
      unit: 's',
      minimum: 1,
      maximum: 3600,
      default: 30,
      description: 'Each scene that has changed is saved once in so long; a crash loses no more than that.'
    }),

    SNAPSHOT_STORE: choice(['auto', 's3', 'folder'], {
      group: 'Snapshots',
      default: 'auto',
      description:
        'Where snapshots are kept: auto takes S3 when MINIO_ENDPOINT is set, and the folder DATA_DIR/snapshots otherwise.'
    }),
    MINIO_ENDPOINT: optionalText({ group: 'Snapshots', description: 'Host and port of the S3 store, as host:port.' }),
    MINIO_ACCESS_KEY: optionalText({ group: 'Snapshots', secret: true, description: 'Access key of the S3 store.' }),
    MINIO_SECRET_KEY: optionalText({ group: 'Snapshots', secret: true, description: 'Secret key of the S3 store.' }),
    MINIO_BUCKET: text({
      group: 'Snapshots',
      minLength: 3,
      default: 'camera-checkout',
      description: 'Bucket of the snapshots; made when missing, never public.'
    }),
    MINIO_SECURE: flag({ group: 'Snapshots', default: false, description: 'Speak TLS with the S3 store.' }),
    MINIO_REGION: text({
      group: 'Snapshots',
      minLength: 1,
      default: 'us-east-1',
      description: 'Region that requests are signed for.'
    }),
    MINIO_PATH_STYLE: flag({
      group: 'Snapshots',
      default: true,
      description: 'Name the bucket in the path (MinIO, Ceph) and not in the host name (AWS).'
    }),
    MINIO_TIMEOUT_MS: integer({
      group: 'Snapshots',
      unit: 'ms',
      minimum: 100,
      maximum: 300_000,
      default: 5000,
      description: 'Deadline of one request to the S3 store.'
    }),
    MINIO_SAVE_MODE: choice(['all', 'abnormal', 'sample', 'none'], {
      group: 'Snapshots',
      default: 'abnormal',
      description: 'Which analysed frames are stored.'
    }),
    MINIO_SAMPLE_FPS: decimal({
      group: 'Snapshots',
      unit: 'frames/s',
      minimum: 0.001,
      maximum: 1000,
      default: 1,
      description: 'Frames stored a second and camera when MINIO_SAVE_MODE is sample.'
    }),
    MINIO_MAX_FRAMES_PER_STREAM: integer({
      group: 'Snapshots',
      unit: 'snapshots',
      minimum: 0,
      maximum: 10_000_000,
      default: 1000,
      description:
        'Newest snapshots kept for each stream, 0 stores none; `minio_storage_per_stream` of a subscription goes before it.'
    }),
    MINIO_TRIM_INTERVAL: integer({
      group: 'Snapshots',
      unit: 'uploads',
      minimum: 1,
      maximum: 1_000_000,
      default: 1000,
      description:
        'Most uploads between two trims of a shard; a trim also runs every second while a stream is over its number.'
    }),
    SNAPSHOT_FSYNC: flag({
      group: 'Snapshots',
      default: true,
      description:
        'Snapshots in a folder are forced to the disk before a result names them, so that they outlive a power cut; a store on S3 sees to that itself.'
    }),
    MINIO_LIFECYCLE_DAYS: decimal({
      group: 'Snapshots',
      unit: 'days',
      minimum: 0,
      maximum: 36_500,
      default: 3,
      description: 'Snapshots older than this are deleted, 0 keeps them.'
    }),
    MINIO_JPEG_QUALITY: integer({
      group: 'Snapshots',
      minimum: 1,
      maximum: 100,
      default: 85,
      description: 'JPEG quality of annotated snapshots.'
    }),
    MINIO_USE_INTRUSSION_SUFFIX: flag({
      group: 'Snapshots',
      default: false,
      description: 'Name objects `<ms>_intrussion.jpg`, as the old service did.'
    }),
    EXECUTOR_IO: integer({
      group: 'Snapshots',
      unit: 'uploads',
      minimum: 1,
      maximum: 1024,
      default: 8,
      description: 'Uploads in flight at once over all shards, at least one for each shard.'
    }),
    SNAPSHOT_QUEUE_BYTES: integer({
      group: 'Snapshots',
      unit: 'bytes',
      minimum: MIB,
      maximum: 16384 * MIB,
      default: 64 * MIB,
      description:
        'Snapshots that may wait for a slow or absent store over all shards, and a quarter as much for pictures of incidents; past it the oldest are dropped and counted.'
    }),
    SNAPSHOT_ACK_MS: integer({
      group: 'Snapshots',
      unit: 'ms',
      minimum: 0,
      maximum: 5000,
      default: 500,
      description:
        'How long the result of a stored frame may wait for the store, so that it can carry obj_refs; never while the store is known to be slow or down.'
    }),

    INCIDENT_STORE: choice(['auto', 'redis', 'embedded'], {
      group: 'Incidents',
      default: 'auto',
      description:
        'Where incidents and settings of cameras are kept: auto takes Redis when frames come from there, and the database DATA_DIR/incidents.db (embedded) otherwise.'
    }),
    REOPEN_WINDOW_S: decimal({
      group: 'Incidents',
      unit: 's',
      minimum: 0,
      maximum: 86_400,
      default: 60,
      description: 'A fault that comes back within this time reopens its incident, which counts a flap.'
    }),
    GROUP_WINDOW_S: decimal({
      group: 'Incidents',
      unit: 's',
      minimum: 0,
      maximum: 600,
      default: 5,
      description:
        'Cameras of one group that fail with the same kind within this time make one group incident; 0 makes none.'
    }),
    GROUP_MIN_CAMERAS: integer({
      group: 'Incidents',
      unit: 'cameras',
      minimum: 2,
      maximum: 10_000,
      default: 3,
      description: 'Fewest cameras of a group incident.'
    }),
    INCIDENT_RETENTION_DAYS: decimal({
      group: 'Incidents',
      unit: 'days',
      minimum: 0.01,
      maximum: 36_500,
      default: 90,
      description: 'Closed incidents that were opened longer ago are deleted with their pictures; so are audit entries.'
    }),
    INCIDENT_MAX: integer({
      group: 'Incidents',
      unit: 'incidents',
      minimum: 100,
      maximum: 10_000_000,
      default: 100_000,
      description: 'Most incidents that are kept; past it the oldest closed ones are deleted.'
    }),
    TIME_ZONE: optionalText({
      group: 'Incidents',
      description:
        'IANA name of the zone of schedules and days of reports, such as Asia/Shanghai; the zone of the machine when left out.'
    }),
    RECENT_FRAME_BYTES: integer({
      group: 'Incidents',
      unit: 'bytes',
      minimum: MIB,
      maximum: 65536 * MIB,
      default: 64 * MIB,
      description:
        'Memory over all shards for a recent frame of each camera: for pictures of before an incident, and for whoever looks at a camera.'
    }),

    SELF_CHECK: flag({
      group: 'Service',
      default: true,
      description:
        'Each shard is shown a synthetic camera, which no client sees, whose known faults it has to find once a minute; /readyz, self_check_* metrics and an incident of the service tell when it does not.'
    }),

    MEASURE_DAYS: integer({
      group: 'Judging',
      unit: 'days',
      minimum: 0,
      maximum: 30,
      default: 3,
      description:
        'For so long it is kept what frames were judged by, so that a change of limits can be tried on them before it is saved; with the incidents, up to 0.06 MB a day for each camera; 0 keeps none.'
    }),
    SELF_TEST: flag({
      group: 'Judging',
      default: true,
      description:
        'Every night faults are injected into recent frames of each healthy camera, apart from its judging and at the lowest priority, to tell what it would see; what came of it stands on the page of the camera.'
    }),
    SELF_TEST_HOUR: integer({
      group: 'Judging',
      unit: 'h',
      minimum: 0,
      maximum: 23,
      default: 2,
      description: 'Hour of the day at which self-tests begin, wall clock in TIME_ZONE.'
    }),
    SELF_TEST_HOURS: integer({
      group: 'Judging',
      unit: 'h',
      minimum: 1,
      maximum: 24,
      default: 4,
      description:
        'For so long they are run, one camera after the other with a pause as long as the test; cameras for which there is no time come first on the next night.'
    }),
    MQTT_URL: optionalText({
      group: 'MQTT',
      description:
        'Broker that is told the state of every camera and every incident that goes on, as mqtt://host:1883, mqtts://, ws:// or wss://; without it nobody is.'
    }),
    MQTT_USERNAME: optionalText({ group: 'MQTT', description: 'User of the broker.' }),
    MQTT_PASSWORD: optionalText({ group: 'MQTT', secret: true, description: 'Password of the user of the broker.' }),
    MQTT_CA_FILE: optionalText({
      group: 'MQTT',
      description:
        'File with the authorities (PEM) that may have signed the certificate of the broker; when left out, those that Node knows. Certificates are always verified.'
    }),
    MQTT_CLIENT_ID: optionalText({
      group: 'MQTT',
      description:
        'Name of this client at the broker, one of its own for each member; made of its name and port when left out.'
    }),
    MQTT_PREFIX: text({
      group: 'MQTT',
      minLength: 1,
      default: 'camera-check',
      description: 'First part of every topic.'
    }),
    MQTT_DISCOVERY: flag({
      group: 'MQTT',
      default: true,
      description: 'Home Assistant finds every camera as a device by itself.'
    }),
    MQTT_DISCOVERY_PREFIX: text({
      group: 'MQTT',
      minLength: 1,
      default: 'homeassistant',
      description: 'First part of the topics of which Home Assistant learns, as it is set there.'
    }),
    MQTT_PICTURES: flag({
      group: 'MQTT',
      default: true,
      description: 'Also publishes the picture of the newest incident of each camera.'
    }),
    PUBLIC_URL: optionalText({
      group: 'Alarms',
      description:
        'Address at which people reach the dashboard, such as https://cameras.example.org/camera-check, for the links in alarms; when left out, the name of this machine with PORT and BASE_PATH.'
    }),
    ALARM_TARGETS_FILE: optionalText({
      group: 'Alarms',
      description:
        'JSON file with a list of targets that alarms go to, each with an id; read at the start. They are shown beside those that people add, and changed in the file alone.'
    }),
    ALARM_MAX_AGE_HOURS: decimal({
      group: 'Alarms',
      unit: 'h',
      minimum: 0.01,
      maximum: 720,
      default: 24,
      description: 'An alarm that could not be delivered for so long is given up and listed (dead letters).'
    }),
    ALARM_QUEUE_MAX: integer({
      group: 'Alarms',
      unit: 'alarms',
      minimum: 10,
      maximum: 100_000,
      default: 2000,
      description: 'Alarms that may wait for one target; past it new ones are dropped for it, counted and logged.'
    }),
    ALARM_LINK_HOURS: decimal({
      group: 'Alarms',
      unit: 'h',
      minimum: 0.1,
      maximum: 8760,
      default: 168,
      description: 'How long the links to pictures in alarms open without a sign-in.'
    }),
    ALARM_ALLOW_NETWORKS: optionalText({
      group: 'Alarms',
      description:
        'Networks such as 169.254.10.0/24, comma-separated, that alarms may go to although they are refused: link-local and cloud metadata addresses, multicast, and ALARM_DENY_NETWORKS.'
    }),
    ALARM_DENY_NETWORKS: optionalText({
      group: 'Alarms',
      description:
        'Networks that alarms may not go to, comma-separated, such as 127.0.0.0/8, ::1/128, 10.0.0.0/8 where targets are set by people who must not reach them.'
    }),

    WS_SEND_MODE: choice(['all', 'abnormal'], {
      group: 'Results',
      default: 'all',
      description: 'Send every result, or abnormal ones alone.'
    }),
    WS_QUEUE_MESSAGES: integer({
      group: 'Results',
      unit: 'messages',
      minimum: 1,
      maximum: 1_000_000,
      default: 2000,
      description:
        'Results that may wait for one slow WebSocket client; past it its oldest are dropped, counted and told.'
    }),
    WS_STALL_SECONDS: decimal({
      group: 'Results',
      unit: 's',
      minimum: 1,
      maximum: 3600,
      default: 30,
      description: 'A WebSocket client that takes nothing for so long is disconnected.'
    }),

    ENABLE_TEST_VIDEO: flag({
      group: 'Test video',
      default: false,
      description: 'Offer built-in test cameras, to be subscribed by their names.'
    }),
    TEST_VIDEO_FPS: decimal({
      group: 'Test video',
      unit: 'frames/s',
      minimum: 0.1,
      maximum: 60,
      default: 5,
      description: 'Frame rate of each test camera.'
    }),
    TEST_VIDEO_DIR: optionalText({
      group: 'Test video',
      description:
        'Folder whose folders of JPEGs (and video files, where ffmpeg is on the PATH) are played in place of the built-in scenes.'
    }),
    ...TELEMETRY_SETTINGS
  },
  { additionalProperties: false }
)

export type Settings = Static<typeof SettingsSchema>
export type SettingName = keyof Settings

/** A setting's schema with the options that this file gives it. */
export type SettingSchema = TSchema & SettingOptions & { default?: unknown }

/** Name and schema of every setting, in the order of the documentation. */
export function settingEntries(): readonly (readonly [SettingName, SettingSchema])[] {
  return Object.entries(SettingsSchema.properties) as unknown as readonly (readonly [SettingName, SettingSchema])[]
}
