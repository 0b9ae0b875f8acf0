import { expect, test } from 'vitest'
import { converse } from './test-kit/conversation.ts'
import { policyFor, startGuard, startService } from './test-kit/running-guard.ts'

const setUp = async () => {
  const seen: string[] = []
  const target = await startService((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')))
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${request.headers.host} ${body}`)
      response.end('served')
    })
  })
  const running = await startGuard(policyFor(target))
  return { ...running, seen, target }
}

const refusedRequests: Record<string, string> = {
  'two lengths': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!',
  'two lengths in one line': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 6\r\n\r\nhello!',
  'the same length twice': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello',
  'a length with a sign': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello',
  'a negative length': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello',
  'a hexadecimal length': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello',
  'a length beyond 64 bits': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n',
  'length and coding':
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n',
  'coding and length':
    'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n',
  'an unknown coding': 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
  'another coding first': 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
  'another coding last': 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
  'two codings': 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n',
  'a coding in quotes': 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n',
  'a coding behind a vertical tab': 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n',
  'a coding with HTTP/1.0': 'POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'a space before the colon': 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n',
  'a tab before the colon': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length\t: 5\r\n\r\nhello',
  'a space before a name': 'POST / HTTP/1.1\r\nHost: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'a folded header': 'POST / HTTP/1.1\r\nHost: a\r\nX: y\r\n Content-Length: 5\r\n\r\nhello',
  'a bare LF in the head': 'GET / HTTP/1.1\nHost: a\n\n',
  'a bare LF between headers': 'GET / HTTP/1.1\r\nHost: a\r\nX: y\nContent-Length: 5\r\n\r\nhello',
  'a bare CR between headers': 'GET / HTTP/1.1\r\nHost: a\r\nX: y\rContent-Length: 5\r\n\r\nhello',
  'a bare CR before the end': 'GET / HTTP/1.1\r\nHost: a\r\n\rX: y\r\n\r\n',
  'NUL in a value': 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n',
  'NUL in a name': 'GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n',
  'NUL in the path': 'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n',
  'two hosts': 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
  'the same host twice': 'GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n',
  'no host': 'GET / HTTP/1.1\r\n\r\n',
  'an empty host': 'GET / HTTP/1.1\r\nHost: \r\n\r\n',
  'a host with a user': 'GET / HTTP/1.1\r\nHost: a@b\r\n\r\n',
  'a host with a path': 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n',
  'another host in the absolute form': 'GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n',
  'another scheme': 'GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n',
  'the authority form': 'GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n',
  'a fragment': 'GET /#x HTTP/1.1\r\nHost: a\r\n\r\n',
  'a third word in the first line': 'GET / HTTP/1.1 x\r\nHost: a\r\n\r\n',
  'HTTP/0.9': 'GET /\r\n\r\n',
  'HTTP/2.0': 'GET / HTTP/2.0\r\nHost: a\r\n\r\n',
  'HTTP/1.2': 'GET / HTTP/1.2\r\nHost: a\r\n\r\n',
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a method that is none': 'GE\tT / HTTP/1.1\r\nHost: a\r\n\r\n',
  TRACE: 'TRACE / HTTP/1.1\r\nHost: a\r\n\r\n',
  'an expectation that is unknown': 'GET / HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n',
  'an upgrade with a body': 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\n\r\nhello',
  'an upgrade that posts': 'POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
}

test.for(Object.entries(refusedRequests))('%s is refused, reaches no target, and what follows is no request', async ([, text]) => {
  const { port, seen } = await setUp()
  const conversation = converse(port, text)
  expect(await conversation.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 4\d\d /)
  conversation.say('GET /evil HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  await conversation.end()
  expect(seen.filter((line) => !line.startsWith('GET /evil a'))).toEqual([])
  expect(conversation.text()).not.toContain('hello')
})

const brokenBodies: Record<string, string> = {
  'a chunk size that is none': 'zz\r\nhello\r\n0\r\n\r\n',
  'a chunk size with a sign': '+5\r\nhello\r\n0\r\n\r\n',
  'a chunk size with 0x': '0x5\r\nhello\r\n0\r\n\r\n',
  'a chunk size beyond 64 bits': 'fffffffffffffffff\r\nhello\r\n0\r\n\r\n',
  'a chunk that is longer than it says': '4\r\nhello\r\n0\r\n\r\n',
  'a chunk ended by a bare LF': '5\r\nhello\n0\r\n\r\n',
  'a chunk size ended by a bare LF': '5\nhello\r\n0\r\n\r\n',
  'a chunk size ended by a bare CR': '5\rhello\r\n0\r\n\r\n',
  'a space before the chunk size': ' 5\r\nhello\r\n0\r\n\r\n',
  'a bare LF in a chunk extension': '5;x=\nGET /evil HTTP/1.1\r\nhello\r\n0\r\n\r\n',
  'an endless chunk extension': `5;${'x'.repeat(40_000)}\r\nhello\r\n0\r\n\r\n`,
  'a length in its trailers': '5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n',
  'endless trailers': `5\r\nhello\r\n0\r\n${'X-Y: z\r\n'.repeat(5000)}\r\n`,
}
test.for(Object.entries(brokenBodies))('a body with %s is no request for the target', async ([, body]) => {
  const { port, seen } = await setUp()
  const conversation = converse(port, `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${body}`)
  await conversation.end()
  expect(conversation.text()).not.toContain('200 OK')
  expect(seen).toEqual([])
})

test('chunk extensions and trailers end at the guard', async () => {
  const { port, seen } = await setUp()
  const conversation = converse(
    port,
    'POST /chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\r\n5;a=b\r\nhello\r\n0\r\nX-Api-Key: k\r\n\r\n',
  )
  expect(await conversation.end()).toContain('200 OK')
  expect(seen).toHaveLength(1)
  expect(seen[0]).toMatch(/^POST \/chunks .* hello$/)
})

test('what no target may mistake passes: absolute form, HTTP/1.0, empty lines before a request', async () => {
  const { port, seen } = await setUp()
  expect(await converse(port, 'GET http://a:80/x?y HTTP/1.1\r\nHost: a:80\r\nConnection: close\r\n\r\n').end()).toContain('200 OK')
  expect(await converse(port, 'GET /old HTTP/1.0\r\nHost: a\r\n\r\n').end()).toContain('200 OK')
  expect(await converse(port, '\r\nGET /late HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n').end()).toContain('200 OK')
  expect(seen.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['GET /x?y', 'GET /old', 'GET /late'])
})
