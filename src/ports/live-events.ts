/** What one part of the core tells the others and the windows: small, without content, after the fact. */

export type CoreEvent =
  | { kind: 'audit-appended'; lastSequence: number }
  | { kind: 'settings-changed' }
  /** `sessionId` null: any session of the user may have changed. */
  | { kind: 'session-changed'; userId: string; sessionId: string | null }
  | { kind: 'status-changed' }
  | { kind: 'vault-changed' }
  | { kind: 'exports-changed' }
  | { kind: 'incidents-changed' }
  | { kind: 'forwarding-changed' }
  /** The guard's process, its policy, or how it is. */
  | { kind: 'guard-changed' }
  /** Requests went through the guard, and are kept. */
  | { kind: 'traffic-arrived' }
  /** Some rule, alert, silence or objective. */
  | { kind: 'alerts-changed' }
  /** Some contact point, or what became of a message. */
  | { kind: 'notifications-changed' }
  /** Machine and console were looked at. */
  | { kind: 'metrics-sampled' }

export interface LiveEvents {
  publish(event: CoreEvent): void
  /** The answer ends the subscription. */
  subscribe(listener: (event: CoreEvent) => void): () => void
}

export const createLiveEvents = (): LiveEvents => {
  const listeners = new Set<(event: CoreEvent) => void>()
  return {
    publish: (event) => {
      for (const listener of listeners) listener(event)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
