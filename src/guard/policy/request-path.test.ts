import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparablePath, normalPath, otherReading, readRequestTarget } from './request-path.ts'

test.for(
  String.raw`/a/../b /a/.. /.. /. /a/./b /%2e%2e/b /a/%2E./b /a/.%2e /a%2f..%2fb /a%2F%2e%2e%2fb /..;/b /a/..;x=y/b /a/.%3b/b /a\b /a%5cb /a%00 /a%0a /a%0D /a%1f /a%7f /a%zz /a% /a%2`.split(
    ' ',
  ),
)('%s may mean several paths', (path) => expect(comparablePath(path)).toBeNull())

test.for(['a', '', '/a b', '/a\tb', '/a\u0001', '/\u00e9', '/a\u0085'])('%j is no clear path', (path) =>
  expect(comparablePath(path)).toBeNull(),
)

test.for([
  ['/a/b', '/a/b'],
  ['/%61%2Dz', '/a-z'],
  ['/caf%c3%a9', '/caf%C3%A9'],
  ['/a%2fb', '/a%2Fb'],
  ['/...', '/...'],
  ['/.well-known/x', '/.well-known/x'],
  ['/a..b', '/a..b'],
  ['/%252e%252e', '/%252e%252e'],
])('%s is compared as %s', ([path, comparable]) => expect(comparablePath(path!)).toBe(comparable))

test('a path of a policy and of a request are spelled alike', () => {
  expect(normalPath('/café')).toBe(comparablePath('/caf%c3%a9'))
  fc.assert(
    fc.property(fc.webPath(), (path) => {
      const once = comparablePath(path)
      if (once !== null) expect(comparablePath(once)).toBe(once)
    }),
  )
})

test('other readings of encoded slashes and parameters are known', () => {
  expect(otherReading('/a/b')).toBeNull()
  expect(otherReading('/public%2Fadmin')).toBe('/public/admin')
  expect(otherReading('/admin;x=1/y;z')).toBe('/admin/y')
  expect(otherReading('/admin%3Bx%2Fy')).toBe('/admin/y')
})

test('origin and absolute form are read, and nothing else', () => {
  expect(readRequestTarget('/a?b=/c')).toEqual({ path: '/a', query: '?b=/c', host: null })
  expect(readRequestTarget('HTTP://A.example:80?x')).toEqual({ path: '/', query: '?x', host: 'a.example:80' })
  for (const url of ['*', 'a:80', 'http://u@a/', 'http:///a', 'ftp://a/', '/a#b', '']) expect(readRequestTarget(url)).toBeNull()
})
