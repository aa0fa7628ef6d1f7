// Adds to package-lock.json the optional packages of other platforms that `npm install` left out, because the registry
// it asked does not carry them: `npm ci` refuses a lock that lacks one, also where it would never install it.
// Usage: node scripts/complete-lock.mjs [FOLDER]   (after every npm install that changed the lock; FOLDER is . or site)
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const path = join(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)), 'package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8'))
const { packages } = lock

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']

/** What npm reads from the manifest of a platform's package, here from its name: `@scope/tool-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split(/[-/]/)
  const os = SYSTEMS.find(system => words.includes(system))
  const cpu = PROCESSORS.find(processor => words.includes(processor))
  if (cpu === undefined) throw new Error(`Cannot tell the platform of ${name}`)
  const libc = words.includes('musl') ? ['musl'] : words.some(word => word.startsWith('gnu')) ? ['glibc'] : undefined
  return { cpu: [cpu], ...(os ? { os: [os] } : {}), ...(libc ? { libc } : {}) }
}

let added = 0
for (const { optionalDependencies = {}, dev } of Object.values(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`
    if (packages[key] !== undefined || !/^\d/.test(version)) continue
    packages[key] = { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([one], [other]) => (one < other ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} optional packages of other platforms added`)
