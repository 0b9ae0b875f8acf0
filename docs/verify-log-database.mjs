// Reads the audit log out of gatehouse.db for verify-log.mjs, with Node's own SQLite (22.5 or newer).
const select = `
SELECT e.sequence, e.at_ms AS atMs, e.severity, e.outcome, action.text AS action, actor.kind AS actorKind, nullif(actor.reference, '') AS actorId,
  actor.name AS actorName, source.text AS source, kind.text AS targetKind, e.target_id AS targetId, e.target_name AS targetName,
  class.text AS threatClass, lower(hex(e.request_id)) AS requestId, e.count, e.message, e.detail, lower(hex(e.hash)) AS hash
FROM log_entry e LEFT JOIN log_text action ON action.id = e.action LEFT JOIN log_actor actor ON actor.id = e.actor
LEFT JOIN log_text source ON source.id = e.source LEFT JOIN log_text kind ON kind.id = e.target_kind
LEFT JOIN log_text class ON class.id = e.threat_class ORDER BY e.sequence`
const severities = ['info', 'low', 'medium', 'high', 'critical']
const outcomes = ['done', 'refused', 'failed']
const uuid = (hex) => (hex ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null)

export const openLog = async (file) => {
  const { DatabaseSync } = await import('node:sqlite')
  const db = new DatabaseSync(file, { readOnly: true })
  const head = db
    .prepare(
      `SELECT sequence, at_ms AS atMs, hash, horizon_sequence AS horizonSequence, horizon_hash AS horizonHash, key_id AS keyId, signature
       FROM log_head ORDER BY sequence DESC LIMIT 1`,
    )
    .get()
  const key = db.prepare('SELECT public_key AS key FROM log_key WHERE id = ?')
  return {
    installation: db.prepare('SELECT id FROM installation').get().id,
    head: head ? { ...head, signature: Buffer.from(head.signature).toString('base64') } : null,
    keyOf: (id) => {
      const row = id === undefined ? undefined : key.get(id)
      return row ? Buffer.from(row.key).toString('base64') : null
    },
    *entries() {
      // Retention drops entries a few at a time: those that are still there below the horizon are none of the log.
      const horizon = head?.horizonSequence ?? 0
      let previousHash = head?.horizonHash ?? '0'.repeat(64)
      for (const { severity, outcome, requestId, hash, ...row } of db.prepare(select).iterate()) {
        if (row.sequence <= horizon) continue
        const { sequence, atMs, count, message, detail, ...words } = row
        const { action, actorKind, actorId, actorName, source, targetKind, targetId, targetName, threatClass } = words
        const who = { action, actorKind, actorId, actorName, source, targetKind, targetId, targetName, threatClass }
        const said = { sequence, atMs, severity: severities[severity] ?? null, outcome: outcomes[outcome] ?? null, ...who }
        yield { ...said, requestId: uuid(requestId), count, message, detail, previousHash, hash }
        previousHash = hash
      }
    },
  }
}
