import { AjvCompiler } from '@fastify/ajv-compiler'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
/** As Fastify calls it: what is wrong stands on the function itself. */
type Validate = ((data: unknown) => unknown) & { errors?: unknown }
type Serialize = (data: unknown) => string
/** What is common to the types of the compilers' packages and of Fastify: schemas of a server, then one of a route. */
type Build<Compiled> = (...given: unknown[]) => (definition: unknown) => Compiled

const validators = AjvCompiler() as unknown as Build<Validate>
const serializers = SerializerSelector() as unknown as Build<Serialize>

const buildValidator: Build<Validate> = (...given) => {
  const compile = validators(...given)
  return definition => {
    let compiled: Validate | undefined
    const validate: Validate = data => {
      compiled ??= compile(definition)
      const outcome = compiled(data)
      validate.errors = compiled.errors
      return outcome
    }
    return validate
  }
}

const buildSerializer: Build<Serialize> = (...given) => {
  const compile = serializers(...given)
  return definition => {
    let compiled: Serialize | undefined
    return data => {
      compiled ??= compile(definition)
      return compiled(data)
    }
  }
}

/**
 * Fastify's own compilers, but each schema is compiled when it is asked for the first time: compiling those of every route
 * is more than half of what a start costs, and most are not used for hours.
 */
export const COMPILE_LATE = { buildValidator, buildSerializer } as unknown as Factories
