import { readFileSync } from 'node:fs'
import { AppError, errorText } from '../errors.ts'

/**
 * Reads a file of certificates in PEM form.
 *
 * @param setting That names the file, for the message.
 * @throws AppError `config/invalid` when it cannot be read or holds none.
 */
export function readAuthorities(setting: string, path: string): string {
  try {
    const text = readFileSync(path, 'utf8')
    if (text.includes('-----BEGIN')) return text
    throw new Error(`${path} holds no certificate in PEM form`)
  } catch (cause) {
    throw new AppError('config/invalid', `${setting}: cannot be used: ${errorText(cause)}`, { cause })
  }
}
