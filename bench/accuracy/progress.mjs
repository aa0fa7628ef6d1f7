const BAR_CELLS = 24
/** Without a terminal, a line after each tenth. */
const STEPS = 10

/** Shows how far an evaluation is, on standard error. */
export function createProgress() {
  const startedMs = performance.now()
  let step = -1
  return ({ played, scenarios, cameraMs }) => {
    const share = played / scenarios
    const elapsedS = (performance.now() - startedMs) / 1000
    const speed = cameraMs / 1000 / elapsedS
    const left = played === scenarios ? 0 : (elapsedS / share) * (1 - share)
    const filled = Math.round(share * BAR_CELLS)
    const bar = '#'.repeat(filled) + '.'.repeat(BAR_CELLS - filled)
    const text = `[${bar}] ${played}/${scenarios} cameras, ${speed.toFixed(1)} x real time, ${Math.ceil(left)} s left`
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}${played === scenarios ? '\n' : ''}`)
    else if (Math.floor(share * STEPS) > step) {
      step = Math.floor(share * STEPS)
      process.stderr.write(`${text}\n`)
    }
  }
}
