import { describe, expect, it } from 'vitest'
import { type PushFileContext, readPushFile } from '../../src/push/read-push-file.ts'

const context: PushFileContext = {
  env: { GATE_PASSWORD: 'p@ss/1', GATE_URL: 'rtsp://10.0.0.9/main', EMPTY: '' },
  readFile: path => {
    if (path === '/run/secrets/yard') return 'geheim\n'
    throw Object.assign(new Error('no'), { code: 'ENOENT' })
  },
  pathKind: path => (path.startsWith('pictures') ? 'folder' : path.endsWith('.mp4') ? 'file' : 'nothing')
}

/** One line for each mistake. */
function problemsOf(text: string): string[] {
  try {
    readPushFile(text, 'cameras.yaml', context)
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    expect(code).toBe('push/config-invalid')
    return message
      .split('\n')
      .slice(1)
      .map(line => line.trim())
  }
  return []
}

describe('readPushFile', () => {
  it('makes plans of a list, each by what it says itself, the defaults, and what holds otherwise', () => {
    const { target, cameras } = readPushFile(
      `
to:
  redis: redis://127.0.0.1:6379/2
  maxlen: 50
defaults:
  fps: 5
  maxWidth: 1280
cameras:
  gate:
    source: rtsp://10.0.0.7/main
    username: admin
    password: \${GATE_PASSWORD}
  yard:
    source: http://user:\${file:/run/secrets/yard}@10.0.0.8/snap.jpg?x=1
    fps: 0.1
  whole: { source: '\${GATE_URL}', transport: udp }
  film: { source: film.mp4, loop: true }
  folder: { source: pictures/gate, watch: true }
  desk: { source: 'usb:/dev/video0' }
  hls: { source: 'https://c/live/index.m3u8' }
  "1": { source: 'http://c/video', kind: ffmpeg }
`,
      'cameras.yaml',
      context
    )
    expect(target).toEqual({ redis: 'redis://127.0.0.1:6379/2', maxlen: 50 })
    const byName = Object.fromEntries(cameras.map(camera => [camera.stream, camera]))
    expect(byName.gate).toMatchObject({
      ...{ kind: 'ffmpeg', source: 'rtsp://admin:p%40ss%2F1@10.0.0.7/main', fps: 5, maxWidth: 1280 },
      ...{
        transport: 'tcp',
        stallMs: 15_000,
        queueFrames: 4,
        quality: null,
        secrets: expect.arrayContaining(['p@ss/1'])
      }
    })
    // At least three frames may be missing before it has stalled.
    expect(byName.yard).toMatchObject({
      kind: 'http',
      source: 'http://user:geheim@10.0.0.8/snap.jpg?x=1',
      stallMs: 30_000
    })
    expect(byName.yard?.secrets).toContain('geheim')
    expect(byName.whole).toMatchObject({ source: 'rtsp://10.0.0.9/main', transport: 'udp' })
    expect(['film', 'folder', 'desk', 'hls', '1'].map(name => byName[name]?.kind)).toEqual([
      ...['ffmpeg', 'folder', 'device', 'ffmpeg', 'ffmpeg']
    ])
  })

  it('names file, line, camera and key of each mistake', () => {
    expect(
      problemsOf(`to:
  redis: redis://a
  http: http://b
defaults:
  fsp: 2
cameras:
  gate:
    source: rtsp://10.0.0.7/main
    fps: 0
    transport: http
  yard:
    fps: 1
  shed: { source: rtsp://a/b, colour: red }
  porch:
    source: gopher://x/y
  attic:
    source: nowhere.png
  cellar:
    source: rtsp://a:\${NOBODY}@c/
  roof:
    source: rtsp://a:b@c/
    username: d
`)
    ).toEqual([
      'cameras.yaml:1: to: expected either redis or http',
      expect.stringMatching(/^cameras.yaml:5: defaults: fsp: unknown key; known are fps, maxWidth/),
      'cameras.yaml:9: camera "gate": fps: must be >= 0.001',
      'cameras.yaml:10: camera "gate": transport: must be one of tcp, udp',
      'cameras.yaml:11: camera "yard": source is missing',
      expect.stringMatching(/^cameras.yaml:13: camera "shed": colour: unknown key; known are source, kind/),
      'cameras.yaml:15: camera "porch": source: expected one of rtsp, rtsps, rtmp, rtmps, http, https, got gopher://',
      'cameras.yaml:17: camera "attic": source: there is no such file or folder, and it is no address',
      expect.stringMatching(/^cameras.yaml:19: camera "cellar": source: ..NOBODY. is not set in the environment$/),
      'cameras.yaml:22: camera "roof": username: the address has a user already'
    ])
  })

  it('refuses what is no such list, and what is no YAML, in one line each', () => {
    expect(problemsOf('cameras: {}')).toEqual(['cameras.yaml:1: cameras: there is no camera'])
    expect(problemsOf('- a')).toHaveLength(1)
    expect(problemsOf('')).toHaveLength(1)
    expect(problemsOf('cameras:\n  a: {source: x.mp4}\n  a: {source: y.mp4}')).toEqual([
      expect.stringContaining('cameras.yaml:3:')
    ])
    expect(problemsOf('cameras:\n  a: [')[0]).toMatch(/^cameras.yaml:\d: /)
    expect(problemsOf(`cameras:\n  ? ${'x'.repeat(5000)}\n  : { source: a.mp4 }`)[0]).toMatch(/1 to 4096 bytes/)
  })

  it('never shows a secret that stands in a wrong place', () => {
    const problems = problemsOf('cameras:\n  gate: { source: "ftp://a:geheim1@b/", password: 5 }')
    expect(problems.join()).not.toContain('geheim1')
    expect(problems).not.toEqual([])
  })
})
