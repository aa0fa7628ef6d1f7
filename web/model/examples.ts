export type Example = 'curl' | 'python' | 'redis'

/** A command that puts pictures into the service. `origin` is this page's, such as `http://localhost:5020`. */
export function exampleOf(example: Example, stream: string, origin: string, withToken: boolean): string {
  const url = `${origin}/pushhub/frames/${encodeURIComponent(stream)}`
  switch (example) {
    case 'curl':
      return [
        'while sleep 1; do',
        '  curl -s http://192.168.1.20/snapshot.jpg |',
        `    curl -s -X POST --data-binary @- -H 'Content-Type: image/jpeg' ${withToken ? "-H 'Authorization: Bearer TOKEN' " : ''}\\`,
        `      '${url}'`,
        'done'
      ].join('\n')
    case 'python':
      return [
        'import time, urllib.request as u',
        '',
        'while True:',
        '    jpeg = u.urlopen("http://192.168.1.20/snapshot.jpg").read()',
        `    u.urlopen(u.Request("${url}", data=jpeg,`,
        `        headers={"Content-Type": "image/jpeg"${withToken ? ', "Authorization": "Bearer TOKEN"' : ''}}))`,
        '    time.sleep(1)'
      ].join('\n')
    case 'redis':
      return [
        'import redis, time',
        'r = redis.Redis()',
        '',
        'while True:',
        '    jpeg = open("frame.jpg", "rb").read()',
        `    r.xadd(${JSON.stringify(`frames:${stream}`)}, {"meta": "{}", "jpeg": jpeg}, maxlen=100, approximate=True)`,
        '    time.sleep(1)'
      ].join('\n')
  }
}

/** The call that watches these streams and no others. */
export function subscribeCommand(streams: readonly string[], origin: string, withToken: boolean): string {
  return [
    `curl -X POST '${origin}/pushhub/subscribe' -H 'Content-Type: application/json' ${withToken ? "-H 'Authorization: Bearer TOKEN' " : ''}\\`,
    `  -d '${JSON.stringify({ streams }).replaceAll("'", "'\\''")}'`
  ].join('\n')
}
