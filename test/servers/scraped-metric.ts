/**
 * Reads one of the service's own metrics from `/metrics`.
 *
 * @param name Without `camera_check_`.
 * @returns Its sum over all labels, 0 when there is none.
 */
export async function scrapedMetric(serviceUrl: string, name: string): Promise<number> {
  const text = await (await fetch(`${serviceUrl}/metrics`)).text()
  return metricIn(text, name)
}

/** @see scrapedMetric @param text In the Prometheus text format. */
export function metricIn(text: string, name: string): number {
  const lines = text.split('\n').filter(line => new RegExp(`^camera_check_${name}[ {]`).test(line))
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}
