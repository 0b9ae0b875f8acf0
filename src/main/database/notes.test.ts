import { expect, test } from 'vitest'
import { defineNote } from './notes.ts'

test('what the list allows may be noted', () => {
  const sql = 'UPDATE session SET last_input_at_ms = @atMs WHERE id = @id'
  expect(defineNote('session', `  ${sql}\n`).sql).toBe(sql)
  expect(defineNote('sign_in_failure', 'DELETE FROM sign_in_failure WHERE name_hash = @name')).toBeDefined()
})

test.each([
  ['user', "UPDATE user SET role = 'admin' WHERE id = @id"],
  ['log_entry', 'DELETE FROM log_entry'],
  ['constructor', 'DELETE FROM constructor'],
  ['session', 'UPDATE session SET expires_at_ms = @atMs WHERE id = @id'],
  ['session', 'UPDATE session SET last_input_at_ms = @atMs, user_id = @user WHERE id = @id'],
  ['session', 'UPDATE session SET user_id = @user, last_input_at_ms = @atMs WHERE id = @id'],
  ['session', 'UPDATE session SET (last_input_at_ms, user_id) = (@atMs, @user) WHERE id = @id'],
  ['session', 'UPDATE session SET last_input_at_ms = (SELECT 1 FROM user WHERE 1), user_id = @user WHERE id = @id'],
  ['session', 'UPDATE session SET last_input_at_ms = @atMs /* WHERE */, user_id = @user WHERE id = @id'],
  ['session', 'UPDATE session SET last_input_at_ms = @atMs'],
  ['session', 'UPDATE OR REPLACE session SET last_input_at_ms = @atMs WHERE id = @id'],
  ['session', 'UPDATE user SET last_input_at_ms = @atMs WHERE id = @id'],
  ['session', 'DELETE FROM session'],
  ['session', 'INSERT INTO session VALUES (1)'],
  ['sign_in_failure', 'DELETE FROM user'],
  ['sign_in_failure', 'WITH a AS (SELECT 1) DELETE FROM sign_in_failure'],
  ['sign_in_failure', 'DROP TABLE sign_in_failure'],
])('a note on %s may not run: %s', (table, sql) => {
  expect(() => defineNote(table, sql)).toThrow(/may not run|No note may write/)
})
