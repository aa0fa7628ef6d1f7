import { ERROR_CODES } from '../../errors.ts'
import { markdownTable } from './markdown-table.ts'

/** `docs/errors.md`, made from the list of codes. */
export function errorsReference(): string {
  const rows = Object.entries(ERROR_CODES).map(([code, meaning]) => [`\`${code}\``, meaning])
  return `# Errors

Made from \`src/errors.ts\` by \`npm run docs\`; do not edit.

Every failure has a code: in the log as \`err.code\`, in an answer of the API as \`code\` beside \`error\` and \`error_zh\`.
Compare the code, never the text.

${markdownTable(['Code', 'Meaning'], rows)}
`
}
