export interface MetricDeclaration {
  readonly name: string
  readonly kind: 'counter' | 'gauge' | 'histogram'
  /** One sentence; the name carries the unit. */
  readonly help: string
  /** Labels with few values; a camera only in `camera_check_camera_*`, which METRICS_CAMERAS bounds. */
  readonly labels: readonly string[]
}

/** Upper bounds of the stage latency histogram, seconds: from a cheap decode to a queue that stands. */
export const LATENCY_BUCKETS_SECONDS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
]

const counter = <const L extends readonly string[]>(name: string, labels: L, help: string) =>
  ({ name: `camera_check_${name}`, kind: 'counter', labels, help }) as const
const gauge = <const L extends readonly string[]>(name: string, labels: L, help: string) =>
  ({ name: `camera_check_${name}`, kind: 'gauge', labels, help }) as const

/** Every Prometheus metric of the service, declared once; `docs/metrics.md` is made from this list. */
export const METRICS = {
  framesReceived: counter('frames_received_total', ['source'], 'Frames that came from a source.'),
  framesAnalysed: counter('frames_analysed_total', [], 'Frames that were judged.'),
  framesDropped: counter(
    'frames_dropped_total',
    ['reason'],
    'Frames that were not judged: overload, trimmed (gone from Redis before they were read), cooldown.'
  ),
  framesSkipped: counter('frames_skipped_total', [], 'Frames that were left out on purpose: above ANALYSIS_MAX_FPS.'),
  framesIdentical: counter(
    'frames_identical_total',
    [],
    'Frames that were judged without decoding, since their bytes were those of the frame before.'
  ),
  decodes: counter(
    'decodes_total',
    ['decoder'],
    'Frames that were decoded, by decoder: own, or library for what that one does not take.'
  ),
  decodeErrors: counter('decode_errors_total', ['code'], 'Frames that gave no picture, by error code.'),
  results: counter('results_total', ['state'], 'Results by state.'),
  stageLatency: {
    name: 'camera_check_stage_latency_seconds',
    kind: 'histogram',
    labels: ['stage'],
    help: 'Time that frames spent in each stage: capture, queue, decode, analysis, store, end_to_end.'
  },
  frameQueueFrames: gauge('frame_queue_frames', [], 'Frames that wait in the shards.'),
  frameQueueBytes: gauge('frame_queue_bytes', [], 'Bytes of the frames that wait in the shards.'),
  cameras: gauge('cameras', [], 'Subscribed cameras.'),
  camerasByState: gauge('cameras_by_state', ['state'], 'Subscribed cameras that this member watches, by state.'),
  camerasWithoutSeries: gauge(
    'cameras_without_series',
    [],
    'Cameras that METRICS_CAMERAS leaves without series of their own; 0 while it is 0.'
  ),
  cameraState: gauge('camera_state', ['camera', 'state'], '1 for the state that the camera is in.'),
  cameraFault: gauge(
    'camera_fault_severity',
    ['camera', 'kind'],
    'Severity of each fault that is told of the camera, 0 to 1; no series while there is none.'
  ),
  cameraFps: gauge('camera_frames_per_second', ['camera'], 'Frames of the camera that come in.'),
  cameraAnalysedFps: gauge('camera_analysed_per_second', ['camera'], 'Frames of the camera that are judged.'),
  cameraLag: gauge('camera_lag_seconds', ['camera'], 'From the capture of the newest frame to its verdict.'),
  cameraLastFrame: gauge(
    'camera_last_frame_timestamp_seconds',
    ['camera'],
    'When the newest frame of the camera came, Unix time; no series before the first.'
  ),
  epoch: gauge('subscription_epoch', [], 'Number of the subscription.'),
  running: gauge('running', [], '1 while the service is started, 0 while it is stopped.'),
  sourceConnected: gauge('source_connected', ['source'], '1 while the source of frames can be reached, else 0.'),
  storeReachable: gauge(
    'snapshot_store_reachable',
    [],
    '1 while the snapshot store answers and takes snapshots, else 0.'
  ),
  storePublic: gauge('snapshot_store_public', [], '1 when strangers could read the snapshots at the start, else 0.'),
  ready: gauge('ready', ['check'], '1 while this check of /readyz passes, else 0; asked every 2 s.'),
  incidentsOpen: gauge('incidents_open', [], 'Incidents of cameras that go on.'),
  incidentsOpened: counter('incidents_opened_total', ['kind'], 'Incidents that were opened, by kind.'),
  incidentsWaiting: gauge('incidents_waiting', [], 'Changed incidents that are not in their store yet.'),
  incidentsLost: counter(
    'incidents_lost_total',
    [],
    'Closed incidents that were given up because their store was down for too long.'
  ),
  incidentStoreReachable: gauge(
    'incident_store_reachable',
    [],
    '1 while the store of incidents and settings answers and takes what is to be kept, else 0.'
  ),
  shards: gauge('shards', [], 'Shard threads that run.'),
  shardRestarts: counter('shard_restarts_total', [], 'Shard threads that died and were started again.'),
  selfCheckOk: gauge(
    'self_check_ok',
    [],
    '1 while each known fault that is shown on purpose is found and ends, else 0.'
  ),
  selfCheckAge: gauge(
    'self_check_last_success_age_seconds',
    [],
    'Time since a known fault was found and ended, in the shard where that is longest ago; NaN before that.'
  ),
  selfCheckFound: counter('self_check_found_total', ['kind'], 'Known faults that were found and ended, by kind.'),
  selfCheckFailures: counter(
    'self_check_failures_total',
    ['kind'],
    'Known faults that were not found, or did not end, by kind.'
  ),
  selfCheckUnseen: counter(
    'self_check_unseen_total',
    ['kind'],
    'Known faults of which nothing can be said, since the shard dropped their pictures for overload, by kind.'
  ),
  shardDeaths: counter(
    'shard_deaths_total',
    ['cause'],
    'The same by cause: crash, hang (the watchdog ended the thread), out-of-memory.'
  ),
  unhandledRejections: counter(
    'unhandled_rejections_total',
    [],
    'Tasks of the main thread that failed without anybody taking care of it: mistakes of the service.'
  ),
  dataFolderFreeBytes: gauge(
    'data_folder_free_bytes',
    [],
    'Room that is left in DATA_DIR; only where anything is kept there.'
  ),
  clockSteps: counter(
    'clock_steps_total',
    ['direction'],
    'Times that the clock of the machine was set: back, forward.'
  ),
  camerasUnjudged: gauge(
    'cameras_unjudged',
    [],
    'Cameras whose frames come in and that have had no verdict for ten seconds.'
  ),
  eventLoopDelay: gauge(
    'event_loop_delay_seconds',
    ['thread', 'quantile'],
    'Delay of the event loop of the main thread and of each shard since the scrape before.'
  ),
  scenesRestored: counter(
    'scene_memories_restored_total',
    [],
    'Scenes that went on from what an earlier run had learned.'
  ),
  scenesRefused: counter(
    'scene_memories_refused_total',
    [],
    'Scenes whose kept memory was damaged, foreign, too large or of another version, and that are learned anew.'
  ),
  scenesSaved: counter('scene_memories_saved_total', [], 'Times that what is known of a scene was saved.'),
  sceneBytesSaved: counter('scene_memory_saved_bytes_total', [], 'Bytes of the scenes that were saved.'),
  scenesFailed: counter(
    'scene_memory_failures_total',
    [],
    'Attempts to load or save what is known of a scene that failed; each is made again.'
  ),
  scenesDropped: counter(
    'scene_memories_dropped_total',
    [],
    'Last states of scenes that could not be saved, so that an older one is kept.'
  ),
  cursorsFailed: counter(
    'cursor_save_failures_total',
    [],
    'Times that how far cameras were judged could not be kept; it is kept with the next turn.'
  ),
  fleetJoined: gauge(
    'fleet_joined',
    [],
    '1 while this member has a lease in the state Redis; without one it watches nothing.'
  ),
  fleetMembers: gauge('fleet_members', [], 'Live members of the fleet, this one included.'),
  fleetSlotsOwned: gauge('fleet_slots_owned', [], 'Slots whose cameras this member watches.'),
  fleetTakeovers: counter('fleet_takeovers_total', [], 'Slots that this member took.'),
  fleetHandovers: counter('fleet_handovers_total', [], 'Slots that this member handed over as planned.'),
  fleetLost: counter('fleet_slots_lost_total', [], 'Slots that this member lost because its lease ran out.'),
  fleetResultsSent: counter('fleet_results_sent_total', [], 'Results that other members were told for their clients.'),
  fleetResultsDropped: counter(
    'fleet_results_dropped_total',
    [],
    'Results that other members could not be told: too many at once, or Redis did not take them.'
  ),
  fleetResultsReceived: counter('fleet_results_received_total', [], 'Results of other members for own clients.'),
  fleetResultsRefused: counter(
    'fleet_results_refused_total',
    ['reason'],
    'Results kept from clients: stale (of an owner that is one no more), repeated (told by the owner before), unreadable.'
  ),
  fleetEventsDropped: counter(
    'fleet_events_dropped_total',
    [],
    'Events that the fleet could not be told because Redis was away for too long; pages load everything anew then.'
  ),
  fleetEventsUnreadable: counter('fleet_events_unreadable_total', [], 'Events of the fleet that say nothing here.'),
  fleetRateLimit: gauge(
    'fleet_rate_limit_frames_per_second',
    [],
    'Most frames of any camera that are analysed a second, because the whole fleet is full; 0 when there is no limit.'
  ),
  fencedWrites: counter(
    'fenced_writes_total',
    ['what'],
    'Writes that were refused since another member owns the camera by now: scene, cursor, incident, result.'
  ),
  snapshotsStored: counter('snapshots_stored_total', [], 'Snapshots that lie in the store.'),
  snapshotsFailed: counter('snapshots_failed_total', [], 'Snapshots that the store refused or did not take in time.'),
  snapshotsDropped: counter('snapshots_dropped_total', [], 'Snapshots dropped because the queue was full or on stop.'),
  snapshotsDeleted: counter('snapshots_deleted_total', [], 'Old snapshots that retention deleted.'),
  incidentPictures: counter(
    'incident_pictures_total',
    ['outcome'],
    'Pictures of incidents that were stored, that the store refused (failed), or that were dropped.'
  ),
  snapshotQueueSnapshots: gauge('snapshot_queue_snapshots', [], 'Snapshots that wait for the store.'),
  snapshotQueueBytes: gauge('snapshot_queue_bytes', [], 'Bytes of the snapshots that wait for the store.'),
  snapshotsInFlight: gauge('snapshots_in_flight', [], 'Uploads under way.'),
  alarmDeliveries: counter(
    'alarm_deliveries_total',
    ['target', 'outcome'],
    'Tries to deliver alarms, by the id of the target: delivered, failed (tried again), dead (given up), dropped (too many waited).'
  ),
  alarmQueue: gauge('alarm_queue_alarms', ['target'], 'Alarms that wait for a target; told by the member that sends.'),
  alarmOldest: gauge(
    'alarm_oldest_age_seconds',
    ['target'],
    'Age of the alarm that waits longest for a target; 0 when none waits.'
  ),
  alarmDead: gauge('alarm_dead_letters', ['target'], 'Alarms that were given up for a target and are still listed.'),
  alarmsLost: counter(
    'alarms_lost_total',
    [],
    'Alarms that were given up before they were dealt out to targets, since nobody did for too long.'
  ),
  mqttConnected: gauge('mqtt_connected', [], '1 while the broker of MQTT_URL is connected, else 0.'),
  mqttWaiting: gauge('mqtt_messages_waiting', [], 'Topics whose newest message the broker does not have yet.'),
  mqttPublished: counter('mqtt_messages_published_total', [], 'Messages that the broker has confirmed.'),
  mqttDropped: counter('mqtt_messages_dropped_total', [], 'Messages that were left out since too many topics waited.'),
  wsClients: gauge('websocket_clients', [], 'Connected WebSocket clients.'),
  wsSent: counter('websocket_messages_sent_total', [], 'Messages handed to WebSocket clients.'),
  wsDropped: counter('websocket_messages_dropped_total', [], 'Messages that slow WebSocket clients lost.'),
  wsDisconnected: counter(
    'websocket_clients_disconnected_total',
    [],
    'WebSocket clients that were disconnected because they took nothing.'
  ),
  wsQueueMessages: gauge('websocket_queue_messages', [], 'Results that wait for the slowest WebSocket client.'),
  wsQueueBytes: gauge('websocket_queue_bytes', [], 'Bytes of the results that wait for the slowest WebSocket client.'),
  httpRequests: counter('http_requests_total', ['method', 'route', 'status'], 'HTTP requests by route and status.'),
  httpRefused: counter(
    'http_refused_total',
    ['reason'],
    'Requests that were not let in: no-token, malformed, wrong-token, token-in-url, wrong-session, session-expired, wrong-ticket, ticket-expired, ticket-used, wrong-member, role, origin, token-rate, address-rate, locked, pipelined.'
  ),
  telemetrySpans: counter(
    'telemetry_spans_total',
    ['outcome'],
    'Spans for the collector of OpenTelemetry: sent, dropped (more than there was room for), failed (not taken).'
  ),
  telemetryPushes: counter(
    'telemetry_metric_exports_total',
    ['outcome'],
    'Times that metrics were sent to the collector of OpenTelemetry: sent, failed.'
  ),
  eventClientsDismissed: counter(
    'event_clients_dismissed_total',
    [],
    'WebSocket clients of the events that were disconnected because they took nothing.'
  ),
  connections: gauge('connections_open', [], 'Open connections of clients.'),
  connectionsMost: gauge(
    'connections_limit',
    [],
    'Most connections at once: MAX_CONNECTIONS, or what the process may have.'
  ),
  connectionsRefused: counter(
    'connections_refused_total',
    ['reason'],
    'Connections that were refused: all (MAX_CONNECTIONS), address (MAX_CONNECTIONS_PER_ADDRESS).'
  ),
  tlsDaysLeft: gauge(
    'tls_certificate_days_left',
    [],
    'Days until the certificate of TLS_CERT_FILE ends, negative when it has; 0 without one.'
  ),
  tlsReloads: counter(
    'tls_certificate_reloads_total',
    ['outcome'],
    'New pairs of certificate and key that were taken (loaded) or could not be used (refused).'
  )
} as const satisfies Record<string, MetricDeclaration>

export type MetricId = keyof typeof METRICS
