import { createSocket } from 'node:dgram'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PORT = 53

/**
 * Names that one process alone knows: it gets an `/etc/hosts` and an `/etc/resolv.conf` of its own (a mount namespace; needs
 * root), so that the system's resolver really fails when the names are taken away. The name server that is asked then never answers,
 * as one behind a broken line.
 */
export class OwnNames {
  #files
  #resolver
  #names

  /** @param {string} folder @param {Record<string, string>} names Address of each name. @param {string} serverAddress Of 127.0.0.0/8. */
  static async open(folder, names, serverAddress) {
    const own = new OwnNames()
    own.#names = names
    own.#files = { hosts: join(folder, 'hosts'), resolver: join(folder, 'resolv.conf') }
    own.#resolver = createSocket('udp4')
    await new Promise((resolve, reject) => {
      own.#resolver.once('error', reject)
      own.#resolver.bind(PORT, serverAddress, resolve)
    })
    writeFileSync(own.#files.resolver, `nameserver ${serverAddress}\n`)
    own.known()
    return own
  }

  /** A command that runs another one where these names hold. */
  get within() {
    const { hosts, resolver } = this.#files
    const mounts = 'mount --bind "$1" /etc/hosts && mount --bind "$2" /etc/resolv.conf && shift 2 && exec "$@"'
    return ['unshare', '--mount', 'sh', '-c', mounts, 'sh', hosts, resolver]
  }

  /** The names have addresses. */
  known() {
    this.#write(Object.entries(this.#names).map(([name, address]) => `${address} ${name}`))
  }

  /** They have none any more. */
  unknown() {
    this.#write([])
  }

  close() {
    this.#resolver.close()
  }

  #write(lines) {
    // In place: the mounted file is this one, not its name.
    writeFileSync(this.#files.hosts, `${['127.0.0.1 localhost', ...lines].join('\n')}\n`)
  }
}
