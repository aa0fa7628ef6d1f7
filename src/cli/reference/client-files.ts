import { type CallsDocument, callsText } from './client-calls.ts'
import { namedTypes } from './client-types.ts'
import { bareTypeText, docComment, type JsonSchema, type NamedTypes } from './type-text.ts'

/** What is read of an AsyncAPI document. */
export interface MessagesDocument {
  readonly info: { readonly description: string }
  readonly channels: Readonly<
    Record<
      string,
      {
        readonly address: string
        readonly description: string
        readonly messages: Readonly<Record<string, unknown>>
        readonly bindings: {
          readonly ws: { readonly query: { readonly properties: Readonly<Record<string, JsonSchema>> } }
        }
      }
    >
  >
  readonly operations: Readonly<
    Record<string, { readonly summary: string; readonly channel: { readonly $ref: string } }>
  >
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly summary: string; readonly payload: JsonSchema }>>
  }
}

const HEAD = "// Made of the service's OpenAPI and AsyncAPI documents by `npm run docs`; not to be edited by hand.\n"

/** The client's generated files by path from the root. */
export function clientFiles(openApi: CallsDocument, asyncApi: MessagesDocument): Map<string, string> {
  const { schemas, byShape } = namedTypes()
  const names = schemas.map(({ name }) => name)
  return new Map([
    ['src/client/generated/types.ts', HEAD + typesText(asyncApi)],
    ['src/client/generated/calls.ts', HEAD + callsText(openApi, byShape, names)]
  ])
}

function typesText({ components }: MessagesDocument): string {
  const { schemas, byShape: named } = namedTypes()
  const types = schemas.map(({ name, schema, doc }) => declaration(name, schema, doc, named))
  const { result, ...events } = components.messages
  const eventNames = Object.keys(events).map(name => `${pascal(name)}Event`)
  return [
    ...types,
    declaration('ResultMessage', result?.payload ?? {}, result?.summary ?? '', named),
    ...Object.entries(events).map(([name, { summary, payload }]) =>
      declaration(`${pascal(name)}Event`, payload, summary, named)
    ),
    `/** Every message of the events, told apart by \`type\`. */\nexport type ServiceEvent = ${eventNames.join(' | ')}\n`
  ].join('\n')
}

function declaration(name: string, schema: JsonSchema, doc: string, named: NamedTypes): string {
  return `${docComment(doc, '')}export type ${name} = ${bareTypeText(schema, named)}\n`
}

function pascal(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase())
}
