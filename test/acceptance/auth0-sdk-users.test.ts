import { Management } from 'auth0'
import t from 'tap'
import { all, must, refusal, withSdks } from '../support/auth0-sdk.ts'

const { v7, v4 } = await withSdks(t)
const connection = 'Username-Password-Authentication'
const password = 'correct horse battery'

t.test('version 7 walks users', async t => {
  const made = await v7.users.create({
    connection,
    email: 'Seven@example.com',
    password,
    name: 'Seven',
    user_id: 'seven',
    user_metadata: { colour: 'red', size: 'l' },
  })
  const id = must(made.user_id)
  t.equal(id, 'auth0|seven')
  const got = await v7.users.get(id)
  t.match(got, { email: 'seven@example.com', identities: [{ connection, provider: 'auth0', user_id: 'seven' }] })
  t.same(Object.keys(await v7.users.get(id, { fields: 'email', include_fields: true })), ['email'])

  const patched = await v7.users.update(id, {
    given_name: 'Seven',
    blocked: true,
    user_metadata: { size: null as unknown as string },
    app_metadata: { plan: 'gold' },
  })
  t.match(patched, {
    given_name: 'Seven',
    blocked: true,
    user_metadata: { colour: 'red' },
    app_metadata: { plan: 'gold' },
  })
  t.notOk('size' in must(patched.user_metadata))
  t.match(await v7.users.update(id, { password: 'another passphrase', connection }), { last_password_reset: String })
  t.match(await v7.users.listUsersByEmail({ email: 'seven@example.com' }), [{ user_id: id }])
  t.same(await v7.users.listUsersByEmail({ email: 'Seven@example.com' }), [])

  t.match(await refusal(v7.users.create({ connection, email: 'SEVEN@example.com', password })), {
    statusCode: 409,
    body: { errorCode: 'auth0_idp_error', message: 'The user already exists.' },
  })
  t.ok(
    (await refusal(v7.users.create({ connection, email: 'seven@example.com', password }))) instanceof
      Management.ConflictError,
  )
  t.ok(
    (await refusal(v7.users.create({ connection, email: 'weak@example.com', password: 'weak' }))) instanceof
      Management.BadRequestError,
  )

  t.equal(await v7.users.delete(id), undefined)
  t.equal(await v7.users.delete(id), undefined)
  t.ok((await refusal(v7.users.get(id))) instanceof Management.NotFoundError)
})

t.test('version 7 pages through users, and searches', async t => {
  for (let i = 0; i < 7; i++)
    await v7.users.create({ connection, email: `paged${i}@example.com`, password, app_metadata: { crew: 'paged' } })
  const first = await v7.users.list({ per_page: 3, q: 'app_metadata.crew:paged', search_engine: 'v3' })
  t.equal(first.data.length, 3)
  t.ok(first.hasNextPage())
  t.match(first.response, { start: 0, limit: 3, total: 7, length: 3 })
  const emails = (await all(v7.users.list({ q: 'email:paged*', sort: 'email:-1' }))).map(({ email }) => email)
  t.same(
    emails,
    [6, 5, 4, 3, 2, 1, 0].map(i => `paged${i}@example.com`),
  )
  t.match(await refusal(v7.users.list({ q: 'email:(' })), {
    statusCode: 400,
    body: { errorCode: 'invalid_query_string' },
  })
  t.match(await refusal(v7.users.list({ page: 10, per_page: 100 })), {
    statusCode: 400,
    body: { errorCode: 'invalid_paging' },
  })
})

t.test('version 4 walks users', async t => {
  const { data: user } = await v4.users.create({
    connection,
    email: 'four@example.com',
    password,
    user_metadata: { a: 1 },
  })
  const id = user.user_id
  t.equal((await v4.users.get({ id })).data.email, 'four@example.com')
  t.same((await v4.users.update({ id }, { user_metadata: { b: 2 } })).data.user_metadata, { a: 1, b: 2 })
  t.match((await v4.usersByEmail.getByEmail({ email: 'four@example.com' })).data, [{ user_id: id }])
  const { data: bare } = await v4.users.getAll({ q: 'email:four*' })
  t.equal(bare.length, 1, 'a bare array')
  const { data: page } = await v4.users.getAll({ q: 'email:four*', include_totals: true })
  t.match(page, { start: 0, limit: 50, length: 1, total: 1, users: [{ user_id: id }] })
  t.match(await refusal(v4.users.create({ connection, email: 'four@example.com', password })), {
    statusCode: 409,
    errorCode: 'auth0_idp_error',
  })
  await v4.users.delete({ id })
  t.match(await refusal(v4.users.get({ id })), { statusCode: 404, errorCode: 'inexistent_user' })
})
