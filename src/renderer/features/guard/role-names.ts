/** What the roles of consumers are called. */
import type { Consumer } from '../../../shared/consumer.ts'

export const roleNames: Record<Consumer['role'], string> = {
  api_user: 'API user',
  viewer: 'Viewer',
  operator: 'Operator',
  admin: 'Administrator',
}
