import { AppError } from '../errors.ts'
import type { CameraPlan } from './camera-plan.ts'
import { expandSecrets } from './expand-secrets.ts'
import { makePlan } from './make-plan.ts'
import { type CameraEntry, CameraSchema } from './push-schema.ts'
import type { PushFileContext } from './read-push-file.ts'
import { schemaProblems } from './schema-problems.ts'
import { sourceKind } from './source-kind.ts'

/**
 * The plan of the one camera that a command line names.
 *
 * @param entry As an entry of the list of cameras.
 * @throws AppError `push/config-invalid` that names each bad option
 */
export function planOne(
  stream: string,
  entry: Readonly<Record<string, unknown>>,
  context: PushFileContext
): CameraPlan {
  const problems = schemaProblems(CameraSchema, entry).map(({ path, text }) => `${path.join('.')}: ${text}`)
  if (problems.length > 0) throw invalid(problems)
  const written = entry as CameraEntry
  const source = expandSecrets(written.source, context)
  if ('problem' in source) throw invalid([source.problem])
  const kind = written.kind ?? sourceKind(source.text, context.pathKind)
  if (typeof kind !== 'string') throw invalid([`source: ${kind.problem}`])
  return makePlan({ ...written, source: source.text }, { stream, kind, defaults: {}, secrets: source.secrets })
}

function invalid(problems: readonly string[]): AppError {
  return new AppError('push/config-invalid', `The camera cannot be pushed:\n  ${problems.join('\n  ')}`)
}
