// Linking users and unlinking them (CVE-2026-105207, CVE-2026-105215, CVE-2026-53516: links without proof, and to addresses that nobody has
// confirmed).
import type { Management } from 'auth0'
import { createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import t from 'tap'
import type { Static } from 'typebox'
import type { Identity } from '../../src/management/users/user.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { startListeningClient } from '../support/listening-client.ts'
import { as, signInForOwn } from '../support/own-access.ts'
import {
  askFor,
  codeIn,
  createClient,
  createPerson,
  databaseConnection,
  PASSWORD,
  setOptions,
  signIn,
  storeOf,
  trade,
  visit,
} from '../support/scene.ts'
import { Visitor } from '../support/visitor.ts'

// What is answered is what the SDK's types promise.
const _linked: Management.UserIdentity[] = {} as Static<typeof Identity>[]

const app = await createTestApp(t)
const store = await storeOf(app)
const client = await createClient(app)
const { id: connection_id, name: connection } = await databaseConnection(app)

const at = (user_id: string) => `/users/${encodeURIComponent(user_id)}`
const idOf = ({ user_id }: { user_id: string }) => user_id.replace('auth0|', '')
const identityOf = (person: { user_id: string }) => ({
  connection,
  user_id: idOf(person),
  provider: 'auth0',
  isSocial: false,
})
const link = (primary: { user_id: string }, secondary: { user_id: string }) =>
  app.api('POST', `${at(primary.user_id)}/identities`, { provider: 'auth0', user_id: idOf(secondary) })
const unlink = (primary: { user_id: string }, secondary: { user_id: string }) =>
  app.api('DELETE', `${at(primary.user_id)}/identities/auth0/${encodeURIComponent(idOf(secondary))}`)
const userOf = async (person: { user_id: string }) => (await app.api('GET', at(person.user_id))).body
const subjectOf = async (person: { email: string }, password = PASSWORD) => {
  const { visitor, page, asked } = await visit(app, client)
  const code = codeIn(await visitor.submit(page, { username: person.email, password }))
  return code === undefined ? undefined : decodeJwt((await trade(app, client, code, asked)).body.id_token).sub
}
const count = async (table: string, user_id: string) =>
  Number((await app.database.query(`select count(*) from ${table} where user_id = $1`, [user_id])).rows[0]?.count)

t.test('an administrator links two users: one is left, who comes in by both passwords', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  await app.api('PATCH', at(secondary.user_id), { name: 'Second', user_metadata: { a: 1 }, app_metadata: { b: 2 } })
  await app.api('PATCH', at(primary.user_id), { user_metadata: { mine: true } })
  const { status, body } = await link(primary, secondary)
  t.equal(status, 201)
  t.strictSame(body, [
    identityOf(primary),
    {
      ...identityOf(secondary),
      profileData: {
        email: secondary.email,
        email_verified: true,
        name: 'Second',
        nickname: secondary.nickname,
        picture: secondary.picture,
      },
    },
  ])
  const user = await userOf(primary)
  t.strictSame(user.identities, body)
  t.match(user, { email: primary.email, user_metadata: { mine: true }, app_metadata: undefined }, 'she is who she was')
  t.equal((await app.api('GET', at(secondary.user_id))).status, 404)
  t.equal(await subjectOf(secondary), primary.user_id)
  t.equal(await subjectOf(primary), primary.user_id)
  t.match((await userOf(primary)).logins_count, 2)

  t.same((await app.api('GET', `/users-by-email?email=${secondary.email}`)).body, [], 'she has one address')
  t.equal((await app.api('GET', `/users-by-email?email=${primary.email}`)).body.length, 1)
  const found = await app.api('GET', `/users?q=identities.user_id:"${idOf(secondary)}"`)
  t.same(
    found.body.map(({ user_id }: { user_id: string }) => user_id),
    [primary.user_id],
  )
  t.match(
    await app.api('POST', '/users', { connection, email: secondary.email, password: PASSWORD }),
    { status: 409 },
    'nobody signs up with what she comes in by',
  )
  t.match(
    await app.api('POST', '/users', {
      connection,
      email: 'x@example.com',
      password: PASSWORD,
      user_id: idOf(secondary),
    }),
    {
      status: 409,
    },
  )
})

t.test('unlinked, she is a user of her own again, with her password and without metadata', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  await app.api('PATCH', at(secondary.user_id), { given_name: 'Second', user_metadata: { a: 1 } })
  await link(primary, secondary)
  const { status, body } = await unlink(primary, secondary)
  t.equal(status, 200)
  t.strictSame(body, [identityOf(primary)])
  const { created_at, updated_at, ...again } = await userOf(secondary)
  t.strictSame(again, {
    user_id: secondary.user_id,
    email: secondary.email,
    email_verified: true,
    name: secondary.name,
    given_name: 'Second',
    nickname: secondary.nickname,
    picture: secondary.picture,
    identities: [identityOf(secondary)],
  })
  t.equal(created_at, updated_at)
  t.equal(await subjectOf(secondary), secondary.user_id)
  t.equal(await subjectOf(primary), primary.user_id)
  t.equal((await link(primary, secondary)).status, 201, 'and can be linked again')
})

t.test('what cannot be linked or unlinked is said', async t => {
  const [a, b, c] = [await createPerson(app), await createPerson(app), await createPerson(app)]
  t.match(await link(a, a), { status: 400, body: { message: 'Main identity and the new one are the same.' } })
  t.match(await link(a, { user_id: 'auth0|nobody' }), { status: 400, body: { message: /does not exist/ } })
  t.equal((await link({ user_id: 'auth0|nobody' }, a)).status, 404)
  const conflict = {
    status: 409,
    body: { message: 'Specified identity already exists.', errorCode: 'identity_conflict' },
  }
  t.equal((await link(a, b)).status, 201)
  t.match(await link(a, b), conflict, 'once more')
  t.match(await link(c, b), conflict, 'by somebody else')
  t.match(await link(c, a), { status: 400, body: { message: /linked identities of its own/ } })
  t.match(await unlink(a, a), { status: 400, body: { message: 'Main identity cannot be removed.' } })
  t.match(await unlink(c, b), { status: 400, body: { message: 'The user has no such identity.' } })
  t.match(await unlink({ user_id: 'auth0|nobody' }, b), { status: 404 })
  const blocked = await createPerson(app, { blocked: true })
  t.match(await link(c, blocked), { status: 400, body: { message: /blocked/ } }, 'a block is not lifted by a link')
  const path = `${at(c.user_id)}/identities`
  for (const body of [
    {},
    { provider: 'auth0' },
    { user_id: idOf(a) },
    { connection_id },
    { link_with: 'x', provider: 'auth0' },
    { provider: 'auth0', user_id: '' },
    { provider: 'auth0', user_id: 'a\0b' },
  ])
    t.equal((await app.api('POST', path, body)).status, 400, JSON.stringify(body))
  const elsewhere = { provider: 'auth0', user_id: idOf(blocked), connection_id: 'con_0000000000000000' }
  t.match(await app.api('POST', path, elsewhere), { status: 400, body: { message: /does not exist/ } })
  t.equal((await app.api('POST', path, { provider: 'auth0', user_id: 1234567 })).status, 400, 'an id may be a number')
})

t.test('who is linked is gone with all she had, and apps hear that her sessions ended', async t => {
  const listener = await startListeningClient(t)
  const heard = await createClient(app, {
    oidc_logout: { backchannel_logout_urls: [listener.url()], backchannel_logout_initiators: { mode: 'all' } },
  })
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  const role = (await app.api('POST', '/roles', { name: `role of ${secondary.email}` })).body.id
  await app.api('POST', `${at(secondary.user_id)}/roles`, { roles: [role] })
  const hers = await visit(app, heard, { scope: 'openid offline_access', audience: 'urn:lintel:try-it' })
  const code = codeIn(await hers.visitor.submit(hers.page, { username: secondary.email, password: PASSWORD }))
  const { body: tokens } = await trade(app, heard, code ?? '', hers.asked)
  const { sid } = decodeJwt<{ sid: string }>(tokens.id_token)
  const kept = await signIn(app, client, primary)
  await app.api('POST', '/tickets/password-change', { user_id: secondary.user_id })
  const ticket = (await app.api('POST', '/tickets/email-verification', { user_id: secondary.user_id })).body.ticket

  t.equal((await link(primary, secondary)).status, 201)
  for (const table of ['sessions', 'grants', 'consents', 'user_roles', 'user_permissions', 'tickets', 'user_stats'])
    t.equal(await count(table, secondary.user_id), 0, table)
  t.same((await app.api('GET', `${at(primary.user_id)}/roles`)).body, [], 'the primary keeps her own roles')
  const [token = ''] = await listener.tokensOf(sid)
  t.match(decodeJwt(token), { sub: secondary.user_id })
  const refreshed = await app.fetch('/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: heard.client_id,
      refresh_token: tokens.refresh_token ?? '',
    }),
  })
  t.equal(refreshed.status, 403)
  t.equal((await app.fetch(ticket)).status, 400)
  const silent = await hers.visitor.get(askFor(heard, { prompt: 'none' }).url)
  t.match(silent.headers.get('location'), /error=login_required/)
  const still = await kept.visitor.get(askFor(client, { prompt: 'none' }).url)
  t.match(still.headers.get('location'), /code=/, 'the primary is signed in as before')
})

t.test('who came in by an identity that is unlinked is out', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  await link(primary, secondary)
  const { visitor } = await signIn(app, client, secondary)
  const ticket = await app.api('POST', '/tickets/password-change', {
    user_id: primary.user_id,
    identity: { user_id: idOf(secondary), provider: 'auth0' },
  })
  await unlink(primary, secondary)
  const silent = await visitor.get(askFor(client, { prompt: 'none' }).url)
  t.match(silent.headers.get('location'), /error=login_required/)
  t.equal(await count('sessions', primary.user_id), 0)
  t.notOk(ticket.status === 201 && (await app.fetch(ticket.body.ticket)).status === 200, 'and links for it are void')
})

t.test('whoever is blocked is blocked by every identity, and stays so unlinked', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  await link(primary, secondary)
  await app.api('PATCH', at(primary.user_id), { blocked: true })
  t.equal(await subjectOf(secondary), undefined)
  await unlink(primary, secondary)
  t.equal((await userOf(secondary)).blocked, true)
})

t.test('an address is as confirmed as the identity that it belongs to', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app, { email_verified: false })]
  t.equal((await link(primary, secondary)).status, 201, 'an administrator knows what he does')
  t.match(await store.users.findCredentials(connection_id, { email: secondary.email }), { email_verified: false })
  t.notOk(await store.users.findByIdentity(connection_id, { verified_email: secondary.email }))
  await setOptions(app, { require_verified_email: true })
  t.teardown(() => setOptions(app, { require_verified_email: false }))
  t.equal(await subjectOf(secondary), undefined)
  t.equal(await subjectOf(primary), primary.user_id)
  await app.api('PATCH', at(primary.user_id), { connection, email_verified: true })
  await store.users.setEmailVerified(primary.user_id, new Date(), secondary.email)
  t.equal(await subjectOf(secondary), primary.user_id)
  t.match(await store.users.findByIdentity(connection_id, { verified_email: secondary.email }), {
    user_id: primary.user_id,
  })
})

t.test('deleted, she is forgotten under every name that she had', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  await subjectOf(secondary)
  // Such events are written a moment later.
  const exchanged = "select 1 from log_events where user_id = $1 and type = 'seacft'"
  await eventually(async () => (await app.database.query(exchanged, [secondary.user_id])).rows.length > 0)
  await link(primary, secondary)
  await app.api('DELETE', at(primary.user_id))
  t.equal((await app.api('GET', at(secondary.user_id))).status, 404)
  const { rows } = await app.database.query('select 1 from identities where email = $1', [secondary.email])
  t.equal(rows.length, 0)
  const left = await app.database.query('select user_name, ip, details from log_events where user_id = $1', [
    secondary.user_id,
  ])
  t.ok(left.rows.length > 0)
  for (const { user_name, details } of left.rows) t.same({ user_name, details }, { user_name: null, details: null })
})

t.test('deleted while somebody is linked to her, she is forgotten under that name too', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  await app.api('PATCH', at(secondary.user_id), { name: 'Second' })
  const named = () =>
    app.database
      .query('select 1 from log_events where user_id = $1 and user_name is not null', [secondary.user_id])
      .then(({ rows }) => rows.length)
  t.ok(await named())
  const waits = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  const removed = await store.transaction(async tx => {
    await tx.users.listForUpdate([primary.user_id, secondary.user_id])
    await tx.users.link(primary.user_id, secondary.user_id)
    const removing = app.api('DELETE', at(primary.user_id))
    await eventually(async () => (await app.database.query(waits)).rows.length > 0)
    return { removing }
  })
  t.equal((await removed.removing).status, 204)
  const { rows } = await app.database.query('select 1 from identities where email = $1', [secondary.email])
  t.equal(rows.length, 0)
  t.equal(await named(), 0)
})

t.test('a user of a connection is deleted by her address', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  const remove = (email: string) =>
    app.api('DELETE', `/connections/${connection_id}/users?email=${encodeURIComponent(email)}`)
  await link(primary, secondary)
  t.equal((await remove(secondary.email.toUpperCase())).status, 204)
  t.strictSame((await userOf(primary)).identities, [identityOf(primary)], 'whose identity it was, she stays')
  t.equal(await subjectOf(secondary), undefined)
  t.equal((await remove(primary.email)).status, 204)
  t.equal((await app.api('GET', at(primary.user_id))).status, 404)
  t.equal((await remove(primary.email)).status, 204, 'once more')
  t.equal((await remove('no address')).status, 400)
  t.equal((await app.api('DELETE', `/connections/${connection_id}/users`)).status, 400, 'never all of them')
  t.equal((await app.api('DELETE', '/connections/con_0000000000000000/users?email=x@example.com')).status, 404)
})

t.test('of two who link at once one is told', async t => {
  for (let round = 0; round < 5; round++) {
    const [a, b, c] = [await createPerson(app), await createPerson(app), await createPerson(app)]
    const both = await Promise.all([link(a, c), link(b, c)])
    t.same(both.map(({ status }) => status).sort(), [201, 409], 'the same secondary')
    const each = await Promise.all([link(a, b), link(b, a)])
    const statuses = each.map(({ status }) => status)
    t.equal(statuses.filter(status => status === 201).length <= 1, true, `each other: ${statuses}`)
    t.ok(statuses.every(status => status < 500))
    const { rows } = await app.database.query(
      'select count(distinct user_id) from identities where identity_user_id = any($1)',
      [[a, b, c].map(idOf)],
    )
    t.ok(Number(rows[0]?.count) >= 1)
  }
})

t.test('a link while she signs in leaves nobody signed in who is not there', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  const { visitor, page } = await visit(app, client)
  const { page: waiting, visitor: other } = await visit(app, client)
  const done = await visitor.submit(page, { username: secondary.email, password: PASSWORD })
  t.ok(codeIn(done))
  const [linked] = await Promise.all([
    link(primary, secondary),
    other.submit(waiting, { username: secondary.email, password: PASSWORD }),
  ])
  t.equal(linked.status, 201)
  t.equal(await count('sessions', secondary.user_id), 0)
  t.equal(await count('grants', secondary.user_id), 0)
  t.equal(await subjectOf(secondary), primary.user_id)
})

t.test('a user links with proof of both', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  const call = as(app, await signInForOwn(app, client, primary))
  const path = `${at(primary.user_id)}/identities`
  t.match(
    await call('POST', path, { provider: 'auth0', user_id: idOf(secondary) }),
    { status: 403, body: { message: 'Insufficient scope, expected any of: update:users' } },
    'to name somebody is none',
  )
  const { id_token } = await signInForOwn(app, client, secondary)
  const linked = await call('POST', path, { link_with: id_token })
  t.match(linked, { status: 201, body: [identityOf(primary), identityOf(secondary)] })
  t.match(await call('POST', path, { link_with: id_token }), { status: 409, body: { errorCode: 'identity_conflict' } })
  t.equal(await subjectOf(secondary), primary.user_id)
  t.match(await call('DELETE', `${path}/auth0/${idOf(primary)}`), { status: 400 })
  const unlinked = await call('DELETE', `${path}/auth0/${idOf(secondary)}`)
  t.match(unlinked, { status: 200, body: [identityOf(primary)] })
  t.match((await app.api('GET', `${at(primary.user_id)}/logs`)).body[0], {
    type: 'sapi',
    description: 'Unlink a User Account',
    user_id: primary.user_id,
  })
})

t.test('an app links as a single-page app does: both accounts sign in, in one browser', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  const visitor = new Visitor(app.issuer)
  const tokens = await signInForOwn(app, client, primary, undefined, { visitor })
  const { id_token } = await signInForOwn(app, client, secondary, [], { visitor })
  const linked = await as(app, tokens)('POST', `${at(primary.user_id)}/identities`, { link_with: id_token })
  t.match(linked, { status: 201, body: [identityOf(primary), identityOf(secondary)] })
})

t.test('what does not prove the other account links nothing', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  const tokens = await signInForOwn(app, client, primary)
  const call = as(app, tokens)
  const path = `${at(primary.user_id)}/identities`
  const theirs = await signInForOwn(app, client, secondary)
  const refused = async (link_with: string, what: string, message: RegExp | string = /^link_with: Invalid token/) =>
    t.match(await call('POST', path, { link_with }), { status: 400, body: { message } }, what)

  await refused('x', 'no token')
  await refused('a.b.c', 'none either')
  await refused(theirs.access_token, 'an access token')
  await refused(tokens.id_token, 'her own', 'Main identity and the new one are the same.')
  const other = await createClient(app)
  const elsewhere = await signInForOwn(app, other, secondary)
  await refused(elsewhere.id_token, 'of another client', /must have an aud claim that matches/)

  const claims = decodeJwt(theirs.id_token)
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const forged = (alg: string, key: Parameters<SignJWT['sign']>[0]) =>
    new SignJWT(claims).setProtectedHeader({ alg }).sign(key)
  await refused(await forged('RS256', privateKey), 'by another key')
  await refused(
    await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(publicKey) }).sign(privateKey),
    'by a key that it brings along',
  )
  const jwks = (await (await app.fetch('/.well-known/jwks.json')).json()) as { keys: [{ n: string; kid: string }] }
  await refused(await forged('HS256', Buffer.from(jwks.keys[0].n)), 'by a secret that everybody knows')
  const none = [{ alg: 'none' }, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
  await refused(`${none.join('.')}.`, 'by nobody')
  t.ok(await jwtVerify(theirs.id_token, createLocalJWKSet(jwks as never)), 'which the real one is not')

  const unverified = await createPerson(app, { email_verified: false })
  const { id_token } = await signInForOwn(app, client, unverified)
  await refused(id_token, 'an address that nobody confirmed', /verified email address/)
  const mine = as(app, await signInForOwn(app, client, unverified))
  t.match(
    await mine('POST', `${at(unverified.user_id)}/identities`, { link_with: theirs.id_token }),
    { status: 400, body: { message: /verified email address/ } },
    'nor to one',
  )

  await app.api('DELETE', `${at(secondary.user_id)}/sessions`)
  await refused(theirs.id_token, 'a sign-in that was ended')
  const later = await signInForOwn(app, client, secondary)
  await app.api('PATCH', at(secondary.user_id), { blocked: true })
  await refused(later.id_token, 'a user who is blocked')

  const third = await createPerson(app)
  const { id_token: fine } = await signInForOwn(app, client, third)
  t.match(await call('POST', `${at(third.user_id)}/identities`, { link_with: tokens.id_token }), {
    status: 403,
    body: { message: 'User to be acted on does not match subject in bearer token.' },
  })
  const reading = as(
    app,
    await signInForOwn(app, client, primary, ['read:current_user', 'update:current_user_metadata']),
  )
  t.match(await reading('POST', path, { link_with: fine }), {
    status: 403,
    body: { message: 'Insufficient scope, expected any of: update:users,update:current_user_identities' },
  })
  t.strictSame((await userOf(primary)).identities, [identityOf(primary)], 'nothing was linked')
})
