import { describe, expect, it } from 'vitest'
import { settingEntries } from '../../src/config/schema.ts'
import { unknownVariables } from '../../src/config/unknown-variables.ts'

/** Words that begin the variables of many programs: a name behind them is not taken for a mistyped one. */
const OF_EVERYBODY = ['ADDRESS', 'DATA', 'HOST', 'LOG', 'OTEL', 'PORT', 'TIME', 'TOKEN']

describe('unknown variables', () => {
  const known = settingEntries().map(([name]) => name)

  it.each(known.filter(name => !OF_EVERYBODY.includes(name.split('_')[0] ?? '')))(
    '%s is missed when mistyped',
    name => {
      expect(unknownVariables([`${name}X`], known)).toEqual([
        `Unknown variable ${name}X is ignored; the nearest known one is ${name}`
      ])
    }
  )

  it('leave alone what is known, what Kubernetes adds and what is of other programs', () => {
    const others = ['REDIS_PORT', 'REDIS_SERVICE_HOST', 'REDIS_PORT_6379_TCP', 'PATH', 'HOSTNAME', 'TZ', 'NODE_ENV']
    expect(unknownVariables(others, known)).toEqual([])
  })
})
