import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { evaluateSettings } from '../../src/cli/evaluate-settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'camera-check-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(text: string): string {
  const path = join(folder, 'settings.json')
  writeFileSync(path, text)
  return path
}

describe('settings that an evaluation judges by', () => {
  test('are those of a camera, alone or within the camera', async () => {
    const faults = { moved: { sensitivity: 'low', raiseAfterS: 4 }, black: { sensitivity: 'off' } }
    const wanted = {
      faults: { moved: { sensitivity: 'low' }, black: { sensitivity: 'off' } },
      timings: { moved: { raiseAfterMs: 4000 } }
    }
    expect(await evaluateSettings(file(JSON.stringify({ faults })), null)).toMatchObject(wanted)
    expect(await evaluateSettings(file(JSON.stringify({ stream: 'gate', settings: { faults } })), null)).toMatchObject(
      wanted
    )
  })

  test.each([
    ['no JSON', 'no {'],
    ['something without faults', '{"name": "gate"}'],
    ['a kind that there is not', '{"faults": {"blackish": {}}}'],
    ['a limit that is no number', '{"faults": {"black": {"limits": {"maxMeanLevels": "low"}}}}'],
    ['null', 'null']
  ])('are refused when they are %s', async (_, text) => {
    await expect(evaluateSettings(file(text), null)).rejects.toMatchObject({ code: 'camera/settings-invalid' })
  })

  test('are refused when there is no such file, no such service or no camera in the address', async () => {
    const refused = { code: 'camera/settings-invalid' }
    await expect(evaluateSettings(join(folder, 'nowhere'), null)).rejects.toMatchObject(refused)
    await expect(evaluateSettings('http://127.0.0.1:1/pushhub/cameras/gate', null)).rejects.toMatchObject(refused)
    await expect(evaluateSettings('http://127.0.0.1:1/', null)).rejects.toMatchObject(refused)
  })
})
