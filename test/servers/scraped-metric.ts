/**
 * Reads one of the service's own metrics from `/metrics`.
 *
 * @param name Without `camera_check_`.
 * @param label Counts only what bears it, such as `cause="crash"`.
 * @returns Its sum over all labels, 0 when there is none.
 */
export async function scrapedMetric(serviceUrl: string, name: string, label = ''): Promise<number> {
  const text = await (await fetch(`${serviceUrl}/metrics`)).text()
  return metricIn(text, name, label)
}

/** @see scrapedMetric @param text In the Prometheus text format. */
export function metricIn(text: string, name: string, label = ''): number {
  const own = new RegExp(`^camera_check_${name}[ {]`)
  const lines = text.split('\n').filter(line => own.test(line) && line.includes(label))
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}
