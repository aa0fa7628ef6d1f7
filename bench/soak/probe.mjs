import { connect } from 'node:net'

const ANSWER_MS = 5000

/** Asks the probe inside the service. @returns {Promise<any>} Its answer; rejects when there is none in time. */
export function ask(path, order) {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    let text = ''
    const timer = setTimeout(() => socket.destroy(new Error('The service does not answer its probe')), ANSWER_MS)
    socket.once('error', reject)
    socket.on('data', bytes => {
      text += bytes
    })
    socket.once('close', () => {
      clearTimeout(timer)
      if (text === '') reject(new Error('The probe said nothing'))
      else resolve(JSON.parse(text))
    })
    socket.write(`${JSON.stringify(order)}\n`)
  })
}
