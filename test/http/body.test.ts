import { connect } from 'node:net'
import t from 'tap'
import { createTestApp } from '../support/app.ts'

t.test('a body that cannot be right is refused with a sentence and changes nothing', async t => {
  const app = await createTestApp(t)
  const token = await app.adminToken()
  const before = (await app.api('GET', '/roles?include_totals=true')).body.total

  const post = async (body: string | Uint8Array, type = 'application/json') => {
    const response = await app.fetch('/api/v2/roles', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body,
    })
    return { status: response.status, body: (await response.json()) as { message: string; errorCode?: string } }
  }
  const cases: [string, Promise<{ status: number; body: { message: string } }>, number, RegExp][] = [
    ['ten megabytes', post(`{"name":"${'x'.repeat(10 * 1024 * 1024)}"}`), 413, /too large/],
    ['invalid UTF-8', post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 400, /UTF-8/],
    ['not JSON', post('{"name":'), 400, /not valid JSON/],
    ['a NUL byte in a string', post('{"name":"a\\u0000b"}'), 400, /NUL/],
    ['a NUL byte in a property’s name', post('{"a\\u0000b":1}'), 400, /NUL/],
    ['a lone surrogate', post('{"name":"\\ud800"}'), 400, /well-formed/],
    ['JSON a thousand levels deep', post(`{"name":${'['.repeat(1000)}${']'.repeat(1000)}}`), 400, /deeper/],
    ['a forbidden property', post('{"__proto__":{"name":"x"}}'), 400, /forbidden/],
    ['an unknown property', post('{"name":"x","surprise":1}'), 400, /Additional properties not allowed: surprise/],
    ['a missing property', post('{}'), 400, /Missing required property: name/],
    ['another type', post('{"name":7}'), 400, /Expected type string/],
    ['an array', post('[]'), 400, /Expected type object/],
    ['no body', post(''), 400, /Expected type object/],
    ['XML', post('<name/>', 'application/xml'), 415, /content type/],
    ['plain text', post('{"name":"x"}', 'text/plain'), 415, /content type/],
  ]
  for (const [name, answer, status, says] of cases) {
    const { status: got, body } = await answer
    t.equal(got, status, name)
    t.match(body.message, says, name)
  }
  t.equal((await app.api('GET', '/roles?include_totals=true')).body.total, before)
})

t.test('a NUL in a URL, an unknown path and a malformed escape are refused', async t => {
  const app = await createTestApp(t)
  t.equal((await app.fetch('/api/v2/roles/%00')).status, 400)
  t.equal((await app.fetch('/api/v2/roles/%ff')).status, 400)
  t.equal((await app.fetch('/nothing/here')).status, 404)
})

t.test('a header that is too large ends its connection, not the server', async t => {
  const app = await createTestApp(t)
  await new Promise<void>(resolve => {
    const socket = connect(Number(new URL(app.issuer).port), '127.0.0.1')
    // The server may hang up before it has read everything; then its answer can be lost on the way.
    socket.on('error', () => {})
    socket.on('data', chunk => t.match(String(chunk), /^HTTP\/1\.1 431 /))
    socket.on('close', () => resolve())
    socket.write(`GET /healthz HTTP/1.1\r\nhost: x\r\nx-large: ${'x'.repeat(64 * 1024)}\r\n\r\n`)
  })
  t.equal((await app.fetch('/healthz')).status, 200)
})

t.test('an error inside shows a sentence and the request id, never its message', async t => {
  const app = await createTestApp(t)
  const token = await app.adminToken()
  await app.database.query('alter table roles rename to roles_gone')
  const response = await app.fetch('/api/v2/roles', { headers: { authorization: `Bearer ${token}` } })
  const body = (await response.json()) as { message: string }
  t.equal(response.status, 500)
  t.match(body.message, /An internal error occurred. The log knows more under request id/)
  t.notMatch(JSON.stringify(body), /roles/)
  t.ok(app.logs.some(line => line.includes('roles') && line.includes('request failed')))
})
