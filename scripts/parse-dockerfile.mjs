// The part of the Dockerfile language that ours is written in.

/**
 * @typedef {object} Step
 * @property {string} what The instruction.
 * @property {string} text As it is written, on one line.
 * @property {string[]} words Behind the instruction, flags taken away; of the form with brackets, the list in them.
 * @property {Record<string, string>} flags Such as `from` of COPY.
 *
 * @typedef {{ name: string, from: string, steps: Step[] }} Stage
 */

/** @param {string} text @returns {Stage[]} In the file's order. */
export function parseDockerfile(text) {
  const lines = text
    .split('\n')
    .filter(line => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
  const variables = {}
  const stages = []
  for (const line of lines) {
    const [, what, rest] = /^(\S+)\s+(.*)$/.exec(line)
    if (what === 'ARG') Object.assign(variables, pairs([rest]))
    else if (what === 'FROM') {
      const [from, , name] = rest.split(/\s+/)
      stages.push({ name, from: from.replaceAll(/\$\{(\w+)\}/g, (_, key) => variables[key]), steps: [] })
    } else stages.at(-1).steps.push(stepOf(what, rest))
  }
  return stages
}

/** @param {string[]} words @returns {Record<string, string>} */
export function pairs(words) {
  return Object.fromEntries(words.map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]))
}

function stepOf(what, rest) {
  const text = `${what} ${rest}`
  const flags = {}
  const bare = rest.replaceAll(/--([\w-]+)=(\S+)\s+/g, (all, name, value) => {
    if (what === 'RUN') return all
    flags[name] = value
    return ''
  })
  const list = /(\[.*\])$/.exec(bare)?.[1]
  if (what === 'RUN') return { what, text, flags, words: [rest] }
  return { what, text, flags, words: list === undefined ? bare.split(/\s+/) : JSON.parse(list) }
}
