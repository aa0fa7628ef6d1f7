/** With what the process ends. Those that have a meaning elsewhere are of sysexits.h. */
export const EXIT = {
  /** It was asked to end, and has kept what there was to keep. */
  asked: 0,
  /** It could not start, for a reason that none of the others names. */
  failed: 1,
  /** What it needs to start is taken by somebody else: the port. */
  unavailable: 69,
  /** A mistake of ours: nobody can say what state the process is in. A new one goes on from the cursors. */
  mistake: 70,
  /** It was asked to end and did not get ready in time: what was not kept by then is kept in its older state. */
  late: 75,
  /** A setting is wrong. Starting again will not help. */
  settings: 78
} as const
