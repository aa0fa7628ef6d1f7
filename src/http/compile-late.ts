import { AjvCompiler } from '@fastify/ajv-compiler'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
type BuildValidator = NonNullable<Factories['buildValidator']>
type BuildSerializer = NonNullable<Factories['buildSerializer']>
/** As Fastify calls it: what is wrong stands on the function itself. */
type Validator = ((data: unknown) => unknown) & { errors?: unknown }

/**
 * Fastify's own compilers, but each schema is compiled when it is asked for the first time: compiling those of every route
 * is more than half of what a start costs, and most are not used for hours.
 */
export const COMPILE_LATE: Factories = {
  buildValidator: late<BuildValidator>(AjvCompiler() as unknown as BuildValidator, compile => {
    let compiled: Validator | undefined
    const validate: Validator = data => {
      compiled ??= compile() as Validator
      const outcome = compiled(data)
      validate.errors = compiled.errors
      return outcome
    }
    return validate
  }),
  buildSerializer: late<BuildSerializer>(SerializerSelector() as unknown as BuildSerializer, compile => {
    let compiled: ((data: unknown) => string) | undefined
    return (data: unknown) => {
      compiled ??= compile() as (data: unknown) => string
      return compiled(data)
    }
  })
}

/** @param wrap Makes what Fastify is given of what compiles it. */
function late<Build extends BuildValidator | BuildSerializer>(
  build: Build,
  wrap: (compile: () => unknown) => unknown
): Build {
  const make = (...given: unknown[]) => {
    const compiler = (build as (...all: unknown[]) => (definition: unknown) => unknown)(...given)
    return (definition: unknown) => wrap(() => compiler(definition))
  }
  return make as unknown as Build
}
