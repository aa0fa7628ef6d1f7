// The import table of docs/architecture.md, one rule a row. `npm run layers` runs it; cycles are an error.
const STAGE = '^src/pipeline/(capture|detect|incidents|snapshots|publish)/'

/** A rule: files under `from` may import project files under `to` alone. */
const only = (name, from, to, pathNot) => ({
  name,
  severity: 'error',
  from: { path: from, ...(pathNot ? { pathNot } : {}) },
  to: { path: '^src/', pathNot: to }
})

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('model', '^src/model/', '^src/model/'),
    only('errors', '^src/errors\\.ts$', '^src/errors\\.ts$'),
    only('lib', '^src/lib/', '^src/(lib/|errors\\.ts$)'),
    only('kernels', '^src/kernels/', '^src/kernels/'),
    only('codec', '^src/codec/', '^src/(codec/|kernels/|model/|lib/|errors\\.ts$)'),
    only('clients', '^src/clients/', '^src/(clients/|lib/|errors\\.ts$)'),
    only('config', '^src/config/', '^src/(config/|model/access\\.ts$|errors\\.ts$)'),
    only('observe', '^src/observe/', '^src/(observe/|lib/|model/|errors\\.ts$)'),
    {
      name: 'stage',
      comment:
        'A stage imports itself, model, lib and errors; never another stage, never an adapter. Detect also kernels.',
      severity: 'error',
      from: { path: STAGE, pathNot: '/adapters/' },
      to: {
        path: '^src/',
        pathNot: '^src/(pipeline/$1/(?!adapters/)|model/|lib/|errors\\.ts$|kernels/)'
      }
    },
    {
      name: 'kernels-for-detect-alone',
      severity: 'error',
      from: { path: '^src/pipeline/(capture|incidents|snapshots|publish)/' },
      to: { path: '^src/kernels/' }
    },
    {
      name: 'adapter',
      comment:
        'An adapter imports its own stage, model, lib, errors, observe, the connections in clients, and the fence of its writes.',
      severity: 'error',
      from: { path: '^src/(pipeline/[a-z]+|subscription|fleet|overview|migrate)/adapters/' },
      to: { path: '^src/', pathNot: '^src/($1/|fleet/fence-script\\.ts$|model/|lib/|errors\\.ts$|observe/|clients/)' }
    },
    only('session', '^src/pipeline/[^/]+\\.ts$', '^src/(pipeline/|model/|lib/|errors\\.ts$|codec/)'),
    {
      name: 'session-no-adapter',
      severity: 'error',
      from: { path: '^src/pipeline/[^/]+\\.ts$' },
      to: { path: '/adapters/' }
    },
    only('subscription', '^src/subscription/[^/]+\\.ts$', '^src/(subscription/(?!adapters/)|model/|lib/|errors\\.ts$)'),
    only('fleet', '^src/fleet/[^/]+\\.ts$', '^src/(fleet/(?!adapters/)|model/|lib/|errors\\.ts$)'),
    only(
      'http',
      '^src/http/',
      '^src/(http/|subscription/service-control\\.ts$|self-test/self-test-control\\.ts$|back-test/(back-test-control|remedy-control|spell)\\.ts$|overview/|alarms/|pipeline/(publish|incidents)/(?!adapters/)|pipeline/frame-shelf\\.ts$|fleet/(fleet-reader|member-info|slot)\\.ts$|model/|lib/|config/schema\\.ts$|errors\\.ts$|observe/)'
    ),
    only(
      'overview',
      '^src/overview/[^/]+\\.ts$',
      '^src/(overview/(?!adapters/)|pipeline/(incidents|snapshots)/(?!adapters/)|pipeline/evidence-block\\.ts$|pipeline/detect/registry\\.ts$|pipeline/frame-shelf\\.ts$|subscription/service-control\\.ts$|model/|lib/|errors\\.ts$)'
    ),
    only('alarms', '^src/alarms/', '^src/(alarms/|pipeline/incidents/(?!adapters/)|model/|lib/|errors\\.ts$)'),
    only('mqtt', '^src/mqtt/', '^src/(mqtt/|overview/(camera-view|overview-observer)\\.ts$|model/|lib/|errors\\.ts$)'),
    only('self-check', '^src/self-check/', '^src/(self-check/|model/|lib/|errors\\.ts$)'),
    only('migrate', '^src/migrate/[^/]+\\.ts$', '^src/(migrate/(?!adapters/)|config/|model/|lib/|errors\\.ts$)'),
    // Of lib what needs nothing of Node: browsers load these files as they are.
    only('client', '^src/client/', '^src/(client/|lib/(backoff|full-jitter|pause)\\.ts$)'),
    only(
      'self-test',
      '^src/self-test/',
      '^src/(self-test/|evaluate/|pipeline/incidents/incident-store\\.ts$|pipeline/frame-shelf\\.ts$|model/|lib/|errors\\.ts$)'
    ),
    only('back-test', '^src/back-test/', '^src/(back-test/|pipeline/(?!.*adapters/)|model/|lib/|errors\\.ts$)'),
    only('evaluate', '^src/evaluate/', '^src/(evaluate/|pipeline/|codec/|model/|lib/|errors\\.ts$)'),
    only('push', '^src/push/', '^src/(push/|clients/|codec/|model/|lib/|errors\\.ts$)'),
    {
      name: 'nobody-imports-push',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(push|cli)/' },
      to: { path: '^src/push/' }
    },
    // The page's own rules are in test/web/layers.test.ts: this tool's parser cannot read JSX.
    {
      name: 'nobody-imports-web',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^web/' }
    },
    {
      name: 'nobody-imports-client',
      comment: 'The client is for others; the service does not talk to itself by it. Commands may.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(client|cli)/' },
      to: { path: '^src/client/' }
    },
    {
      name: 'nobody-imports-evaluate',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(evaluate|cli|self-test)/' },
      to: { path: '^src/evaluate/' }
    },
    {
      name: 'telemetry-is-loaded-late',
      comment: 'A service without a collector does not pay for the libraries of OpenTelemetry.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/observe/otlp/' },
      to: {
        path: '^src/observe/otlp/(otlp-senders|readable-span|bridged-metrics)\\.ts$',
        dynamic: false
      }
    },
    ...[
      [
        'ioredis',
        '^src/(clients|push|pipeline/(capture|detect|incidents)/adapters|(subscription|fleet|overview|migrate)/adapters)/'
      ],
      ['mqtt', '^src/mqtt/adapters/'],
      ['libsql', '^src/pipeline/incidents/adapters/'],
      ['minio', '^src/pipeline/snapshots/adapters/'],
      ['sharp', '^src/(codec|push|pipeline/capture/adapters|pipeline/snapshots|cli|evaluate)/'],
      ['fastify|@fastify', '^src/http/'],
      ['undici', '^src/(http/fleet|push)/'],
      ['yaml', '^src/push/'],
      ['nodemailer', '^src/alarms/'],
      ['ws', '^src/((http|pipeline/publish/adapters|cli)/|lib/websocket-line\\.ts$)'],
      ['prom-client', '^src/observe/'],
      ['pino', '^src/observe/'],
      ['@opentelemetry', '^src/observe/otlp/']
    ].map(([name, allowed]) => ({
      name: `client-${name}`,
      comment: `Only ${allowed} may import ${name}.`,
      severity: 'error',
      from: { path: '^src/', pathNot: allowed },
      to: { path: `node_modules/(${name})(/|$)` }
    }))
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    // AssemblyScript, which only its own compiler reads; it imports nothing from outside its folder.
    exclude: { path: '^src/[a-z]+/assembly/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js']
    }
  }
}
