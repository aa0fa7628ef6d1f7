/**
 * One row of the matrix. A file in `rows/` exports it as `row`; files run in the order of their groups and names.
 *
 * @typedef {object} Row
 * @property {string} name As its file is named.
 * @property {string} group Of the table: redis, s3, dns, frames, process, disk, clock, clients ...
 * @property {string} title What happens, one sentence.
 * @property {Expected} expect What the operator is to see.
 * @property {(stage: import('./chaos-stage.mjs').ChaosStage) => Promise<Extra | void>} run Calls `stage.outage({ begin, end })` once.
 * @property {('redis' | 's3')[]} [needs] Both when left out. Redis is always there.
 * @property {('redis' | 's3')[]} [through] Where the service goes through `stage.redisProxy` or `stage.s3Gate`.
 * @property {string[]} [redisOptions] Of redis-server.
 * @property {Record<string, string> | ((stage: object) => Record<string, string>)} [settings] Of the service.
 * @property {(stage: object) => string[]} [within] A command that runs the service, e.g. `['bash', '-c', 'ulimit -n 64; exec "$@"', 'bash']`.
 * @property {number} [seconds] Of the outage, where the row has its own length.
 * @property {(stage: object) => Promise<void>} [prepare] Before the service starts, when its servers run.
 * @property {(stage: object) => Promise<void>} [tidy] When the stage is closed.
 *
 * @typedef {object} Expected
 * @property {RegExp | null} [readyz] Name of the check of `/readyz` that fails meanwhile; null: it stays ready; left out: either.
 * @property {RegExp | null} incident What the incident of kind `service` says meanwhile; null: there is none.
 * @property {RegExp | null} log A line of level `warn` or above; null: none is asked for.
 * @property {number} [silenceS] Longest time that a camera may be without a result, s; left out: any, for as long as the outage.
 * @property {boolean} [framesMayGo] Frames go with the servers' data: what is lost is not counted by the service.
 * @property {number} [mostFramesLost] A tenth, or three seconds' worth, when left out; more lost frames are a problem even if they are counted.
 * @property {number} [mostSnapshotsLost] The same of snapshots.
 * @property {boolean} [mayBeAway] The service itself is away meanwhile: `/readyz` does not answer then.
 * @property {boolean} [againMayFail] Cameras cannot be judged again without a restart; say why in the title.
 *
 * @typedef {object} Extra
 * @property {string} [note] Something more that the row has measured, for the table.
 * @property {number} [pushed] Frames that the row pushed beside the load: those may be counted as dropped too.
 * @property {string[]} [problems] What the row has found wrong by itself.
 */
