// Every policy on every way to a token: none may be skipped because a request came by another grant (CVE-2026-9792). What is switched off,
// taken away or deleted counts at once, also for what was begun before (CVE-2026-1486, CVE-2026-3009).
import t from 'tap'
import type { Client } from '../../src/store/clients.ts'
import {
  type Answer,
  CALLBACK,
  challengeOf,
  createProtocol,
  locationOf,
  type Parameters,
  type Person,
} from '../support/protocol.ts'

const p = await createProtocol(t)
const SECRET = 'a-secret-of-this-test-0123456789'
const basic = (client_id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}`,
})

type Way = {
  name: string
  /** who could be authenticated by it */
  needs: 'user' | 'client'
  /** Asks once; what it asks with was made before. */
  ask(parameters: Parameters, headers: { [name: string]: string }): Promise<Answer>
}

/** Every way to a token that there is, ready to be gone. */
async function waysOf(client: Client, ada: Person): Promise<Way[]> {
  const secret: Parameters = client.token_endpoint_auth_method === 'none' ? {} : { client_secret: SECRET }
  const headers: { [name: string]: string } =
    client.token_endpoint_auth_method === 'client_secret_basic' ? basic(client.client_id, SECRET) : {}
  const own = client.token_endpoint_auth_method === 'client_secret_post' ? secret : {}
  const authorized = await p.authorized(client, ada)
  const spare = await p.authorized(client, ada, {}, authorized.browser)
  const code = (parameters: Parameters): Parameters => ({
    grant_type: 'authorization_code',
    redirect_uri: CALLBACK,
    ...parameters,
  })
  const first = await p.token(
    code({
      client_id: client.client_id,
      code: spare.callback.searchParams.get('code') ?? '',
      code_verifier: spare.verifier,
      ...own,
    }),
    headers,
  )
  t.equal(first.status, 200, first.text)
  const { refresh_token, access_token } = first.body
  const api = await p.createApi({
    subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'require_client_grant' } },
  })
  const grant = { client_id: client.client_id, resource_server_id: api.id, subject_type: 'client' as const }
  await p.store.client_grants.create(
    { ...grant, id: `cgr_${api.id.slice(0, 16)}`, scope: ['read:things'], allow_all_scopes: false },
    new Date(),
  )
  return [
    {
      name: 'authorization_code',
      needs: 'user',
      ask: (parameters, headers) =>
        p.token(
          code({
            code: authorized.callback.searchParams.get('code') ?? '',
            code_verifier: authorized.verifier,
            ...parameters,
          }),
          headers,
        ),
    },
    {
      name: 'refresh_token',
      needs: 'user',
      ask: (parameters, headers) => p.token({ grant_type: 'refresh_token', refresh_token, ...parameters }, headers),
    },
    ...(client.token_endpoint_auth_method === 'none'
      ? []
      : [
          {
            name: 'client_credentials',
            needs: 'client' as const,
            ask: (parameters: Parameters, headers: { [name: string]: string }) =>
              p.token({ grant_type: 'client_credentials', audience: api.identifier, ...parameters }, headers),
          },
        ]),
    {
      name: 'silent authorization',
      needs: 'user',
      async ask() {
        const page = await p.authorize(authorized.browser, {
          client_id: client.client_id,
          response_type: 'code',
          redirect_uri: CALLBACK,
          scope: 'openid',
          prompt: 'none',
          code_challenge: challengeOf('v'.repeat(43)),
          code_challenge_method: 'S256',
        })
        const code = page.headers.has('location') ? locationOf(page).searchParams.get('code') : null
        return { status: code === null ? 403 : 200, headers: page.headers, body: {}, text: page.body }
      },
    },
    {
      name: 'userinfo',
      needs: 'user',
      ask: () => p.get('/userinfo', { authorization: `Bearer ${access_token}` }),
    },
  ]
}

const CONFIDENTIAL = {
  app_type: 'regular_web',
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
}
const post = { ...CONFIDENTIAL, token_endpoint_auth_method: 'client_secret_post', client_secret: SECRET }

t.test('the registered authentication is the only one, for every grant (CVE-2026-9792, CVE-2026-53512)', async t => {
  const ada = await p.createUser()
  for (const method of ['client_secret_post', 'client_secret_basic', 'none'] as const) {
    const client = await p.createClient(method === 'none' ? {} : { ...post, token_endpoint_auth_method: method })
    const { client_id } = client
    const ways = (await waysOf(client, ada)).filter(({ name }) => !['silent authorization', 'userinfo'].includes(name))
    for (const { name, ask } of ways) {
      const attempts: { [what: string]: [Parameters, { [name: string]: string }] } = {
        nothing: [{}, {}],
        'the id alone': [{ client_id }, {}],
        'in the body': [{ client_id, client_secret: SECRET }, {}],
        'in the header': [{}, basic(client_id, SECRET)],
        'in both': [{ client_id, client_secret: SECRET }, basic(client_id, SECRET)],
        'a wrong secret': [{ client_id, client_secret: `${SECRET}x` }, {}],
        'an empty secret': [{ client_id, client_secret: '' }, {}],
        'an empty secret in the header': [{}, basic(client_id, '')],
        'a wrong secret in the header': [{}, basic(client_id, `${SECRET}x`)],
        'an assertion': [
          {
            client_id,
            client_assertion: 'e30.e30.',
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          },
          {},
        ],
        'a client_id that the header does not say': [{ client_id: 'another' }, basic(client_id, SECRET)],
      }
      const right = { client_secret_post: 'in the body', client_secret_basic: 'in the header', none: 'the id alone' }[
        method
      ]
      for (const [what, [parameters, headers]] of Object.entries(attempts)) {
        if (what === right || (method === 'none' && ['an assertion', 'an empty secret'].includes(what))) continue
        const { status, body } = await ask(parameters, headers)
        t.ok([400, 401].includes(status), `${method}, ${name}, ${what}: ${status}`)
        t.notOk(body.access_token)
      }
      const [parameters, headers] = attempts[right] as [Parameters, { [name: string]: string }]
      t.equal((await ask(parameters, headers)).status, 200, `${method}, ${name}: nothing was spent by the others`)
    }
  }
})

type Deed = (about: { client: Client; ada: Person }) => Promise<unknown>

/** What is refused after the deed, of all ways. */
async function refusedAfter(deed: Deed, overrides: object = post): Promise<{ [way: string]: boolean }> {
  const ada = await p.createUser()
  const client = await p.createClient(overrides)
  const ways = await waysOf(client, ada)
  await deed({ client, ada })
  await p.settled()
  const out: { [way: string]: boolean } = {}
  for (const { name, ask } of ways) {
    const { status } = await ask({ client_id: client.client_id, client_secret: SECRET }, {})
    if (status >= 500) throw new Error(`${name}: ${status}`)
    out[name] = status !== 200
  }
  return out
}

const EVERYTHING = {
  authorization_code: true,
  refresh_token: true,
  client_credentials: true,
  'silent authorization': true,
  userinfo: true,
}
/** A client’s own tokens are not the user’s. */
const OF_THE_USER = { ...EVERYTHING, client_credentials: false }

t.test('nothing is refused for nothing', async t => {
  const refused = await refusedAfter(async () => {})
  t.same(refused, Object.fromEntries(Object.keys(EVERYTHING).map(way => [way, false])))
})

t.test('a deactivated user gets nothing by any of them (CVE-2025-64521, CVE-2025-53942)', async t => {
  t.same(await refusedAfter(({ ada }) => p.store.users.update(ada.user_id, { blocked: true }, new Date())), OF_THE_USER)
})

t.test('nor does one that is gone', async t => {
  t.same(await refusedAfter(({ ada }) => p.store.users.remove(ada.user_id)), OF_THE_USER)
})

t.test('a client that is gone gets nothing', async t => {
  t.same(await refusedAfter(({ client }) => p.store.clients.remove(client.client_id)), EVERYTHING)
})

t.test('a client whose secret was replaced gets nothing by the old one', async t => {
  const refused = await refusedAfter(({ client }) =>
    p.store.clients.update(client.client_id, { client_secret: `${SECRET}-new` }, new Date()),
  )
  t.match(refused, { authorization_code: true, refresh_token: true, client_credentials: true })
})

t.test('a grant type that is taken from a client is gone', async t => {
  const refused = await refusedAfter(({ client }) =>
    p.store.clients.update(client.client_id, { grant_types: [] }, new Date()),
  )
  t.match(refused, {
    authorization_code: true,
    refresh_token: true,
    client_credentials: true,
    'silent authorization': true,
  })
})

t.test('a connection that is taken from a client takes its people along (CVE-2026-1486, CVE-2026-3009)', async t => {
  const refused = await refusedAfter(({ client }) =>
    p.store.connections.disableClients(p.connection_id, { only: [client.client_id] }),
  )
  t.same(refused, OF_THE_USER)
})

t.test('a session that was ended ends what hangs on it', async t => {
  const refused = await refusedAfter(async ({ ada }) => {
    await p.store.sessions.end({ user_id: ada.user_id }, { offline: true }, new Date())
  })
  t.same(refused, OF_THE_USER)
})

t.test('an access token’s audience is the grant’s, whatever the exchange asks (CVE-2026-67332)', async t => {
  const ada = await p.createUser()
  const client = await p.createClient()
  const [one, other] = [await p.createApi(), await p.createApi()]
  const { body } = await p.tokens(client, ada, { audience: one.identifier })
  for (const named of [{ audience: other.identifier }, { resource: other.identifier }]) {
    const { status, body: refused } = await p.refresh(client, body.refresh_token, named)
    t.ok(status >= 400, JSON.stringify(named))
    t.notOk(refused.access_token)
  }
})
