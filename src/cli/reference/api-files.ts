import { apiReference } from './api-reference.ts'
import type { CallsDocument } from './client-calls.ts'
import type { MessagesDocument } from './client-files.ts'
import { websocketReference } from './websocket-reference.ts'

/** The pages that are made of the service's documents, by path from the root. */
export function apiFiles(openApi: CallsDocument, asyncApi: MessagesDocument): Map<string, string> {
  return new Map([
    ['docs/api.md', apiReference(openApi)],
    ['docs/websockets.md', websocketReference(asyncApi)]
  ])
}
