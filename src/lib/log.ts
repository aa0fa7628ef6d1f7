/** What the code asks of a log: fields first, then one sentence. pino's loggers fit it. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

const ignore = (): void => undefined

/** Writes nothing. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore }
