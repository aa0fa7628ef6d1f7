import { namedTypes } from './client-types.ts'
import type { MessagesDocument } from './client-files.ts'
import { markdownTable } from './markdown-table.ts'
import { prose } from './prose.ts'
import { bareTypeText } from './type-text.ts'

/** `docs/websockets.md`: both WebSockets of the AsyncAPI document, with every message. */
export function websocketReference({ info, channels, operations, components }: MessagesDocument): string {
  const { byShape } = namedTypes()
  const parts = Object.entries(channels).map(([id, { address, description, messages, bindings }]) => {
    const says = Object.values(operations).find(({ channel }) => channel.$ref === `#/channels/${id}`)?.summary ?? ''
    const rows = Object.entries(bindings.ws.query.properties).map(([name, { description: text = '' }]) => [
      `\`${name}\``,
      prose(text)
    ])
    const blocks = Object.keys(messages).map(name => {
      const { summary = '', payload = {} } = components.messages[name] ?? {}
      return `### ${name}\n\n${prose(summary)}.\n\n\`\`\`ts\n${bareTypeText(payload, byShape)}\n\`\`\`\n`
    })
    const query = markdownTable(['Parameter', 'What it is'], rows)
    return `## ${address}\n\n${prose(description)}. ${prose(says)}.\n\n${query}\n\n${blocks.join('\n')}`
  })
  return `# WebSockets

Made from the service's own AsyncAPI document by \`npm run docs\`; do not edit. Types with a name are explained with the
[HTTP API](api.md#types).

${prose(info.description)}

${parts.join('\n')}`
}
