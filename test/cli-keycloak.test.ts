import { pbkdf2Sync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hash } from 'argon2'
import t from 'tap'
import { readRealm } from '../src/moving/keycloak.ts'
import { createTestApp, KEYS } from './support/app.ts'
import { command } from './support/command.ts'

const PASSWORD = 'correct horse battery'
const SALT = Buffer.from('0123456789abcdef')
const json = JSON.stringify

const byPbkdf2 = (algorithm: string, digest: string, iterations: number) => ({
  type: 'password',
  secretData: json({
    value: pbkdf2Sync(PASSWORD, SALT, iterations, 64, digest).toString('base64'),
    salt: SALT.toString('base64'),
    additionalParameters: {},
  }),
  credentialData: json({ hashIterations: iterations, algorithm, additionalParameters: {} }),
})

const raw = await hash(PASSWORD, {
  raw: true,
  salt: SALT,
  memoryCost: 1024,
  timeCost: 2,
  parallelism: 1,
  hashLength: 32,
})
const byArgon2 = {
  type: 'password',
  secretData: json({ value: raw.toString('base64'), salt: SALT.toString('base64'), additionalParameters: {} }),
  credentialData: json({
    hashIterations: 2,
    algorithm: 'argon2',
    additionalParameters: { hashLength: ['32'], memory: ['1024'], type: ['id'], version: ['1.3'], parallelism: ['1'] },
  }),
}
const otp = (more: object = {}) => ({
  type: 'otp',
  secretData: json({ value: 'abcdefghijklmnopqrst' }),
  credentialData: json({ subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1', ...more }),
})
const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
const person = (n: number, username: string, more: object = {}) => ({
  id: uuid(n),
  username,
  email: `${username}@example.com`,
  emailVerified: true,
  enabled: true,
  createdTimestamp: 1_700_000_000_000,
  totp: false,
  credentials: [],
  disableableCredentialTypes: [],
  requiredActions: [],
  realmRoles: ['default-roles-acme'],
  groups: [],
  notBefore: 0,
  ...more,
})

const REALM = {
  id: uuid(0),
  realm: 'acme',
  displayName: 'Acme',
  enabled: true,
  roles: {
    realm: [
      { name: 'default-roles-acme', composite: true, composites: { realm: ['offline_access'] } },
      { name: 'offline_access', description: `$\{role_offline-access}` },
      { name: 'clerk', description: 'Sells', composite: true, composites: { client: { orders: ['read'] } } },
      { name: 'auditor' },
      { name: 'manager', composite: true, composites: { realm: ['clerk'], client: { orders: ['write'] } } },
    ],
    client: {
      orders: [{ name: 'read', description: 'Read orders' }, { name: 'write' }],
      account: [{ name: 'manage-account' }],
    },
  },
  groups: [
    {
      name: 'staff',
      path: '/staff',
      realmRoles: ['clerk'],
      subGroups: [{ name: 'chiefs', path: '/staff/chiefs', clientRoles: { orders: ['write'] }, subGroups: [] }],
    },
  ],
  clients: [
    { clientId: 'account', name: `$\{client_account}`, protocol: 'openid-connect' },
    {
      clientId: 'shop',
      name: 'The shop',
      enabled: true,
      publicClient: true,
      standardFlowEnabled: true,
      directAccessGrantsEnabled: true,
      protocol: 'openid-connect',
      rootUrl: 'https://shop.example',
      redirectUris: ['/callback', 'https://shop.example/*'],
      webOrigins: ['+'],
      attributes: { 'post.logout.redirect.uris': 'https://shop.example/bye##+' },
    },
    {
      clientId: 'orders',
      enabled: true,
      publicClient: false,
      standardFlowEnabled: false,
      serviceAccountsEnabled: true,
      clientAuthenticatorType: 'client-secret',
      secret: '**********',
      protocol: 'openid-connect',
      redirectUris: [],
      webOrigins: [],
    },
    { clientId: 'https://saml.example', protocol: 'saml', enabled: true },
    { clientId: 'api', bearerOnly: true, enabled: true, protocol: 'openid-connect' },
  ],
  identityProviders: [{ alias: 'google', providerId: 'google' }],
  components: { 'org.keycloak.storage.UserStorageProvider': [{ name: 'ldap', providerId: 'ldap' }] },
  users: [
    person(1, 'ada', {
      firstName: 'Ada',
      lastName: 'Lovelace',
      attributes: { department: ['Engines'], phone: ['1', '2'] },
      credentials: [byPbkdf2('pbkdf2-sha256', 'sha256', 27_500), otp()],
      realmRoles: ['default-roles-acme', 'manager'],
      groups: ['/staff/chiefs'],
      clientRoles: { orders: ['read'] },
    }),
    person(2, 'bob', { credentials: [byPbkdf2('pbkdf2-sha512', 'sha512', 2_000)], emailVerified: false }),
    person(3, 'cyd', { credentials: [byArgon2], requiredActions: ['UPDATE_PASSWORD'] }),
    person(4, 'dan', { enabled: false, credentials: [otp({ digits: 8 })] }),
    person(5, 'eve', { email: undefined }),
    person(6, 'service-account-orders', {
      email: undefined,
      serviceAccountClientId: 'orders',
      realmRoles: ['default-roles-acme', 'clerk', 'auditor'],
      clientRoles: { orders: ['write'], account: ['manage-account'] },
    }),
    person(7, 'fay', { federatedIdentities: [{ identityProvider: 'google', userId: '1', userName: 'fay' }] }),
  ],
}

t.test('a realm is read in Auth0’s terms', async t => {
  const { assets, notes, people } = readRealm(REALM, 'Username-Password-Authentication')
  const named = (type: string, name: string) =>
    (assets[type] as { name: string; permissions: object[] }[]).find(thing => thing.name === name)
  t.match(named('clients', 'shop'), {
    app_type: 'spa',
    token_endpoint_auth_method: 'none',
    callbacks: ['https://shop.example/callback'],
    web_origins: ['https://shop.example'],
    allowed_logout_urls: ['https://shop.example/callback'],
  })
  t.match(named('clients', 'orders'), { app_type: 'non_interactive', grant_types: ['client_credentials'] })
  t.notOk(JSON.stringify(assets).includes('*'), 'neither a wildcard nor a masked secret is taken')
  const permitted = (role: string) =>
    named('roles', role)
      ?.permissions.map(each => (each as { permission_name: string }).permission_name)
      .sort()
  t.same(permitted('clerk'), ['read'])
  t.same(permitted('manager'), ['read', 'write'], 'a role has what those within it have')
  t.same(permitted('/staff/chiefs'), ['read', 'write'], 'a group has what those above it have')
  t.notOk(named('roles', 'offline_access'))
  t.same(people[0]?.roles, ['manager', 'orders: read', '/staff/chiefs'])
  t.match(people[0]?.user, {
    mfa_factors: [{ totp: { secret: 'MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U' } }],
    app_metadata: { keycloak: { attributes: { department: 'Engines', phone: ['1', '2'] } } },
  })
  t.same(
    assets.clientGrants,
    [{ client_id: 'orders', audience: 'urn:keycloak:client:orders', scope: ['write', 'read'] }],
    'what a service account may do is its client’s grant',
  )
  t.match(people[3]?.user, { blocked: true })
  t.notOk('mfa_factors' in (people[3]?.user ?? {}))
  for (const said of [
    /wildcards.*shop https:\/\/shop\.example\/\*/,
    /saml.*https:\/\/saml\.example/,
    /APIs?: api/,
    /identity providers.*google/,
    /user federation.*ldap/,
    /UPDATE_PASSWORD.*cyd/,
    /8 digits.*dan/,
    /without an e-mail.*eve/,
    /service accounts that permit nothing.*: orders auditor$/,
    /links to the identity provider google.*fay/,
  ])
    t.ok(
      notes.some(note => said.test(note)),
      String(said),
    )
  t.throws(() => readRealm({ some: 'file' }, 'x'), /no realm/)
  t.throws(() => readRealm([REALM, REALM], 'x'), /several realms/)
})

t.test('a realm moves in, and its people sign in with the passwords they have', async t => {
  const app = await createTestApp(t)
  const folder = await mkdtemp(path.join(tmpdir(), 'lintel-keycloak-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'realm.json')
  await writeFile(file, json(REALM))
  const run = (...args: string[]) =>
    command(['import', 'keycloak', file, ...args], {
      DATABASE_URL: app.database.url,
      LINTEL_ENCRYPTION_KEYS: `test:${KEYS[0]?.key.toString('base64')}`,
      LINTEL_ISSUER: app.issuer,
      LINTEL_ARGON2_MEMORY: '1024',
      LINTEL_ARGON2_ITERATIONS: '1',
    })

  const plan = await run()
  t.equal(plan.code, 3, plan.stderr)
  t.match(plan.stdout, /\+ create clients shop/)
  t.match(plan.stdout, /5 users are imported/)
  t.equal((await app.api('GET', '/users')).body.length, 0)

  const done = await run('--yes')
  t.equal(done.code, 0, done.stdout + done.stderr)
  t.match(done.stdout, /users: 5 inserted, 0 updated, 0 failed/)

  const ada = `auth0|${uuid(1)}`
  t.match((await app.api('GET', `/users/${encodeURIComponent(ada)}`)).body, {
    email: 'ada@example.com',
    email_verified: true,
    name: 'Ada Lovelace',
  })
  const roles = (await app.api('GET', `/users/${encodeURIComponent(ada)}/roles`)).body as { name: string }[]
  t.same(roles.map(({ name }) => name).sort(), ['/staff/chiefs', 'manager', 'orders: read'])

  const grants = (await app.api('GET', '/client-grants?audience=urn:keycloak:client:orders')).body
  t.match(grants, [{ scope: ['write', 'read'], subject_type: 'client' }])
  const clients = (await app.api('GET', '/clients')).body as { name: string; client_id: string }[]
  const client_id = clients.find(({ name }) => name === 'shop')?.client_id
  const signIn = async (username: string, password: string) => {
    const response = await app.fetch('/oauth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: json({
        grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
        realm: 'Username-Password-Authentication',
        client_id,
        username,
        password,
        scope: 'openid',
      }),
    })
    return response.status
  }
  for (const name of ['ada', 'bob', 'cyd']) {
    t.equal(await signIn(`${name}@example.com`, PASSWORD), 200, name)
    t.equal(await signIn(`${name}@example.com`, 'wrong'), 403, name)
  }

  const again = await run()
  t.equal(again.code, 0, again.stdout)
  t.match(again.stdout, /^! 5 users are there already/m)
  t.match(again.stdout, /^0 to create, 0 to update/m)
})
