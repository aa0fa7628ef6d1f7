import { mkdir, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'libsql/promise'
import { AppError, errorText } from '../../../errors.ts'
import { putInPlace } from '../../../lib/replace-file.ts'

/** A value of a column. */
export type SqlValue = string | number | null | Buffer
export type SqlRow = Readonly<Record<string, unknown>>

/** One statement and the values of its places. */
export type Statement = readonly [sql: string, ...values: SqlValue[]]

/** What libsql gives; its own types do not say that most of it is asynchronous. */
interface LibsqlStatement {
  run(...values: SqlValue[]): unknown
  all(...values: SqlValue[]): Promise<SqlRow[]>
}
interface LibsqlDatabase {
  exec(sql: string): Promise<void>
  prepare(sql: string): Promise<LibsqlStatement>
  close(): void
}

/** Waits for a lock of another process (a backup, somebody with a shell) so long, ms. */
const BUSY_TIMEOUT_MS = 5000
/** Statements with differing numbers of values would else pile up. */
const MOST_PREPARED = 200

/**
 * One SQLite database in a file. Statements run one after the other, so a transaction is never mixed with anything else.
 * What waits for the disk (opening, committing, reading) does so off the thread.
 */
export class LibsqlConnection {
  readonly #path: string
  readonly #schema: string
  readonly #prepared = new Map<string, LibsqlStatement>()
  #database: LibsqlDatabase | null = null
  #turn: Promise<unknown> = Promise.resolve()
  /** Of the file that is open. */
  #inode: number | null = null
  readonly #onGone: (what: 'rescued' | 'replaced') => void

  /**
   * @param path File. @param schema Statements that make what is missing.
   * @param onGone Told when the file was deleted while it was open, and written anew from what is still there of it, or
   *   when another one lies in its place, which is taken from then on.
   */
  constructor(path: string, schema: string, onGone: (what: 'rescued' | 'replaced') => void = () => undefined) {
    this.#path = path
    this.#schema = schema
    this.#onGone = onGone
  }

  /** @throws AppError `incident/store-failed` */
  open(): Promise<void> {
    return this.#inTurn('open', async () => {
      if (this.#database === null) await this.#connect()
    })
  }

  /** Makes sure that what is written arrives in the file. @throws AppError `incident/store-failed` */
  check(): Promise<void> {
    return this.#inTurn('check', async database => {
      await (await this.#statement(await this.#present(database), 'SELECT 1')).all()
    })
  }

  all(sql: string, ...values: SqlValue[]): Promise<readonly SqlRow[]> {
    return this.#inTurn('read', async database => (await this.#statement(database, sql)).all(...values))
  }

  /** Runs statements as one: all of them or none, on the disk when it resolves. */
  write(statements: readonly Statement[]): Promise<void> {
    return this.#inTurn('write', async open => {
      const database = await this.#present(open)
      // Prepared first: while the transaction is open nothing is waited for but its end.
      const prepared = []
      for (const [sql, ...values] of statements) prepared.push({ run: await this.#statement(database, sql), values })
      await database.exec('BEGIN IMMEDIATE')
      try {
        for (const { run, values } of prepared) run.run(...values)
        await database.exec('COMMIT')
      } catch (cause) {
        await database.exec('ROLLBACK').catch(() => undefined)
        throw cause
      }
    })
  }

  async close(): Promise<void> {
    await this.#turn.catch(() => undefined)
    this.#prepared.clear()
    this.#database?.close()
    this.#database = null
  }

  async #connect(): Promise<LibsqlDatabase> {
    await mkdir(dirname(this.#path), { recursive: true })
    const database = new Database(this.#path, { timeout: BUSY_TIMEOUT_MS }) as unknown as LibsqlDatabase
    try {
      // FULL: what was told to a client is on the disk, also after a power cut. WAL: readers and the writer do not wait.
      await database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
      await database.exec(this.#schema)
      this.#inode = (await stat(this.#path)).ino
    } catch (cause) {
      database.close()
      throw cause
    }
    this.#database = database
    return database
  }

  /** SQLite goes on writing to a file that was deleted, and nobody would ever read it again. */
  async #present(database: LibsqlDatabase): Promise<LibsqlDatabase> {
    const found = await stat(this.#path).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null
      throw cause
    })
    if (found?.ino === this.#inode) return database
    if (found === null) await this.#rescue(database)
    this.#prepared.clear()
    this.#database = null
    database.close()
    const next = await this.#connect()
    this.#onGone(found === null ? 'rescued' : 'replaced')
    return next
  }

  /** What was deleted is there in full for as long as it is open. */
  async #rescue(database: LibsqlDatabase): Promise<void> {
    const draft = `${this.#path}.rescued`
    await mkdir(dirname(this.#path), { recursive: true })
    await rm(draft, { force: true })
    await database.exec(`VACUUM INTO '${draft.replaceAll("'", "''")}'`)
    // SQLite does not force to the disk what VACUUM INTO has written.
    await putInPlace(draft, this.#path)
  }

  async #statement(database: LibsqlDatabase, sql: string): Promise<LibsqlStatement> {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    const statement = await database.prepare(sql)
    if (this.#prepared.size >= MOST_PREPARED) this.#prepared.clear()
    this.#prepared.set(sql, statement)
    return statement
  }

  #inTurn<T>(verb: string, task: (database: LibsqlDatabase) => Promise<T>): Promise<T> {
    const result = this.#turn.then(async () => {
      const database = this.#database
      try {
        if (verb !== 'open' && database === null) throw new Error('it is not open')
        return await task(database as LibsqlDatabase)
      } catch (cause) {
        if (cause instanceof AppError) throw cause
        throw new AppError('incident/store-failed', `Cannot ${verb} ${this.#path}: ${errorText(cause)}`, { cause })
      }
    })
    this.#turn = result.catch(() => undefined)
    return result
  }
}
