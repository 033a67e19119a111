import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import type { Connection } from '../../src/management/connections.ts'
import { createTestApp } from '../support/app.ts'

const shape = {} as Static<typeof Connection>
const _get: Management.GetConnectionResponseContent = shape
const _create: Management.CreateConnectionResponseContent = shape
const _update: Management.UpdateConnectionResponseContent = shape
const _list: Management.ListConnectionsCheckpointPaginatedResponseContent['connections'] = [shape]

const app = await createTestApp(t)

const create = async (body: object) => {
  const made = await app.api('POST', '/connections', { strategy: 'auth0', ...body })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}
const newClient = async (name: string): Promise<string> => (await app.api('POST', '/clients', { name })).body.client_id

t.test('a database that says nothing but its name gets the defaults', async t => {
  const { status, body } = await app.api('POST', '/connections', { name: 'Bare', strategy: 'auth0' })
  t.equal(status, 201)
  t.match(body.id, /^con_[A-Za-z0-9]{16}$/)
  const { id, ...rest } = body
  t.same(rest, {
    name: 'Bare',
    strategy: 'auth0',
    options: {
      passwordPolicy: 'none',
      password_complexity_options: { min_length: 8 },
      password_no_personal_info: { enable: false },
      password_dictionary: { enable: false, dictionary: [] },
      requires_username: false,
      validation: { username: { min: 1, max: 15 } },
      disable_signup: false,
      disable_self_service_change_password: false,
      brute_force_protection: true,
      require_verified_email: false,
      import_mode: false,
      authentication_methods: {
        password: { enabled: true, api_behavior: 'required', signup_behavior: 'allow' },
        passkey: { enabled: false },
        email_otp: { enabled: false },
        phone_otp: { enabled: false },
      },
      passkey_options: { challenge_ui: 'both', local_enrollment_enabled: true, progressive_enrollment_enabled: true },
    },
    enabled_clients: [],
    is_domain_connection: false,
    realms: ['Bare'],
    authentication: { active: true },
    connected_accounts: { active: false },
  })
  t.same((await app.api('GET', `/connections/${id}`)).body, body)
  t.match(await app.api('POST', '/connections', { name: 'Bare', strategy: 'auth0' }), {
    status: 409,
    body: { errorCode: 'connection_conflict' },
  })
})

t.test('every other strategy is refused by its name', async t => {
  for (const strategy of ['google-oauth2', 'samlp', 'oidc', 'ad', 'nonsense']) {
    const options = { client_id: 'id', client_secret: 'secret' }
    const { status, body } = await app.api('POST', '/connections', { name: 'x', strategy, options })
    t.equal(status, 400)
    t.equal(body.errorCode, 'operation_not_supported')
    t.ok(body.message.includes(`"${strategy}"`), body.message)
  }
  t.match(await app.api('POST', '/connections', { name: 'x' }), { status: 400, body: { errorCode: 'invalid_body' } })
  t.same((await app.api('GET', '/connections?strategy=oidc&strategy=samlp')).body, [])
})

t.test('options are what is enforced, and a patch replaces them whole', async t => {
  const options = {
    passwordPolicy: 'excellent',
    password_complexity_options: { min_length: 12 },
    password_no_personal_info: { enable: true },
    password_dictionary: { enable: true, dictionary: ['lintel'] },
    requires_username: true,
    validation: { username: { min: 3, max: 20 } },
    disable_signup: true,
    disable_self_service_change_password: true,
    brute_force_protection: false,
    require_verified_email: true,
  }
  const made = await create({ name: 'Optioned', options })
  t.match(made.options, options)
  const path = `/connections/${made.id}`
  t.match((await app.api('PATCH', path, { metadata: { a: '1' } })).body.options, options, 'not named, not touched')
  const replaced = (await app.api('PATCH', path, { options: { disable_signup: true } })).body.options
  t.match(replaced, {
    disable_signup: true,
    passwordPolicy: 'none',
    requires_username: false,
    brute_force_protection: true,
  })
  const { rows } = await app.database.query('select options from connections where id = $1', [made.id])
  t.same(rows, [{ options: { disable_signup: true } }], 'defaults are not stored')
  t.equal((await app.api('PATCH', path, { options: null })).body.options.disable_signup, false)
})

t.test('options that are not enforced, or not possible, are refused', async t => {
  for (const [property, value] of Object.entries({
    precedence: ['username', 'email', 'phone_number'],
    password_history: { enable: true, size: 5 },
    password_options: { complexity: { min_length: 15 } },
    enabledDatabaseCustomization: true,
    import_mode: true,
    customScripts: { login: 'function login() {}' },
    non_persistent_attrs: ['ethnicity'],
  })) {
    const { status, body } = await app.api('POST', '/connections', {
      name: 'x',
      strategy: 'auth0',
      options: { [property]: value },
    })
    t.match({ status, body }, { status: 400, body: { errorCode: 'operation_not_supported' } }, property)
    t.ok(body.message.includes(`options.${property}`), body.message)
  }
  for (const options of [
    { nonsense: true },
    { passwordPolicy: 'strong' },
    { password_complexity_options: { min_length: 7 } },
    { password_complexity_options: { min_length: 129 } },
    { password_dictionary: { enable: true, dictionary: ['x'.repeat(51)] } },
    { validation: { username: { min: 5, max: 4 } } },
    { validation: { username: { min: 0, max: 4 } } },
    { requires_username: 'yes' },
    { totp: { length: 6 } },
    { authentication_methods: { password: { enabled: false } } },
    { authentication_methods: { password: { signup_behavior: 'block' } } },
    {
      authentication_methods: { password: { enabled: false }, passkey: { enabled: true } },
      require_verified_email: true,
    },
    { attributes: {} },
    { attributes: { email: { signup: { status: 'required' } } } },
    { attributes: { email: { identifier: { active: true }, profile_required: true } } },
    { attributes: { email: { identifier: { active: true } } }, requires_username: true },
    { attributes: { email: { identifier: { active: true, default_method: 'email_otp' } } } },
    { attributes: { username: { identifier: { active: true }, validation: { min_length: 5, max_length: 4 } } } },
    { attributes: { username: { identifier: { active: true }, validation: { allowed_types: { email: true } } } } },
  ])
    t.equal(
      (await app.api('POST', '/connections', { name: 'x', strategy: 'auth0', options })).status,
      400,
      JSON.stringify(options),
    )
  for (const body of [
    { name: '-x' },
    { name: 'x-' },
    { name: 'x--y' },
    { name: 'with space' },
    { name: 'x'.repeat(129) },
    { name: 'x', nonsense: 1 },
    { name: 'x', realms: ['y'] },
    { name: 'x', display_name: 'X' },
    { name: 'x', show_as_button: true },
    { name: 'x', connected_accounts: { active: true } },
    { name: 'x', metadata: { a: 1 } },
  ])
    t.equal(
      (await app.api('POST', '/connections', { strategy: 'auth0', ...body })).status,
      400,
      JSON.stringify(body).slice(0, 80),
    )
  t.same((await app.api('GET', '/connections?name=x')).body, [], 'nothing was made')
})

t.test('attributes and one-time codes are options of a database', async t => {
  const attributes = {
    email: { identifier: { active: true, default_method: 'email_otp' }, signup: { status: 'optional' } },
    phone_number: {
      identifier: { active: true },
      profile_required: true,
      signup: { status: 'required', verification: { active: true } },
    },
    username: { identifier: { active: false }, validation: { min_length: 3, max_length: 20 } },
  }
  const authentication_methods = { email_otp: { enabled: true } }
  const { options } = await create({ name: 'Flexible', options: { attributes, authentication_methods } })
  t.same(options.attributes, attributes)
  t.match(options.authentication_methods, { password: { enabled: true }, email_otp: { enabled: true } })
  const passkeys = { passkey: { enabled: true }, password: { enabled: false } }
  const keyed = await create({ name: 'Keyed', options: { authentication_methods: passkeys } })
  t.match(keyed.options.authentication_methods, {
    ...passkeys,
    password: { enabled: false, api_behavior: 'required', signup_behavior: 'allow' },
  })
})

t.test('who has no password must have another way in', async t => {
  const active = { active: true }
  const email = {
    identifier: active,
    verification_method: 'otp',
    signup: { status: 'required', verification: active },
  }
  const phone_number = { identifier: active, signup: { status: 'required', verification: active } }
  const off = { enabled: false }
  const block = { signup_behavior: 'block' }
  const on = { enabled: true }
  const good = [
    { attributes: { email }, authentication_methods: { password: off, email_otp: on } },
    { attributes: { email }, authentication_methods: { password: block, email_otp: on }, require_verified_email: true },
    { attributes: { phone_number }, authentication_methods: { password: off, phone_otp: on } },
    { authentication_methods: { password: block, passkey: on } },
    // Who is there already has a password.
    {
      attributes: { email, username: { identifier: active } },
      authentication_methods: { password: block, email_otp: on },
    },
    {
      attributes: { email, username: { identifier: active } },
      authentication_methods: { password: off, passkey: on, email_otp: on },
    },
  ]
  const made = []
  for (const [n, options] of good.entries()) {
    const answer = await app.api('POST', '/connections', { name: `No-password-${n}`, strategy: 'auth0', options })
    t.equal(answer.status, 201, JSON.stringify([options, answer.body]))
    made.push(answer.body)
  }
  const path = `/connections/${made[0].id}`
  const methods = (password: object, more: object) => ({ authentication_methods: { password, ...more } })
  const by_link = { ...email, verification_method: 'link' }
  for (const [options, at] of [
    [{ attributes: { email }, ...methods(off, {}) }, 'password.enabled'],
    [{ attributes: { email }, ...methods(block, {}) }, 'password.signup_behavior'],
    [{ attributes: { email }, ...methods(off, { phone_otp: on }) }, 'password.enabled'],
    [{ attributes: { email: by_link }, ...methods(off, { email_otp: on }) }, 'password.enabled'],
    [methods(off, { email_otp: on }), 'password.enabled'],
    [
      { attributes: { email, username: { identifier: active } }, ...methods(off, { email_otp: on }) },
      'attributes.username.identifier',
    ],
    [{ attributes: { email, phone_number }, ...methods(off, { phone_otp: on }) }, 'attributes.email.identifier'],
  ] as const) {
    const refusal = { status: 400, body: { message: new RegExp(at.replaceAll('.', '\\.')) } }
    const asked = JSON.stringify(options)
    t.match(await app.api('POST', '/connections', { name: 'No-way-in', strategy: 'auth0', options }), refusal, asked)
    t.match(await app.api('PATCH', path, { options }), refusal, asked)
  }
  t.same((await app.api('GET', path)).body.options, made[0].options)
  t.equal((await app.api('PATCH', path, { options: good[1] })).status, 200)
})

t.test('passwordless connections have options of their own', async t => {
  for (const strategy of ['email', 'sms']) {
    const made = await create({ name: strategy, strategy })
    const defaults = { totp: { length: 8, time_step: 300 }, disable_signup: false, brute_force_protection: true }
    t.match(made, { strategy, options: defaults })
    t.same(Object.keys(made.options).sort(), ['brute_force_protection', 'disable_signup', 'totp'])
    const patch = (options: object) => app.api('PATCH', `/connections/${made.id}`, { options })
    const options = { name: strategy, totp: { length: 6, time_step: 180 }, disable_signup: true }
    t.match((await patch(options)).body.options, { totp: options.totp, disable_signup: true })
    t.equal((await patch(made.options)).status, 200, 'what was read may be sent back')
    for (const [refused, by] of [
      [{ totp: { length: 5 } }, 'length'],
      [{ totp: { length: 6, time_step: 30 } }, 'time_step'],
      [{ requires_username: true }, 'requires_username'],
      [{ name: 'another' }, 'name'],
      [{ twilio_sid: 'AC1' }, 'twilio_sid'],
      [{ email: { subject: 'Hello' } }, 'email'],
      [{ gateway_url: 'https://sms.example' }, 'gateway_url'],
    ] as const) {
      const { status, body } = await patch(refused)
      t.equal(status, 400, by)
      t.ok(body.message.includes(by), body.message)
    }
    t.equal((await app.api('DELETE', `/connections/${made.id}`)).status, 202)
  }
})

t.test('what was read may be sent back', async t => {
  const made = await create({ name: 'Round-trip', is_domain_connection: true, metadata: { a: '1' } })
  const { id, name: _n, strategy: _s, ...body } = made
  const after = await app.api('PATCH', `/connections/${id}`, body)
  t.equal(after.status, 200)
  t.same(after.body, made)
  t.notOk('metadata' in (await app.api('PATCH', `/connections/${id}`, { metadata: {} })).body)
  t.equal((await app.api('PATCH', `/connections/${id}`, { name: 'Other' })).status, 400, 'a name stays')
})

t.test('clients are enabled one by one, and read from a cursor', async t => {
  const { id } = await create({ name: 'Clients' })
  const [a = '', b = '', c = ''] = (await Promise.all(['a', 'b', 'c'].map(newClient))).sort()
  const path = `/connections/${id}/clients`
  const enabled = async () => (await app.api('GET', path)).body
  await app.api(
    'PATCH',
    path,
    [a, b, c].map(client_id => ({ client_id, status: false })),
  )
  t.same(await enabled(), { clients: [] })
  const patched = await app.api('PATCH', path, [
    { client_id: a, status: true },
    { client_id: c, status: true },
    { client_id: b, status: true },
    { client_id: c, status: false },
  ])
  t.same({ status: patched.status, body: patched.body }, { status: 204, body: undefined })
  t.same(await enabled(), { clients: [{ client_id: a }, { client_id: b }] })
  t.same((await app.api('GET', `/connections/${id}`)).body.enabled_clients, [a, b])

  const first = (await app.api('GET', `${path}?take=1`)).body
  t.same(first, { clients: [{ client_id: a }], next: a })
  t.same((await app.api('GET', `${path}?take=1&from=${first.next}`)).body, { clients: [{ client_id: b }] })
  t.same((await app.api('GET', `${path}?take=1000`)).body.clients.length, 2)

  t.match(
    await app.api('PATCH', path, [
      { client_id: c, status: true },
      { client_id: 'nobody', status: true },
    ]),
    {
      status: 404,
      body: { errorCode: 'inexistent_client' },
    },
  )
  t.same((await enabled()).clients.length, 2, 'all or nothing')
  t.equal((await app.api('PATCH', path, [])).status, 400)
  t.equal((await app.api('PATCH', path, Array(51).fill({ client_id: a, status: true }))).status, 400)
  t.equal((await app.api('GET', '/connections/con_0000000000000000/clients')).status, 404)
  t.equal(
    (await app.api('PATCH', '/connections/con_0000000000000000/clients', [{ client_id: a, status: true }])).status,
    404,
  )
})

t.test('enabled_clients, as version 4 of the SDK sends them, replaces the set', async t => {
  const [a, b] = await Promise.all(['a', 'b'].map(newClient))
  const { id, enabled_clients } = await create({ name: 'Version4', enabled_clients: [a] })
  t.same(enabled_clients, [a])
  t.same((await app.api('PATCH', `/connections/${id}`, { enabled_clients: [b] })).body.enabled_clients, [b])
  t.same((await app.api('PATCH', `/connections/${id}`, { enabled_clients: [] })).body.enabled_clients, [])
  t.equal((await app.api('PATCH', `/connections/${id}`, { enabled_clients: ['nobody'] })).status, 404)
  t.equal(
    (await app.api('POST', '/connections', { name: 'y', strategy: 'auth0', enabled_clients: ['nobody'] })).status,
    404,
  )
  t.same((await app.api('GET', '/connections?name=y')).body, [], 'nothing was made')
})

t.test('a domain connection is for third parties’ clients, too', async t => {
  const { id } = await create({ name: 'Domain', is_domain_connection: true })
  const third = (await app.api('POST', '/clients', { name: 'third', is_first_party: false })).body.client_id
  const first = await newClient('first')
  for (const client_id of [third, first])
    await app.api('PATCH', `/connections/${id}/clients`, [{ client_id, status: false }])
  const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
  const usable = async (client_id: string) =>
    (await store.connections.listForClient(client_id)).some(connection => connection.id === id)
  t.ok(await usable(third))
  t.notOk(await usable(first))
})

t.test('the list is filtered, paged both ways and cut to fields', async t => {
  const list = async (query: string) => (await app.api('GET', `/connections?${query}`)).body
  t.match(await list('name=Bare'), [{ name: 'Bare', enabled_clients: [] }])
  t.same(await list('name=Nobody'), [])
  const { total, connections } = await list('include_totals=true&per_page=100&strategy=auth0')
  t.equal(connections.length, total)
  const names: string[] = []
  let from = ''
  do {
    const page = await list(`take=2&fields=name${from}`)
    for (const connection of page.connections) {
      t.same(Object.keys(connection), ['name'])
      names.push(connection.name)
    }
    from = page.next === undefined ? '' : `&from=${page.next}`
  } while (from !== '')
  t.equal(new Set(names).size, total)
  const { body } = await app.api('GET', `/connections/${connections[0].id}?fields=options&include_fields=false`)
  t.ok('name' in body && !('options' in body))
})

t.test('a connection goes with its users and what the log knows of them', async t => {
  const { id } = await create({ name: 'Doomed' })
  await app.api('PATCH', '/tenants/settings', { default_directory: 'Doomed' })
  const email = 'ada@example.com'
  const user = await app.api('POST', '/users', { connection: 'Doomed', email, password: 'correct horse battery' })
  t.equal(user.status, 201)
  const deleted = await app.api('DELETE', `/connections/${id}`)
  t.equal(deleted.status, 202)
  t.ok(Math.abs(Date.parse(deleted.body.deleted_at) - Date.now()) < 60_000)
  t.same((await app.api('DELETE', `/connections/${id}`)).status, 204)
  t.match(await app.api('GET', `/connections/${id}`), {
    status: 404,
    body: { message: 'The connection does not exist', errorCode: 'inexistent_connection' },
  })
  t.equal((await app.api('GET', `/users/${encodeURIComponent(user.body.user_id)}`)).status, 404)
  const { rows } = await app.database.query('select * from log_events where user_id = $1', [user.body.user_id])
  t.notMatch(JSON.stringify(rows), email)
  t.equal((await app.api('GET', '/tenants/settings')).body.default_directory, '')
})

t.test('another tenant’s connection is not there', async t => {
  const input = { tenant_id: 'other', domain: 'other.localhost' }
  const administration = newAdministrationClient()
  const other = app.store.forTenant(await createTenant(app.store, input, administration, new Date()))
  const [foreign] = await other.connections.list({}, { limit: 1, offset: 0 })
  const path = `/connections/${foreign?.id}`
  t.equal((await app.api('GET', path)).status, 404)
  t.equal((await app.api('PATCH', path, { metadata: { mine: 'yes' } })).status, 404)
  t.equal((await app.api('GET', `${path}/clients`)).status, 404)
  t.equal((await app.api('PATCH', `${path}/clients`, [{ client_id: 'test-admin', status: true }])).status, 404)
  t.equal((await app.api('DELETE', path)).status, 204)
  t.same(await other.connections.find(foreign?.id ?? ''), foreign)
  t.equal((await app.api('GET', '/connections/not-an-id')).status, 400)
})
