import { send } from '../api/request.ts'
import { tellFailure } from './decide.ts'

const TAKEN_AFTER_MS = 10_000

/** Has the browser save what the service answers. A plain link would show a refusal in place of the page. */
export async function saveAs(path: string, name: string): Promise<void> {
  try {
    const response = await send(path)
    const url = URL.createObjectURL(await response.blob())
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), TAKEN_AFTER_MS)
  } catch (cause) {
    tellFailure(cause)
  }
}

/** A day for the name of a file, UTC. */
export function fileDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
