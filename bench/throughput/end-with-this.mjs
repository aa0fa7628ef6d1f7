/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set()

process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Ends a child process with this one at the latest, whatever fails. */
export function endWithThis(child) {
  children.add(child)
  child.once('exit', () => children.delete(child))
}
