import t from 'tap'
import { createTestApp } from '../support/app.ts'

// options.import_mode and options.upstream of a database connection

const app = await createTestApp(t)
const SECRET = 'a secret of sixteen and more'
const HTTP = { type: 'http', url: 'https://people.example/verify', secret: SECRET, finds_users: true }
const AUTH0 = {
  type: 'auth0',
  issuer: 'https://tenant.eu.auth0.com',
  client_id: 'abc',
  client_secret: SECRET,
  realm: 'Username-Password-Authentication',
}
let count = 0
const create = (options: object) =>
  app.api('POST', '/connections', { name: `database-${++count}`, strategy: 'auth0', options })
const patch = (id: string, options: object) => app.api('PATCH', `/connections/${id}`, { options })
const secretOf = async (id: string) => {
  const { rows } = await app.database.query('select address, secret from upstream_secrets where connection_id = $1', [
    id,
  ])
  return rows[0] as { address: string; secret: string } | undefined
}

t.test('the secret is sealed, and never answered', async t => {
  const { status, body } = await create({ import_mode: true, upstream: HTTP })
  t.equal(status, 201, JSON.stringify(body))
  t.match(body.options, { import_mode: true })
  t.same(body.options.upstream, { type: 'http', url: HTTP.url, finds_users: true })
  t.same((await app.api('GET', `/connections/${body.id}`)).body.options.upstream, body.options.upstream)
  t.match((await secretOf(body.id))?.secret, /^v1\./)
  const { rows } = await app.database.query('select options::text from connections where id = $1', [body.id])
  t.notMatch(rows[0].options, SECRET)
  t.notMatch(app.logs.join(''), SECRET)
  const logged = await app.database.query('select row_to_json(l)::text as event from log_events as l')
  t.notMatch(logged.rows.map(row => row.event).join(), SECRET)

  const other = await create({ import_mode: true, disable_signup: true, upstream: AUTH0 })
  const { client_secret: _, ...shown } = AUTH0
  t.same(other.body.options.upstream, { ...shown, issuer: `${AUTH0.issuer}/`, finds_users: false })
})

t.test('who sends back what he has read loses nothing', async t => {
  const { body } = await create({ import_mode: true, upstream: HTTP })
  const before = await secretOf(body.id)
  // What is shown and not enforced may be sent back too.
  t.equal((await patch(body.id, { ...body.options, disable_signup: true })).status, 200)
  t.same(await secretOf(body.id), before)
  t.equal((await app.api('PATCH', `/connections/${body.id}`, { metadata: { a: 'b' } })).status, 200)
  t.same(await secretOf(body.id), before)
})

t.test('a secret goes to no other address than the one that it was given for', async t => {
  const { body } = await create({ import_mode: true, upstream: HTTP })
  const { secret: _, ...bare } = HTTP
  const moved = await patch(body.id, { import_mode: true, upstream: { ...bare, url: 'https://attacker.example/' } })
  t.equal(moved.status, 400)
  t.match(moved.body.message, 'options.upstream.secret')
  t.match((await app.api('GET', `/connections/${body.id}`)).body.options.upstream, { url: HTTP.url })
  const { client_secret: __, ...auth0 } = AUTH0
  t.equal((await patch(body.id, { upstream: auth0 })).status, 400)
  t.equal((await create({ upstream: bare })).status, 400)
  t.equal((await patch(body.id, { upstream: { ...HTTP, url: 'https://elsewhere.example/' } })).status, 200)
  t.match(await secretOf(body.id), { address: '["https://elsewhere.example/"]' })
})

t.test('with the upstream goes its secret', async t => {
  const { body } = await create({ import_mode: true, upstream: HTTP })
  t.equal((await patch(body.id, {})).status, 200)
  t.notOk(await secretOf(body.id))
  t.notOk((await app.api('GET', `/connections/${body.id}`)).body.options.upstream)
  const other = await create({ upstream: HTTP })
  await app.api('DELETE', `/connections/${other.body.id}`)
  t.notOk(await secretOf(other.body.id))
})

t.test('what would not be enforced, or would not be safe, is refused', async t => {
  for (const [options, about] of [
    [{ import_mode: true }, /upstream/],
    [{ import_mode: true, upstream: { ...HTTP, finds_users: false } }, /disable_signup/],
    [{ import_mode: true, disable_signup: true, requires_username: true, upstream: AUTH0 }, /finds_users/],
    [{ upstream: { ...HTTP, url: 'ftp://people.example/' } }, /upstream/],
    [{ upstream: { ...HTTP, url: 'https://user:secret@people.example/' } }, /upstream/],
    [{ upstream: { ...HTTP, secret: 'short' } }, /upstream/],
    [{ upstream: { ...HTTP, realm: 'x' } }, /upstream/],
    [{ upstream: { ...AUTH0, issuer: 'https://tenant.example/path' } }, /issuer/],
    [{ upstream: { type: 'ldap', url: HTTP.url } }, /upstream/],
    [{ import_mode: true, customScripts: { login: 'function login() {}' } }, /customScripts/],
  ] as const) {
    const { status, body } = await create(options)
    t.equal(status, 400, JSON.stringify(options))
    t.match(body.message, about)
    t.notMatch(JSON.stringify(body), SECRET)
  }
})
