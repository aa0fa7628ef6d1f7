/** How a command that stands in the documentation is known to work. */
export type Proof =
  /** test/journey/documented-commands.test.ts runs it as it stands, but for addresses. */
  | { readonly run: true; readonly prints?: RegExp }
  /** The same, until it has printed this; it would go on. */
  | { readonly runUntil: RegExp }
  /** It is run in another place, which says this. */
  | { readonly elsewhere: string; readonly says: string }
  /** It cannot be run here. */
  | { readonly notRun: string }

const RUN = { run: true } as const
const runs = (prints: RegExp): Proof => ({ run: true, prints })
const elsewhere = (file: string, says: string): Proof => ({ elsewhere: file, says })

const MIGRATE = 'test/journey/migrate.test.ts'
const EVALUATE = 'test/journey/evaluate.test.ts'
const CHAOS = elsewhere('bench/quick.mjs', 'chaos/run.mjs')
const IN_CI = elsewhere('.ci/run', 'npm ci')

/** Every command of a shell block, by its text without the comment behind it. */
export const DOCUMENTED_COMMANDS: Readonly<Record<string, Proof>> = {
  // README.md
  'npm ci && npm run demo': runs(/test cameras; faults come and go/),
  'npm ci && npm test': elsewhere('.ci/run', 'npm test'),
  'npm ci': IN_CI,
  'REDIS_HOST=127.0.0.1 MINIO_ENDPOINT=127.0.0.1:9000 MINIO_ACCESS_KEY=... MINIO_SECRET_KEY=... npm start': {
    runUntil: /"address":"/
  },
  [`curl -X POST localhost:5020/pushhub/subscribe -H 'content-type: application/json' -d '{"streams": ["gate-1", "yard"]}'`]:
    runs(/"subscribed":\["gate-1","yard"\]/),
  'npm run watch -- http://127.0.0.1:5020': { runUntil: /gate-1/ },
  "curl 'localhost:5020/pushhub/cameras?state=faulty'": runs(/"stream":"gate-1"/),
  "curl 'localhost:5020/pushhub/incidents?state=open,acknowledged'": runs(/"kind":"black"/),
  [`curl -X POST localhost:5020/pushhub/incidents/$INCIDENT/acknowledge -d '{"by": "Chen"}'`]:
    runs(/"acknowledgedBy":"Chen/),
  [`curl -X PATCH localhost:5020/pushhub/cameras/gate-1/settings -d '{"name": "North gate", "groups": ["north"], "masks": [{"points": [[0, 0], [0.3, 0], [0.3, 0.2]]}]}'`]:
    runs(/"name":"North gate"/),
  [`curl -X POST localhost:5020/pushhub/cameras/gate-1/maintenance -d '{"minutes": 60, "note": "Lens is being cleaned"}'`]:
    runs(/Lens is being cleaned/),
  "curl 'localhost:5020/pushhub/report?format=csv' > report.csv": RUN,
  "curl 'localhost:5020/pushhub/incidents?format=csv&from=2026-11-01T00:00:00Z' > incidents.csv": RUN,
  'camera-check push rtsp://10.0.0.7/stream2 --stream gate-1 --redis redis://127.0.0.1:6379': elsewhere(
    'test/journey/push.test.ts',
    "source: 'rtsp://"
  ),
  'camera-check push cameras.yaml': RUN,
  'URL=http://127.0.0.1:5020': RUN,
  [`curl -X POST $URL/pushhub/subscribe -H 'content-type: application/json' -d '{"streams": ["gate-1"]}'`]:
    runs(/"subscribed":\["gate-1"\]/),
  [`curl -X POST $URL/pushhub/frames/gate-1 -H 'content-type: image/jpeg' -H 'x-frame-meta: {"ts1": "2026-01-05T08:00:00Z"}' \\
  --data-binary @frame.jpg`]: runs(/"ok":true/),

  // docs/access.md
  'npm run token -- wall viewer': runs(/wall:viewer:[0-9a-f]{64}/),

  // docs/alarms.md
  [`curl -X POST http://localhost:5020/pushhub/alarms/targets -H 'content-type: application/json' -d '{
  "name": "VMS", "type": "webhook", "url": "https://vms.example/hooks/cameras", "secret": "a long random text",
  "filter": { "cameras": ["dock-*"], "minSeverity": 0.3 } }'`]: runs(/"name":"VMS"/),

  // docs/evaluate.md
  'npm run --silent build': elsewhere('package.json', '"pretest": "npm run --silent build"'),
  'node dist/cli/camera-check.js evaluate footage/ --html report.html': elsewhere(EVALUATE, "'--html',"),
  'node dist/cli/camera-check.js evaluate gate.mp4 --quick': elsewhere(EVALUATE, "join(folder, 'clip.mp4')"),
  'node dist/cli/camera-check.js evaluate redis://127.0.0.1:6379/frames:gate': elsewhere(EVALUATE, '/0/frames:'),
  'node dist/cli/camera-check.js evaluate builtin --quick --kinds black,moved': elsewhere(
    'test/evaluate/sight/examine-footage.test.ts',
    'examineFootage'
  ),

  // docs/fleet.md, docs/redis.md, docs/reverse-proxy.md
  'FLEET=1 REDIS_HOST=10.0.0.5 MINIO_ENDPOINT=10.0.0.6:9000 MINIO_ACCESS_KEY=... MINIO_SECRET_KEY=... HOST=0.0.0.0 API_TOKENS=... npm start':
    elsewhere('test/servers/fleet-run.ts', "FLEET: '1'"),
  'REDIS_URLS=rediss://cameras:secret@10.0.0.1:6379/0,rediss://cameras:secret@10.0.0.2:6379/0': elsewhere(
    'test/journey/redis-places.test.ts',
    'REDIS_URLS: servers'
  ),
  'TLS_CERT_FILE=/etc/camera-check/tls.crt TLS_KEY_FILE=/etc/camera-check/tls.key npm start': elsewhere(
    'test/journey/tls.test.ts',
    'TLS_CERT_FILE'
  ),

  // docs/migration.md
  'npx camera-check migrate': elsewhere(MIGRATE, "'migrate'"),
  'npx camera-check migrate --env /srv/old/.env': elsewhere(MIGRATE, "'--env', 'old.env'"),
  'npx camera-check migrate --json': elsewhere(MIGRATE, "'--json'"),
  'npx camera-check migrate --write --hours 2': elsewhere(MIGRATE, "'--json', '--write'"),
  'npx camera-check migrate --write --url http://127.0.0.1:5020 --token "$TOKEN" --all': elsewhere(
    MIGRATE,
    "'--all', '--write', '--url'"
  ),

  // docs/operations.md
  'docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v camera-check:/data -p 127.0.0.1:5020:5020 camera-check':
    { notRun: 'Needs a container engine; scripts/try-dockerfile.mjs carries out the steps of the image without one' },

  // docs/opentelemetry.md
  'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 npm start': elsewhere(
    'test/journey/telemetry.test.ts',
    'OTEL_EXPORTER_OTLP_ENDPOINT'
  ),

  // docs/push.md
  'camera-check push rtsp://10.0.0.7/stream1 --stream gate --redis redis://127.0.0.1:6379': elsewhere(
    'test/journey/push.test.ts',
    "source: 'rtsp://"
  ),
  'camera-check push cameras.yaml --check': runs(/cameras.yaml is well: 1 cameras/),
  'camera-check push cameras.yaml --once': RUN,
  'camera-check push --help': runs(/Usage: camera-check push/),

  // docs/quick-start.md
  'npm start': { runUntil: /"address":"/ },
  [`curl -X POST http://127.0.0.1:5020/pushhub/subscribe -H 'content-type: application/json' -d '{"streams": ["gate-1"]}'`]:
    runs(/"subscribed":\["gate-1"\]/),
  "curl -X POST http://127.0.0.1:5020/pushhub/frames/gate-1 -H 'content-type: image/jpeg' --data-binary @frame.jpg":
    runs(/"ok":true/),
  'curl http://127.0.0.1:5020/pushhub/cameras/gate-1': runs(/"stream":"gate-1"/),
  'npx camera-check push rtsp://10.0.0.7/stream2 --stream gate-1 --http http://127.0.0.1:5020': elsewhere(
    'test/journey/push.test.ts',
    "'--http', service.url"
  ),

  // docs/troubleshooting.md
  'curl http://127.0.0.1:5020/readyz': runs(/"ok":true/),
  'curl http://127.0.0.1:5020/pushhub/system': runs(/"running":true/),
  "curl 'http://127.0.0.1:5020/pushhub/incidents?state=open,acknowledged'": runs(/"items":/),
  'redis-cli XLEN frames:gate-1': runs(/^[1-9]\d*\n$/),
  'redis-cli XREVRANGE frames:gate-1 + - COUNT 1 | head -n 1': runs(/^\d{13}-\d+\n$/),
  [`curl -X PATCH http://127.0.0.1:5020/pushhub/cameras/gate-1/settings -d '{"faults": {"partly-occluded": {"sensitivity": "low", "raiseAfterS": 5}}}'`]:
    runs(/"raiseAfterS":5/),
  "curl -X POST http://127.0.0.1:5020/pushhub/cameras/gate-1/accept-view -d '{}'": RUN,
  'curl http://127.0.0.1:5020/pushhub/cameras/gate-1/self-test': RUN,
  'curl http://127.0.0.1:5020/pushhub/metrics/performance/gate-1': runs(/"analysed":[1-9]/),
  "curl http://127.0.0.1:5020/metrics | grep -E 'frames_dropped_total|frame_queue_frames|event_loop_delay'":
    runs(/frame_queue_frames 0/),
  'redis-cli INFO memory | grep used_memory_human': runs(/used_memory_human:\d/),
  'redis-cli MEMORY USAGE frames:gate-1': runs(/^\d+\n$/),
  'curl http://127.0.0.1:5020/pushhub/alarms/targets': runs(/"items"|"targets"/),
  'curl http://127.0.0.1:5020/pushhub/alarms/dead-letters': runs(/"items"/),

  // bench/chaos/README.md
  'node bench/chaos/run.mjs --list': runs(/redis-killed/),
  'node bench/chaos/run.mjs --only redis-killed --cameras 40 --seconds 20': CHAOS,
  'node bench/chaos/run.mjs --group s3 --json /path/of/a/file': CHAOS,
  'npm run chaos -- --write docs/reliability.md': CHAOS,
  'node bench/chaos/run.mjs --join a.json,b.json --write docs/reliability.md': {
    notRun: 'Writes the figures of the page anew, from files of runs that take an hour'
  }
}

const CLIENT = elsewhere('test/journey/client.test.ts', 'docs/client.md')
const PUSH_GUIDE = elsewhere('test/docs/push-guide.test.ts', 'shows lists of cameras that are well')

/** Every other block of code that says a language, by page and language; more than one in their order. */
export const DOCUMENTED_CODE: Readonly<Record<string, readonly Proof[]>> = {
  'README.md python': [{ notRun: 'Needs the package redis of Python; test/servers/redis-producer.ts writes the same' }],
  'README.md js': [RUN],
  'docs/alarms.md js': [elsewhere('test/docs/alarms-guide.test.ts', "example('js')")],
  'docs/alarms.md python': [elsewhere('test/docs/alarms-guide.test.ts', "example('python')")],
  'docs/alarms.md json': [RUN],
  'docs/client.md js': [CLIENT, CLIENT, CLIENT, CLIENT, CLIENT],
  'docs/mqtt.md json': [elsewhere('test/journey/mqtt.test.ts', 'problem')],
  'docs/mqtt.md yaml': [{ notRun: 'An automation of Home Assistant, which was not at hand; the page says so' }],
  'docs/opentelemetry.md yaml': [elsewhere('test/docs/opentelemetry.test.ts', 'collector.yaml')],
  'docs/operations.md json': [elsewhere('package.json', '"@fastify/static": "10.1.3"')],
  'docs/operations.md yaml': [
    elsewhere('test/deploy/files.test.ts', 'values.yaml'),
    {
      notRun:
        'Needs a Prometheus; the rules and the dashboard are held against /metrics by test/journey/monitoring.test.ts'
    }
  ],
  'docs/push.md yaml': [PUSH_GUIDE],
  'docs/redis.md python': [
    { notRun: 'Needs the package redis of Python; test/journey/redis-places.test.ts writes such entries' }
  ],
  'docs/reverse-proxy.md nginx': [{ notRun: 'Needs nginx; test/journey/base-path.test.ts has a proxy of its own' }],
  'docs/reverse-proxy.md yaml': [{ notRun: 'Needs Traefik; test/journey/base-path.test.ts has a proxy of its own' }],
  'bench/chaos/README.md js': [elsewhere('bench/chaos/rows/s3-killed.mjs', "name: 's3-killed'")]
}
