/** What a rule of advice says: all is well, too little is known, or what to change. */
import type { Advice } from '../../../shared/contract/advice.ts'

export type Verdict =
  { kind: 'well'; sentence: string } | { kind: 'not-known'; sentence: string } | { kind: 'advice'; advice: Omit<Advice, 'rule'>[] }

export const well = (sentence: string): Verdict => ({ kind: 'well', sentence })
export const notKnown = (sentence: string): Verdict => ({ kind: 'not-known', sentence })
