/** Without a terminal, a line after each tenth. */
const STEPS = 10

/** Shows how far an evaluation is. @param clock ms, rising. @param write Of the standard error. */
export function evaluateProgress(
  isTerminal: boolean,
  clock: () => number,
  write: (text: string) => void
): (done: number, of: number) => void {
  const startedMs = clock()
  let step = 0
  return (done, of) => {
    const share = of === 0 ? 1 : done / of
    const leftS = share === 0 ? 0 : ((clock() - startedMs) / 1000 / share) * (1 - share)
    const text = `${done} of ${of} tries, about ${Math.ceil(leftS)} s left`
    if (isTerminal) write(`\r\u001b[K${text}${done === of ? '\r\u001b[K' : ''}`)
    else if (Math.floor(share * STEPS) > step) {
      step = Math.floor(share * STEPS)
      write(`${text}\n`)
    }
  }
}
