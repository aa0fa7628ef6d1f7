#!/usr/bin/env node
// Carries out the Dockerfile's steps where there is no container engine: in a fresh Debian (debootstrap) with this
// machine's Node, as root. Then runs what came of it as the image would be run: on a read-only root file system, as its
// user, without capabilities. Knows no layers, no cache and no registry.
//
//   node scripts/try-dockerfile.mjs [--target service] [--keep] [--base <folder>/base]
//
// --keep leaves what came of it; --base begins with the Debian that an earlier run left.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { pairs, parseDockerfile } from './parse-dockerfile.mjs'

const ROOT = new URL('..', import.meta.url).pathname
const PATHS = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const NODE_PARTS = ['bin/node', 'bin/npm', 'bin/npx', 'lib/node_modules/npm']
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt'
/** What the network of this machine asks for, authorities of its own above all, goes into the steps, not into the image. */
const OF_THE_BUILD = [
  'HOME=/root',
  `NODE_EXTRA_CA_CERTS=${AUTHORITIES}`,
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap(name =>
    process.env[name] ? [`${name}=${process.env[name]}`] : []
  )
]
const MOST_TRIES = 30
const { values } = parseArgs({
  options: { target: { type: 'string', default: 'service' }, keep: { type: 'boolean' }, base: { type: 'string' } }
})
const folder = mkdtempSync(path.join(tmpdir(), 'camera-check-image-'))
const base = values.base ?? path.join(folder, 'base')

try {
  const stages = parseDockerfile(readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8'))
  if (values.base === undefined) makeBase()
  const built = new Map()
  for (const stage of neededFor(stages, values.target)) built.set(stage.name, build(stage, built))
  await tryOut(built.get(values.target))
} finally {
  if (values.keep) console.log(`Kept: ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
}

/** As the base image: Debian, a user 1000, and Node; packages come from where this machine gets them. */
function makeBase() {
  const codename = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))[1]
  // In a namespace of its own, so that what it mounts is gone with it: nothing here may be deleted through a mount.
  run('unshare', '--mount', 'debootstrap', '--variant=minbase', '--include=ca-certificates', codename, base)
  const node = path.dirname(path.dirname(process.execPath))
  for (const part of NODE_PARTS) {
    cpSync(path.join(node, part), path.join(base, 'usr/local', part), { recursive: true, verbatimSymlinks: true })
  }
  const own = ['/etc/resolv.conf', '/etc/hosts', '/etc/apt', AUTHORITIES]
  for (const name of own.filter(existsSync)) run('cp', '-aLT', name, path.join(base, name))
  for (const scope of ['globalconfig', 'userconfig']) {
    const file = execFileSync('npm', ['config', 'get', scope], { encoding: 'utf8' }).trim()
    if (existsSync(file)) cpSync(file, path.join(base, 'root/.npmrc'))
  }
  run('chroot', base, 'useradd', '--uid', '1000', '--create-home', 'node')
}

/** The target and what it is made from, in the file's order. */
function neededFor(stages, target) {
  const needed = new Set([target])
  for (const { name, from, steps } of stages.toReversed()) {
    if (needed.has(name)) for (const source of [from, ...steps.map(({ flags }) => flags.from)]) needed.add(source)
  }
  return stages.filter(({ name }) => needed.has(name))
}

function build({ name, from, steps }, built) {
  console.log(`== ${name}, from ${from}`)
  const parent = built.get(from) ?? { root: base, env: { PATH: PATHS }, workdir: '/', user: '0:0' }
  const image = { ...parent, env: { ...parent.env }, root: path.join(folder, name) }
  run('cp', '-a', parent.root, image.root)
  for (const step of steps) carryOut(step, image, built)
  return image
}

function carryOut({ what, text, words, flags }, image, built) {
  console.log(`-- ${text}`)
  if (what === 'ENV') Object.assign(image.env, pairs(words))
  if (what === 'USER') [image.user] = words
  if (what === 'ENTRYPOINT') image.entrypoint = words
  if (what === 'HEALTHCHECK') image.health = words
  if (what === 'COPY') copy(words, image, built.get(flags.from)?.root)
  if (what === 'RUN') run(...inNamespace(image, [], ['env', ...OF_THE_BUILD, 'sh', '-c', words[0]]))
  if (what === 'WORKDIR') {
    ;[image.workdir] = words
    mkdirSync(path.join(image.root, image.workdir), { recursive: true })
  }
}

/** @param {string | undefined} fromRoot Of another stage; without one, this folder as .dockerignore leaves it. */
function copy(words, { root, workdir }, fromRoot) {
  const to = path.join(root, path.resolve(workdir, words.at(-1)))
  const sources = words.slice(0, -1)
  if (fromRoot === undefined) {
    const names = sources.includes('.') ? readdirSync(ROOT).filter(isInContext) : sources
    const filter = file => !/\/src\/.*\.wasm$/.test(file)
    for (const name of names) cpSync(path.join(ROOT, name), path.join(to, name), { recursive: true, filter })
  } else {
    for (const source of sources)
      run('cp', '-a', path.join(fromRoot, source), words.at(-1).endsWith('/') ? `${to}/` : to)
  }
}

function isInContext(name) {
  const lines = readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n')
  const kept = lines
    .filter(line => line.startsWith('!'))
    .map(line => line.slice(1).replaceAll('.', '\\.').replaceAll('*', '.*'))
  return kept.some(pattern => new RegExp(`^${pattern}$`).test(name))
}

/** A command in the image: with its /proc, its user and, behind `mounts`, whatever else. */
function inNamespace({ root, env, workdir, user }, mounts, words) {
  const [uid, gid = uid] = user.split(':')
  const before = [
    `mount --bind ${root} ${root}`,
    `mount -t proc proc ${root}/proc`,
    `mount --rbind /dev ${root}/dev`,
    ...mounts
  ]
  const rights = uid === '0' ? [] : ['--bounding-set=-all', '--inh-caps=-all', '--no-new-privs']
  const as = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...rights]
  const variables = Object.entries(env).map(pair => pair.join('='))
  const inside = ['chroot', root, ...as, 'env', '-i', '-C', workdir, ...variables, ...words]
  return ['unshare', '--mount', 'sh', '-c', `${before.join(' && ')} && exec "$@"`, 'sh', ...inside]
}

/** Runs the image, everything but /data and /tmp read-only, until its own health check is content, and ends it. */
async function tryOut(image) {
  const { root, user, entrypoint, health } = image
  if (user === '0:0') throw new Error('It would run as root')
  if (health === undefined) return console.log(`Built, to be run as ${user}: ${entrypoint.join(' ')}`)
  const data = path.join(folder, 'data')
  run('cp', '-a', path.join(root, 'data'), data)
  image.env.PORT = String(20_000 + Math.floor(Math.random() * 20_000))
  const mounts = [
    `mount -t tmpfs tmpfs ${root}/tmp`,
    `mount --bind ${data} ${root}/data`,
    `mount -o remount,bind,ro ${root}`
  ]
  const start = words => {
    const [program, ...rest] = inNamespace(image, mounts, words)
    return spawn(program, rest, { stdio: 'inherit' })
  }
  const service = start(entrypoint)
  const ended = new Promise(resolve => service.on('exit', resolve))
  try {
    await untilHealthy(() => start(health))
    const { status } = await fetch(`http://127.0.0.1:${image.env.PORT}/readyz`)
    const writes = start(['sh', '-c', 'touch /app/x 2>/dev/null || touch /etc/x 2>/dev/null'])
    const mayWrite = (await new Promise(resolve => writes.on('exit', resolve))) === 0
    console.log(
      `Runs as ${user}; /readyz answers ${status}; its root file system ${mayWrite ? 'CAN' : 'cannot'} be written to`
    )
    if (status !== 200 || mayWrite) process.exitCode = 1
  } finally {
    service.kill('SIGTERM')
    console.log(`Ended by SIGTERM with exit code ${await ended}`)
  }
}

async function untilHealthy(ask) {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const code = await new Promise(resolve => ask().on('exit', resolve))
    if (code === 0) return
    await sleep(1000)
  }
  throw new Error(`Not healthy within ${MOST_TRIES} tries`)
}

function run(program, ...words) {
  execFileSync(program, words, { stdio: 'inherit' })
}
