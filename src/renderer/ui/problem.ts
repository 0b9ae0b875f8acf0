/** What went wrong, as a person is told it; made from any thrown error by api/describe-problem.ts. */
export interface Problem {
  title: string
  /** What is and what to do. */
  sentence: string
  /** To find it in the console's log; null where it never reached the console. */
  requestId: string | null
}
