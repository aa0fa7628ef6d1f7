const BODIES = 'camera-check:{incidents}:bodies'
const PICTURES = '.incidents/'
/** The service's own incident opens when something is known to have failed for 10 s; a shorter outage shows none, s. */
const INCIDENT_AFTER_S = 20
const LOG_LINES = 4
/** What piled up in an outage comes at once behind it, and the oldest of it is dropped, and counted: of all frames, and of so many seconds. */
const CATCH_UP_SHARE = 0.1
const CATCH_UP_S = 3

/**
 * What was seen and lost, from the witness and the ledger, held against what the row expects.
 *
 * @param {import('./chaos-stage.mjs').ChaosStage} stage @param {import('./row.mjs').Row} row @param {import('./row.mjs').Extra} extra
 */
export async function verdict(stage, row, extra) {
  const facts = {
    name: row.name,
    group: row.group,
    title: row.title.replace('{s}', String(stage.seconds)),
    outageS: (stage.endedAtMs - stage.beganAtMs) / 1000,
    readyz: readyzOf(stage),
    incident: incidentOf(stage),
    log: logOf(stage),
    gauges: gaugesOf(stage),
    again: againOf(stage),
    frames: { ...framesOf(stage), beside: extra.pushed ?? 0 },
    incidents: await incidentsOf(stage),
    snapshots: await snapshotsOf(stage),
    memory: memoryOf(stage),
    note: extra.note ?? ''
  }
  return { ...facts, problems: [...problemsOf(facts, row.expect), ...(extra.problems ?? [])] }
}

function readyzOf({ witness, beganAtMs, endedAtMs }) {
  const since = witness.readiness.filter(({ atMs }) => atMs >= beganAtMs)
  const bad = since.filter(({ status }) => status !== 200)
  const details = new Map(bad.flatMap(({ failing }) => failing).map(({ name, detail }) => [name, detail]))
  return {
    failing: Object.fromEntries(details),
    badAfterS: bad[0] === undefined ? null : seconds(beganAtMs, bad[0].atMs),
    okAgainS: bad[0] === undefined ? null : Math.max(0, seconds(endedAtMs, bad.at(-1).atMs + bad.at(-1).tookMs)),
    isOkAtEnd: since.at(-1)?.status === 200,
    slowestMs: Math.max(0, ...since.map(({ tookMs }) => tookMs)),
    unanswered: since.filter(({ status }) => status === null).length
  }
}

function incidentOf({ witness, beganAtMs, endedAtMs }) {
  const told = witness.incidents.filter(({ atMs, incident }) => atMs >= beganAtMs && incident.kind === 'service')
  const opened = told.find(({ type }) => type === 'incident-opened')
  if (opened === undefined) return null
  const last = told.at(-1)
  return {
    id: opened.incident.id,
    why: [...new Set(told.map(({ incident }) => incident.why))].join(' / '),
    openedAfterS: seconds(beganAtMs, opened.atMs),
    closedAfterS: last.type === 'incident-closed' ? seconds(endedAtMs, last.atMs) : null
  }
}

/** The first lines of each text, `warn` and above, with the outage. */
function logOf({ witness, beganAtMs }) {
  const lines = new Map()
  for (const { atMs, level, msg, err, error } of witness.log) {
    if (atMs < beganAtMs) continue
    const known = lines.get(msg) ?? {
      level,
      msg,
      why: err?.message ?? error ?? '',
      afterS: seconds(beganAtMs, atMs),
      count: 0
    }
    known.count++
    lines.set(msg, known)
  }
  return [...lines.values()]
}

/** Gauges that say yes or no, as they were at worst: a `..._connected` or `..._reachable` that fell. */
function gaugesOf({ witness }) {
  const fell = ({ least, most }) => least === 0 && most > 0
  const telling = [...witness.gauges].filter(([name, seen]) => /_connected|_reachable/.test(name) && fell(seen))
  return telling.map(([name]) => name)
}

function againOf({ witness, streams, beganAtMs, endedAtMs }) {
  const again = witness.results.watchedAgainS(streams, endedAtMs)
  const untilMs = endedAtMs + again.at(-1) * 1000
  return {
    medianS: again[Math.floor(again.length / 2)],
    lastS: again.at(-1),
    silenceS: witness.results.longestSilenceS(streams, beganAtMs, Number.isFinite(untilMs) ? untilMs : Date.now())
  }
}

function framesOf({ witness, load, framesPerSecond }) {
  const { pushed, refused, unknown, lost, lostOf } = load.account((stream, sequence) =>
    witness.results.has(stream, sequence)
  )
  const { twice, outOfOrder, leftOut } = witness.results
  const counted = witness.counter('frames_dropped_total')
  // Of many the first: enough to see where and when.
  const first = lostOf.slice(0, 20)
  return {
    perSecond: framesPerSecond,
    pushed,
    refused,
    unknown,
    lost,
    lostOf: first,
    counted,
    leftOut,
    twice,
    outOfOrder
  }
}

/** Every incident that was told is kept, and every black camera has one. */
async function incidentsOf(stage) {
  const { witness, black, redis } = stage
  const kept = new Set(await redis.ask('HKEYS', BODIES).catch(() => []))
  const listed = await stage.incidents()
  const told = new Set(witness.incidents.filter(({ type }) => type === 'incident-opened').map(told => told.incident.id))
  const byStream = new Map()
  // A camera without frames ends its incident, and may begin another when it has some again.
  const silent = new Set()
  // As it was under load: a camera whose frames have ended is one without frames.
  for (const { kind, explained, stream } of stage.incidentsUnderLoad) {
    if (kind === 'stream-gap' || explained.includes('stream-gap')) silent.add(stream)
    if (stream === null || !(kind === 'black' || explained.includes('black'))) continue
    byStream.set(stream, (byStream.get(stream) ?? 0) + 1)
  }
  const isEmbedded = kept.size === 0
  const isKept = id => listed.some(incident => incident.id === id) && (isEmbedded || kept.has(id))
  const blacks = [...black.before, ...black.after]
  return {
    told: told.size,
    lost: [...told].filter(id => !isKept(id)).length,
    counted: witness.counter('incidents_lost_total'),
    missing: blacks.filter(stream => !byStream.has(stream)).length,
    doubled: blacks.filter(stream => (byStream.get(stream) ?? 0) > 1 && !silent.has(stream)).length
  }
}

/** Snapshots of abnormal frames: each is in the bucket, or counted as given up. */
async function snapshotsOf({ witness, s3, bucket }) {
  if (s3 === null) return null
  const names = new Set((await s3.objects(bucket)).filter(name => !name.startsWith(PICTURES)))
  return {
    expected: witness.abnormal,
    kept: names.size,
    lost: Math.max(0, witness.abnormal - names.size),
    counted: witness.counter('snapshots_failed_total') + witness.counter('snapshots_dropped_total'),
    toldAndMissing: [...witness.toldKeys].filter(key => !names.has(key)).length
  }
}

function memoryOf({ witness, beganAtMs }) {
  const most = samples => Math.max(0, ...samples.map(({ bytes }) => bytes))
  return {
    beforeBytes: most(witness.memory.filter(({ atMs }) => atMs < beganAtMs)),
    peakBytes: most(witness.memory.filter(({ atMs }) => atMs >= beganAtMs))
  }
}

function problemsOf(facts, expect) {
  return [...seenProblems(facts, expect), ...recoveryProblems(facts, expect), ...lossProblems(facts, expect)]
}

function seenProblems({ readyz, incident, log, outageS }, expect) {
  const failing = Object.keys(readyz.failing)
  const told = incident?.why ?? ''
  return [
    expect.readyz === null && failing.length > 0 && `/readyz failed: ${failing.join(', ')}`,
    expect.readyz && !failing.some(name => expect.readyz.test(name)) && '/readyz did not tell',
    readyz.unanswered > 0 && expect.mayBeAway !== true && `/readyz did not answer ${readyz.unanswered} times`,
    expect.incident === null && incident !== null && `an incident was opened: ${told}`,
    expect.incident !== null && outageS >= INCIDENT_AFTER_S && !expect.incident.test(told) && 'no incident told',
    expect.log !== null && !log.some(({ msg, why }) => expect.log.test(`${msg} ${why}`)) && 'the log did not tell',
    log.length > LOG_LINES * 5 && `the log has ${log.length} different lines`
  ].filter(Boolean)
}

function recoveryProblems({ again, readyz, incident }, expect) {
  return [
    !Number.isFinite(again.lastS) && expect.againMayFail !== true && 'not every camera is judged again',
    !readyz.isOkAtEnd && '/readyz is not well again',
    incident !== null && incident.closedAfterS === null && 'the incident stays open',
    expect.silenceS !== undefined && again.silenceS > expect.silenceS && `a camera was silent for ${again.silenceS} s`
  ].filter(Boolean)
}

function lossProblems({ frames, incidents, snapshots }, expect) {
  const catchUp = Math.max(frames.pushed * CATCH_UP_SHARE, frames.perSecond * CATCH_UP_S)
  const { framesMayGo = false, mostFramesLost = catchUp, mostSnapshotsLost = 0 } = expect
  // A witness that read too slowly has not seen every result, and was told of how many.
  const uncounted = frames.lost - frames.counted - frames.leftOut
  const tooMany = frames.counted - frames.lost - frames.unknown - frames.beside
  return [
    !framesMayGo && uncounted > 0 && `${uncounted} frames lost and not counted`,
    !framesMayGo && frames.lost > mostFramesLost && `${frames.lost} frames lost`,
    tooMany > 0 && `${tooMany} frames counted as lost that were judged`,
    incidents.lost > 0 && `${incidents.lost} incidents that were told are not kept`,
    incidents.missing > 0 && `${incidents.missing} black cameras without an incident`,
    incidents.doubled > 0 && `${incidents.doubled} black cameras with two incidents`,
    snapshots !== null && snapshots.lost !== snapshots.counted && 'snapshots lost are not those counted',
    snapshots !== null && snapshots.lost > mostSnapshotsLost && `${snapshots.lost} snapshots lost`,
    snapshots !== null && snapshots.toldAndMissing > 0 && `${snapshots.toldAndMissing} snapshots told and not there`
  ].filter(Boolean)
}

function seconds(fromMs, toMs) {
  return (toMs - fromMs) / 1000
}
