import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Settings } from '../config/schema.ts'
import { errorText } from '../errors.ts'
import { checkBucket, type PlaceVerdict } from '../migrate/check-bucket.ts'
import { chooseStreams } from '../migrate/found-stream.ts'
import { judgeVariables } from '../migrate/judge-variables.ts'
import { type MigrationReport, reportText } from '../migrate/report-text.ts'
import { chooseSnapshotStore } from '../choose-adapters.ts'
import { S3Store } from '../pipeline/snapshots/adapters/s3-store.ts'
import { s3Options } from '../s3-options.ts'
import { lookAtRedis, NOTHING_SEEN } from './look-at-redis.ts'
import { MIGRATE_USAGE, type MigrateArguments, parseMigrateArguments } from './migrate-arguments.ts'
import { writeToService, writeToStore, type Written } from './migrate-writer.ts'

async function migrate(options: MigrateArguments): Promise<MigrationReport> {
  const env = parseEnv(readFileSync(options.env, 'utf8'))
  const { variables, advice, settings } = judgeVariables(env)
  const { redis, streams, stopped } = settings === null ? NOTHING_SEEN : await lookAtRedis(settings)
  const bucket = settings === null ? null : await lookAtBucket(settings)
  const subscription = chooseStreams(streams, options.mostAgeMs)
  const places = bucket === null ? redis : [...redis, bucket]
  const isRight = variables.every(({ verdict }) => verdict !== 'wrong') && places.every(({ ok }) => ok)
  const written = options.write ? await write(subscription.streams, isRight ? settings : null, options) : null
  return {
    ok: isRight && settings !== null && stopped === null && written?.ok !== false,
    ...{ variables, advice, redis, bucket, streams, stopped, subscription, written }
  }
}

async function lookAtBucket(settings: Settings): Promise<PlaceVerdict | null> {
  if (chooseSnapshotStore(settings).kind !== 's3') return null
  const store = new S3Store(s3Options(settings))
  try {
    return await checkBucket(store, `${settings.MINIO_BUCKET} at ${settings.MINIO_ENDPOINT}`)
  } finally {
    await store.close()
  }
}

/** @param settings Null when something is wrong: then nothing is written. */
async function write(
  streams: readonly string[],
  settings: Settings | null,
  { url, token, replace }: MigrateArguments
): Promise<Written> {
  if (settings === null) return { ok: false, detail: 'Something is wrong, see above' }
  if (streams.length === 0) return { ok: false, detail: 'No streams were found' }
  try {
    return url === null
      ? await writeToStore(streams, settings, replace)
      : await writeToService(streams, { url, token, replace })
  } catch (cause) {
    return { ok: false, detail: errorText(cause) }
  }
}

const parsed = parseMigrateArguments(process.argv.slice(2))
if ('help' in parsed) {
  console.log(MIGRATE_USAGE)
} else if ('problem' in parsed) {
  console.error(`${parsed.problem}\n\n${MIGRATE_USAGE}`)
  process.exitCode = 2
} else {
  try {
    const report = await migrate(parsed)
    console.log(parsed.json ? JSON.stringify(report, null, 2) : reportText(report).join('\n'))
    process.exitCode = report.ok ? 0 : 1
  } catch (cause) {
    console.error(errorText(cause))
    process.exitCode = 1
  }
}
