/** Waits until something outside of the test's reach has come true; looks every 10 ms. @throws When it takes longer. */
export async function until(isSo: () => boolean | Promise<boolean>, deadlineMs = 10_000): Promise<void> {
  const giveUpAt = performance.now() + deadlineMs
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`Not so within ${deadlineMs} ms: ${isSo}`)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
