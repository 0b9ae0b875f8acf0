/** Which target a request goes to. Pure but for the turn of the round robin. */
import { hash } from 'node:crypto'
import type { Target } from './target.ts'

/** Smooth weighted round robin (nginx, 2012): each gains its weight, the highest goes and pays the sum. */
export const nextInTurn = (targets: readonly Target[]): Target | null => {
  let sum = 0
  let best: Target | null = null
  for (const target of targets) {
    if (target.weight === 0) continue
    sum += target.weight
    target.turn += target.weight
    if (!best || target.turn > best.turn) best = target
  }
  if (best) best.turn -= sum
  return best
}

/** The fewest requests under way for its weight; of equals the next in turn. */
export const leastBusy = (targets: readonly Target[]): Target | null => {
  const open = targets.filter(({ weight }) => weight > 0)
  const least = Math.min(...open.map(({ active, weight }) => active / weight))
  return nextInTurn(open.filter(({ active, weight }) => active / weight === least))
}

const unit = (key: string, url: string): number =>
  (Number.parseInt(hash('sha256', `${key} ${url}`, 'hex').slice(0, 13), 16) + 1) / (2 ** 52 + 2)

/** Weighted rendezvous hashing (Schindelhauer and Schomaker, 2005): when a target goes, only its own keys move. */
export const ofHash = (targets: readonly Target[], key: string): Target | null => {
  let best: Target | null = null
  let highest = -Infinity
  for (const target of targets) {
    if (target.weight === 0) continue
    const score = -target.weight / Math.log(unit(key, target.url))
    if (score > highest) [best, highest] = [target, score]
  }
  return best
}
