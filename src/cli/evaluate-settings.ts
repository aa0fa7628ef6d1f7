import { readFile } from 'node:fs/promises'
import { Errors } from 'typebox/value'
import { AppError, errorText } from '../errors.ts'
import { CameraSettingsPatchSchema } from '../http/schemas/camera-settings.ts'
import { patchedProfile } from '../http/wire/settings-body.ts'
import { EMPTY_PROFILE } from '../model/camera-profile.ts'
import { type CameraSettings, DEFAULT_CAMERA_SETTINGS } from '../model/camera.ts'
import { judgedSettings } from '../pipeline/judged-settings.ts'

const DEADLINE_MS = 10_000

/**
 * What a camera is judged by, as the API gives it: from a file, or from a running service.
 *
 * @param where A file of settings, or `http://host:5020/pushhub/cameras/gate`.
 * @throws {AppError} `camera/settings-invalid` when they cannot be had or are wrong.
 */
export async function evaluateSettings(where: string, token: string | null): Promise<CameraSettings> {
  const text = /^https?:\/\//i.test(where) ? await askService(where, token) : await readSettings(where)
  const faults = faultsIn(text, where)
  // The schema has been held against it, so this is what a client could have sent.
  return judgedSettings(DEFAULT_CAMERA_SETTINGS, patchedProfile(EMPTY_PROFILE, { faults } as never))
}

async function readSettings(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw refused(path, errorText(cause), cause)
  }
}

async function askService(address: string, token: string | null): Promise<string> {
  const url = new URL(address)
  if (!/\/cameras\/./.test(url.pathname))
    throw refused(address, 'expected an address such as http://host:5020/pushhub/cameras/gate')
  try {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` }
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(DEADLINE_MS) })
    const text = await answer.text()
    if (answer.ok) return text
    throw new Error(`the service answered ${answer.status} ${text.slice(0, 200)}`)
  } catch (cause) {
    throw refused(address, errorText(cause), cause)
  }
}

/** `faults` of a set of settings, or of a camera with its settings. */
function faultsIn(text: string, where: string): unknown {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch (cause) {
    throw refused(where, errorText(cause), cause)
  }
  const { settings = given } = (given ?? {}) as { settings?: unknown }
  const { faults } = (settings ?? {}) as { faults?: unknown }
  if (faults === undefined) throw refused(where, 'expected settings of a camera with "faults" in them')
  const [problem] = [...Errors(CameraSettingsPatchSchema, { faults })]
  if (problem !== undefined) throw refused(where, `${problem.instancePath} ${problem.message}`)
  return faults
}

function refused(where: string, why: string, cause?: unknown): AppError {
  return new AppError('camera/settings-invalid', `Cannot read settings from ${where}: ${why}`, { cause })
}
