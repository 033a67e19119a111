import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { createTestApp, KEYS, type TestApp } from './support/app.ts'
import { command } from './support/command.ts'

const envOf = (app: TestApp) => ({
  DATABASE_URL: app.database.url,
  LINTEL_ENCRYPTION_KEYS: `test:${KEYS[0]?.key.toString('base64')}`,
  LINTEL_ISSUER: app.issuer,
  LINTEL_ARGON2_MEMORY: '1024',
  LINTEL_ARGON2_ITERATIONS: '1',
})

async function folderOf(t: Test): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lintel-moving-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}
/** Files of these contents; objects as JSON. */
async function folderWith(t: Test, files: { [file: string]: unknown }): Promise<string> {
  const folder = await folderOf(t)
  for (const [file, value] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), typeof value === 'string' ? value : JSON.stringify(value))
  }
  return folder
}

const YAML = `
tenant:
  friendly_name: Acme
  session_lifetime: 12.5
  enabled_locales: [en]
  flags:
    enable_client_connections: false
resourceServers:
  - name: Auth0 Management API
    identifier: https://acme.eu.auth0.com/api/v2/
    is_system: true
    token_lifetime: 7200
  - name: Orders
    identifier: https://orders.acme.example/
    scopes:
      - value: read:orders
        description: Read orders
clients:
  - name: Shop
    app_type: regular_web
    callbacks: ["##SHOP##/callback"]
    oidc_conformant: true
  - name: Machine
    app_type: non_interactive
    grant_types: [client_credentials]
databases:
  - name: People
    strategy: auth0
    enabled_clients: [Shop]
    options:
      passwordPolicy: good
clientGrants:
  - client_id: Machine
    audience: https://orders.acme.example/
    scope: [read:orders]
  - client_id: Machine
    audience: https://acme.eu.auth0.com/api/v2/
    scope: [read:users]
roles:
  - name: Clerk
    description: Sells
    permissions:
      - permission_name: read:orders
        resource_server_identifier: https://orders.acme.example/
rules: []
`

t.test('moving an Auth0 tenant in', async t => {
  const app = await createTestApp(t)
  const env = envOf(app)
  const folder = await folderWith(t, {
    'tenant.yaml': YAML,
    'config.json': { AUTH0_KEYWORD_REPLACE_MAPPINGS: { SHOP: 'https://shop.acme.example' } },
  })
  const run = (...args: string[]) => command(['import', 'auth0', folder, ...args], env)
  const config = ['--config', path.join(folder, 'config.json')]

  await t.test('shows a plan, and nothing else without --yes', async t => {
    const { code, stdout, stderr } = await run(...config)
    t.equal(code, 3, stderr)
    t.match(stdout, /\+ create clients Shop\n/)
    t.match(stdout, /~ update resourceServers the Management API \(token_lifetime\)/)
    t.match(stdout, /~ update tenant settings \(.*friendly_name/)
    t.match(stdout, /\+ create clientGrants Machine → https:\/\/orders\.acme\.example\//)
    t.match(stderr, /say --yes/)
    t.notMatch((await app.api('GET', '/clients')).body, [{ name: 'Shop' }])
    t.equal((await app.api('GET', '/tenants/settings')).body.friendly_name, '')
  })

  await t.test('writes no placeholder as if it were a value', async t => {
    const refused = await run('--yes')
    t.equal(refused.code, 1)
    t.match(refused.stdout, /leaves out callbacks: ##SHOP## has no value/)
    t.match(refused.stderr, /--leave-out/)
  })

  await t.test('applies it as a whole, through the routes that everybody uses', async t => {
    const { code, stdout, stderr } = await run(...config, '--yes')
    t.equal(code, 0, stdout + stderr)
    const clients = (await app.api('GET', '/clients')).body as { [name: string]: unknown }[]
    const clientNamed = (name: string) => clients.find(client => client.name === name) ?? {}
    t.same(clientNamed('Shop').callbacks, ['https://shop.acme.example/callback'])
    const [people] = (await app.api('GET', '/connections?name=People')).body
    t.same(people.enabled_clients, [clientNamed('Shop').client_id])
    t.equal(people.options.passwordPolicy, 'good')
    const grants = (await app.api('GET', `/client-grants?client_id=${clientNamed('Machine').client_id}`)).body
    t.same(grants.map(({ audience, scope }: { audience: string; scope: string[] }) => [audience, scope]).sort(), [
      [`${app.issuer}api/v2/`, ['read:users']],
      ['https://orders.acme.example/', ['read:orders']],
    ])
    const [clerk] = (await app.api('GET', '/roles?name_filter=Clerk')).body
    t.match((await app.api('GET', `/roles/${clerk.id}/permissions`)).body, [{ permission_name: 'read:orders' }])
    t.match((await app.api('GET', '/tenants/settings')).body, {
      friendly_name: 'Acme',
      flags: { enable_client_connections: false },
    })
    t.match((await app.api('GET', '/logs?q=description:"Create a client"')).body, [{ type: 'sapi' }])
  })

  await t.test('finds nothing to do the second time', async t => {
    const { code, stdout } = await run(...config)
    t.equal(code, 0, stdout)
    t.match(stdout, /^0 to create, 0 to update, \d+ unchanged, 0 unsupported\n/)
  })

  await t.test('asks on a terminal', async t => {
    await app.api('PATCH', '/tenants/settings', { friendly_name: 'Other' })
    const ask = (answer: string) => command(['import', 'auth0', folder, ...config], env, answer, { tty: true })
    t.match(await ask('n\n'), { code: 3, stderr: /Apply this plan\?/ })
    t.match(await ask('y\n'), { code: 0, stdout: /Applied\./ })
    t.equal((await app.api('GET', '/tenants/settings')).body.friendly_name, 'Acme')
  })
})

t.test('what Lintel has not, or refuses, is said and never dropped in silence', async t => {
  const app = await createTestApp(t)
  const env = envOf(app)
  const folder = await folderWith(t, {
    'rules/enrich.json': { name: 'enrich', script: './enrich.js' },
    'pages/login.json': { name: 'login', enabled: true, html: './login.html' },
    'organizations/acme.json': { name: 'acme' },
    'connections/google.json': { name: 'google', strategy: 'google-oauth2', options: { client_id: 'x' } },
    'clients/Shop.json': { name: 'Shop', app_type: 'spa', sso_disabled: true, addons: { samlp: { audience: 'x' } } },
    'tenant.json': { friendly_name: 'Acme', flags: { enable_sso: false, enable_client_connections: false } },
  })
  const run = (...args: string[]) => command(['import', 'auth0', folder, ...args, '--json'], env)

  const { code, stdout, stderr } = await run('--yes')
  t.equal(code, 1, stdout)
  t.match(stderr, /--leave-out/)
  const { applied, steps } = JSON.parse(stdout)
  t.equal(applied, false)
  const step = (type: string) => steps.find((each: { type: string }) => each.type === type)
  t.match(step('rules'), { name: 'enrich', action: 'unsupported', reason: 'Lintel runs no rules' })
  t.match(step('organizations'), { name: 'acme', action: 'unsupported', reason: 'not built yet' })
  t.match(step('pages'), { action: 'unsupported' })
  t.match(step('connections'), { name: 'google', action: 'unsupported', reason: /google-oauth2/ })
  const leftOut = (type: string) =>
    step(type)
      .left_out.map(({ option }: { option: string }) => option)
      .sort()
  t.same(leftOut('clients'), ['addons', 'sso_disabled'])
  t.same(leftOut('tenant'), ['flags.enable_sso'])

  const agreed = await run('--yes', '--leave-out')
  t.equal(agreed.code, 0, agreed.stdout)
  t.ok((await app.api('GET', '/clients')).body.some(({ name }: { name: string }) => name === 'Shop'))
  t.match((await app.api('GET', '/tenants/settings')).body.flags, {
    enable_sso: true,
    enable_client_connections: false,
  })
})

t.test('a tenant that is exported and imported elsewhere is the same tenant', async t => {
  const [from, to] = [await createTestApp(t), await createTestApp(t)]
  const seed = await folderWith(t, { 'tenant.yaml': YAML.replace('##SHOP##', 'https://shop.example') })
  t.equal((await command(['import', 'auth0', seed, '--yes'], envOf(from))).code, 0)

  for (const format of ['directory', 'yaml']) {
    const folder = await folderOf(t)
    const written = await command(['export', folder, '--format', format], envOf(from))
    t.equal(written.code, 0, written.stderr)
    const text = (
      await Promise.all(
        (
          await readdir(folder, { recursive: true })
        )
          .filter(file => /\.(json|yaml)$/.test(file))
          .map(file => readFile(path.join(folder, file), 'utf8')),
      )
    ).join('\n')
    const secrets = (await from.api('GET', '/clients')).body.map(
      ({ client_secret }: { client_secret: string }) => client_secret,
    )
    for (const secret of secrets) t.notOk(text.includes(secret), 'no secret leaves')

    const unchanged = await command(['import', 'auth0', folder], envOf(from))
    t.match(unchanged, { code: 0, stdout: /^0 to create, 0 to update/ }, `${format} into where it came from`)
    const moved = await command(['import', 'auth0', folder, '--yes'], envOf(to))
    t.equal(moved.code, 0, moved.stdout + moved.stderr)
    const again = await folderOf(t)
    await command(['export', again, '--format', format], envOf(to))
    const files = (await readdir(folder, { recursive: true })).sort()
    t.same((await readdir(again, { recursive: true })).sort(), files)
    for (const file of files.filter(name => /\.(json|yaml)$/.test(name)))
      t.equal(
        (await readFile(path.join(again, file), 'utf8')).replaceAll(to.issuer, from.issuer),
        await readFile(path.join(folder, file), 'utf8'),
        file,
      )
    await cp(folder, again, { recursive: true })
    await writeFile(path.join(again, 'stale.json'), '{}')
    t.match((await command(['export', again, '--format', format], envOf(to))).stderr, /but there: stale\.json/)
  }
})

t.test('no secret leaves with a folder, wherever it stands', async t => {
  const app = await createTestApp(t)
  await app.api('PATCH', '/tenants/settings', { enabled_locales: ['en'] })
  const signing_secret = 'the-secret-of-an-api-that-is-signed-by-it'
  const api = { name: 'Orders', identifier: 'https://orders.example/', signing_alg: 'HS256', signing_secret }
  t.equal((await app.api('POST', '/resource-servers', api)).status, 201)
  const sink = {
    httpEndpoint: 'https://logs.example/in',
    httpAuthorization: 'Bearer the-secret-in-a-header',
    httpCustomHeaders: [{ header: 'x-api-key', value: 'the-secret-in-another-header' }],
    httpSigningSecret: `whsec_${Buffer.alloc(32, 'secret').toString('base64')}`,
  }
  t.equal((await app.api('POST', '/log-streams', { name: 'SIEM', type: 'http', sink })).status, 200)

  for (const format of ['directory', 'yaml']) {
    const folder = await folderOf(t)
    t.equal((await command(['export', folder, '--format', format], envOf(app))).code, 0)
    const files = (await readdir(folder, { recursive: true })).filter(file => /\.(json|yaml)$/.test(file))
    const text = (await Promise.all(files.map(file => readFile(path.join(folder, file), 'utf8')))).join('\n')
    t.match(text, 'https://logs.example/in')
    t.notMatch(text, /the-secret|whsec_/)

    const unnamed = await command(['import', 'auth0', folder], envOf(app))
    t.match(unnamed.stdout, /leaves out sink.httpAuthorization: ##LOG_STREAM_SIEM_HTTPAUTHORIZATION## has no value/)
    t.match(unnamed.stdout, /leaves out signing_secret: ##API_ORDERS_SIGNING_SECRET## has no value/)
    const config = path.join(folder, 'config.json')
    const values = {
      LOG_STREAM_SIEM_HTTPAUTHORIZATION: sink.httpAuthorization,
      LOG_STREAM_SIEM_HTTPCUSTOMHEADERS_X_API_KEY: sink.httpCustomHeaders[0]!.value,
      LOG_STREAM_SIEM_HTTPSIGNINGSECRET: sink.httpSigningSecret,
      API_ORDERS_SIGNING_SECRET: signing_secret,
    }
    await writeFile(config, JSON.stringify({ AUTH0_KEYWORD_REPLACE_MAPPINGS: values }))
    t.match(
      (await command(['import', 'auth0', folder, '--config', config], envOf(app))).stdout,
      /^0 to create, 0 to update/,
    )
  }
})

t.test('log streams, network ACLs and custom domains move, their secrets by another way', async t => {
  const [from, to] = [await createTestApp(t), await createTestApp(t)]
  const seed = await folderWith(t, {
    'tenant.json': { enabled_locales: ['en'] },
    'log-streams/siem.json': {
      name: 'siem',
      type: 'http',
      sink: {
        httpEndpoint: 'https://siem.example/logs',
        httpContentType: 'application/json',
        httpContentFormat: 'JSONLINES',
        httpAuthorization: '##SIEM##',
      },
    },
    'network-acls/abroad.json': {
      description: 'abroad',
      active: true,
      priority: 3,
      rule: { action: { block: true }, match: { ipv4_cidrs: ['203.0.113.0/24'] }, scope: 'tenant' },
    },
    'custom-domains/custom-domains.json': [{ domain: 'id.acme.example', type: 'self_managed_certs' }],
    'config.json': { AUTH0_KEYWORD_REPLACE_MAPPINGS: { SIEM: 'Bearer of-the-siem' } },
  })
  const first = await command(
    ['import', 'auth0', seed, '--config', path.join(seed, 'config.json'), '--yes'],
    envOf(from),
  )
  t.equal(first.code, 0, first.stdout + first.stderr)
  t.notMatch(first.stdout, 'of-the-siem')
  const [stream] = (await from.api('GET', '/log-streams')).body
  t.match(stream, { name: 'siem', status: 'active' })
  t.match((await from.api('GET', '/network-acls')).body, [{ description: 'abroad', priority: 3 }])
  t.match((await from.api('GET', '/custom-domains')).body, [{ domain: 'id.acme.example' }])

  const folder = await folderOf(t)
  t.equal((await command(['export', folder], envOf(from))).code, 0)
  t.notMatch(await readFile(path.join(folder, 'log-streams/siem.json'), 'utf8'), 'of-the-siem')
  const moved = await command(['import', 'auth0', folder, '--yes', '--leave-out'], envOf(to))
  t.equal(moved.code, 0, moved.stdout + moved.stderr)
  t.equal(moved.stdout.match(/leaves out/g)?.length, 1, moved.stdout)
  t.match(moved.stdout, /leaves out sink\.httpAuthorization: ##LOG_STREAM_SIEM_HTTPAUTHORIZATION## has no value/)
  const again = await folderOf(t)
  await command(['export', again], envOf(to))
  for (const file of ['network-acls/abroad.json', 'custom-domains/custom-domains.json'])
    t.equal(await readFile(path.join(again, file), 'utf8'), await readFile(path.join(folder, file), 'utf8'))
})
