/** Something that a person did. */
export interface AuditEntry {
  /** Sorts by time; made as incidents' ids are. */
  readonly id: string
  readonly atMs: number
  readonly by: string
  /** `settings`, `maintenance`, `accept-view`, `acknowledge`, `unacknowledge`, `verdict` */
  readonly action: string
  /** The camera, where it is about one. */
  readonly stream: string | null
  /** `{field: [before, after]}`, or the details of the action. JSON. */
  readonly change: unknown
}
