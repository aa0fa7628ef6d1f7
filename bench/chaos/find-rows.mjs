import { readdirSync } from 'node:fs'
import { basename } from 'node:path'

const FOLDER = new URL('rows/', import.meta.url)

/**
 * The rows of the matrix, in the order of their groups and names.
 *
 * @param {{ only?: string[], groups?: string[] }} choice Names of rows, names of groups; left out: all.
 * @returns {Promise<import('./row.mjs').Row[]>}
 * @throws Error for a name that no row or group has, and for a row that is not named as its file.
 */
export async function findRows({ only = [], groups = [] }) {
  const files = readdirSync(FOLDER).filter(file => file.endsWith('.mjs'))
  const rows = await Promise.all(files.map(readRow))
  const unknown = [
    ...only.filter(name => !rows.some(row => row.name === name)),
    ...groups.filter(name => !rows.some(row => row.group === name))
  ]
  if (unknown.length > 0) throw new Error(`No row or group ${unknown.join(', ')}; rows: ${names(rows)}`)
  return rows
    .filter(({ name }) => only.length === 0 || only.includes(name))
    .filter(({ group }) => groups.length === 0 || groups.includes(group))
    .sort((one, other) => one.group.localeCompare(other.group) || one.name.localeCompare(other.name))
}

async function readRow(file) {
  const { row } = await import(new URL(file, FOLDER).href)
  if (row?.name !== basename(file, '.mjs')) throw new Error(`rows/${file} does not export a row of its name`)
  return row
}

function names(rows) {
  return rows.map(({ name }) => name).join(', ')
}
