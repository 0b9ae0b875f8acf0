/** Which tables a backup holds, and which of them a restore over a console that is set up leaves as they are. A table that is not named here is backed up and restored. */

/** In a backup only where the log was asked for. The signing keys are always there. */
export const logTables: ReadonlySet<string> = new Set(['log_text', 'log_actor', 'log_entry', 'log_hour', 'log_head', 'log_horizon'])

/** Never in a backup: what lets somebody in for a while, what is on its way, and what is of this machine alone. After a restore these are empty. */
export const leftOut: ReadonlySet<string> = new Set([
  'session',
  'access_token',
  'invitation',
  'sign_in_failure',
  'keychain_entry',
  // What proves the files of the index, which are no part of a backup: another machine's would be told as damaged.
  'log_index_part',
  'alert_pending',
  'contact_point_progress',
  'notification_alert',
  'notification_thread',
  'notification_delivery',
  'notification_delivery_alert',
  'content_report',
  'seen_answer',
  'backup_check',
  'backup_daily',
  'backup_restored',
])

/**
 * What stays in a restore over a console that is set up. The log above all: who restores an old backup can erase nothing by it.
 * Then what follows from the log, what tells how things went on this machine, and what is merged with care: the keys and the
 * guard's policies.
 */
export const stays: ReadonlySet<string> = new Set([
  ...logTables,
  'log_key',
  'log_index_part',
  'installation',
  'sign_in_failure',
  'keychain_entry',
  'incident',
  'incident_note',
  'incident_gathering',
  'incident_watch',
  'alert',
  'alert_course',
  'alert_pending',
  'notification_alert',
  'notification_thread',
  'notification_delivery',
  'notification_delivery_alert',
  'content_report',
  'seen_answer',
  'guard_run',
  'guard_policy',
  'guard_revoked_key',
  'master_key',
  'key_slot',
  'recovery_key',
  'backup_check',
  'backup_daily',
  'backup_restored',
])
