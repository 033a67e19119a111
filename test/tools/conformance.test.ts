// `npm run conformance:plan` against a Lintel: what it prints is good for a sign-in by a client that we did not write, on the pages as the
// printed commands say.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { type CryptoKey, importJWK, type JWK } from 'jose'
import * as client from 'openid-client'
import t from 'tap'
import { ADMIN, createTestApp } from '../support/app.ts'
import { titleOf, type Visited, Visitor } from '../support/visitor.ts'

const TOOL = path.join(import.meta.dirname, '../../tools/conformance.ts')
const SUITE = 'https://suite.example:8443'
const CALLBACK = `${SUITE}/test/a/lintel/callback`

type Visit = {
  match: string
  tasks: { task: string; match: string; optional?: true; commands?: (string | number)[][] }[]
}
type ToldClient = { client_id: string; client_secret: string; jwks: { keys: JWK[] } }
type Config = {
  alias: string
  server: { discoveryUrl: string }
  client: ToldClient
  client2: ToldClient
  client_secret_post: ToldClient
  resource: { resourceUrl: string }
  browser: Visit[]
  override: { [module: string]: { browser: Visit[] } }
}
type Printed = { issuer: string; plans: { key: string; plan: string; argument: string; config: Config }[] }

const app = await createTestApp(t, {
  trusted_proxies: ['127.0.0.1'],
  client_certificates: { ca: undefined, header: 'x-client-cert', verified_header: 'x-client-verify' },
})
const directory = t.testdir()
const administration = path.join(directory, 'administration.json')
const request = { grant_type: 'client_credentials', ...ADMIN, audience: `${app.issuer}api/v2/` }
writeFileSync(administration, JSON.stringify(request))

const tool = (...args: string[]) =>
  promisify(execFile)(
    process.execPath,
    [TOOL, '--url', app.issuer, '--administration', administration, '--suite', SUITE, ...args],
    { maxBuffer: 10_000_000 },
  )

const glob = (pattern: string) => new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)

/** What the suite's browser does with its commands. */
async function walk(visits: Visit[], start: URL): Promise<{ seen: string[]; url: URL; page: Visited }> {
  const browser = new Visitor(app.issuer)
  let page = await browser.get(start)
  const whereIs = (at: Visited) => new URL(at.headers.get('location') ?? at.url, at.url)
  const seen: string[] = []
  const visit = visits.find(({ match }) => glob(match).test(start.href))
  if (!visit) throw new Error(`nobody goes to ${start.href}`)
  for (const { task, match, optional, commands = [] } of visit.tasks) {
    const url = whereIs(page)
    if (!glob(match).test(url.href)) {
      if (optional) continue
      throw new Error(`${task}: the browser is at ${url.href}`)
    }
    seen.push(task)
    const fields: { [name: string]: string } = {}
    for (const [what, by, name, value] of commands as string[][]) {
      if (what === 'text' && by === 'name') {
        if (!page.body.includes(`name="${name}"`)) throw new Error(`no field ${name}`)
        fields[name as string] = value as string
      } else if (what === 'click') {
        const button = /button\[value=(\w+)\]/.exec(name as string)?.[1] as string
        if (!page.body.includes(`name="action" value="${button}"`)) throw new Error(`no button ${button}`)
        page = await browser.submit(page, fields, button)
      }
    }
  }
  return { seen, url: whereIs(page), page }
}

const insecure = { execute: [client.allowInsecureRequests] }

t.test('without --create it names what is to be made, and makes nothing', async t => {
  const before = await app.api('GET', '/clients?include_totals=true')
  const { stdout, stderr } = await tool()
  t.match(stdout, `Issuer: ${app.issuer}`)
  for (const plan of ['oidcc-basic', 'oidcc-config', 'oidcc-dynamic', 'oidcc-hybrid', 'oidcc-implicit'])
    t.match(stdout, `${plan}-certification-test-plan`)
  t.match(stdout, 'fapi2-message-signing-final-test-plan[fapi_profile=plain_fapi]')
  t.match(stdout, CALLBACK)
  t.match(stderr, 'is not https')
  t.equal((await app.api('GET', '/clients?include_totals=true')).body.total, before.body.total)
  t.equal((await app.api('GET', '/tenants/settings')).body.protocol_dialect, 'auth0')
})

t.test('what it refuses it says', async t => {
  t.match(await tool('--plan', 'nothing').catch(error => error), {
    code: 1,
    stderr: /No plan nothing; there are basic/,
  })
  t.match(await tool('--url', `${app.issuer}nowhere/`).catch(error => error), { code: 1, stderr: /answers 404/ })
  t.match(await tool('--url', 'http://localhost:1/').catch(error => error), { code: 1, stderr: /does not answer/ })
  writeFileSync(path.join(directory, 'wrong.json'), JSON.stringify({ ...request, client_secret: 'x' }))
  const wrong = await tool('--create', '--administration', path.join(directory, 'wrong.json')).catch(error => error)
  t.match(wrong, { code: 1, stderr: /credentials were refused: 401/ })
})

t.test('with --create', async t => {
  const { plans } = JSON.parse((await tool('--create', '--json')).stdout) as Printed
  const configOf = (key: string) => plans.find(plan => plan.key === key)?.config as Config
  const openIn = async (config: Config, told: ToldClient, by: client.ClientAuth, metadata = {}) =>
    client.discovery(new URL(config.server.discoveryUrl), told.client_id, metadata, by, insecure)

  await t.test('the tenant speaks the RFCs, and lets clients register', async t => {
    const { body } = await app.api('GET', '/tenants/settings')
    t.match(body, {
      protocol_dialect: 'rfc',
      dynamic_client_registration: 'open',
      dynamic_client_registration_security_mode: 'permissive',
    })
    t.match((await app.api('GET', '/connections?name=Username-Password-Authentication')).body, [
      { is_domain_connection: true },
    ])
  })

  for (const [who, method] of [
    ['client', client.ClientSecretBasic],
    ['client2', client.ClientSecretBasic],
    ['client_secret_post', client.ClientSecretPost],
  ] as const)
    await t.test(`Basic: ${who} signs in`, async t => {
      const config = configOf('basic')
      const rp = await openIn(config, config[who], method(config[who].client_secret))
      const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
      const start = client.buildAuthorizationUrl(rp, {
        redirect_uri: CALLBACK,
        scope: 'openid profile email',
        state: expectedState,
        nonce: expectedNonce,
      })
      const { seen, url } = await walk(config.browser, start)
      t.same(seen, ['Sign in', 'Back at the suite'])
      const tokens = await client.authorizationCodeGrant(rp, url, { expectedState, expectedNonce })
      const info = await client.fetchUserInfo(rp, tokens.access_token, tokens.claims()!.sub)
      t.match(info, { name: 'Ada Conformance', email: 'ada.lintel@example.com', updated_at: Number })
    })

  await t.test('Hybrid: an answer in the fragment', async t => {
    const config = configOf('hybrid')
    const rp = await openIn(config, config.client, client.ClientSecretBasic(config.client.client_secret))
    client.useCodeIdTokenResponseType(rp)
    const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
    const asked = { redirect_uri: CALLBACK, scope: 'openid', state: expectedState, nonce: expectedNonce }
    const { url } = await walk(config.browser, client.buildAuthorizationUrl(rp, asked))
    const tokens = await client.authorizationCodeGrant(rp, url, { expectedState, expectedNonce })
    t.ok(tokens.claims()?.sub)
  })

  await t.test('a wrong redirect URI shows the page of which a picture is taken', async t => {
    const { client: told, override } = configOf('basic')
    const visits = override['oidcc-ensure-registered-redirect-uri']?.browser as Visit[]
    const start = new URL(`authorize?client_id=${told.client_id}&response_type=code&scope=openid`, app.issuer)
    start.searchParams.set('redirect_uri', `${CALLBACK}/other`)
    const { page } = await walk(visits, start)
    t.equal(titleOf(page), 'This request cannot be answered')
    t.match(JSON.stringify(visits), titleOf(page))
  })

  await t.test('RP-initiated logout: there and back, or asked', async t => {
    const config = configOf('rp-initiated-logout')
    const after = `${SUITE}/test/a/lintel/post_logout_redirect`
    const asked = { client_id: config.client.client_id, post_logout_redirect_uri: after, state: 's' }
    const start = new URL(`oidc/logout?${new URLSearchParams(asked)}`, app.issuer)
    t.equal((await walk(config.browser, start)).url.href, `${after}?state=s`)
  })

  for (const who of ['client', 'client2'] as const)
    for (const key of ['fapi2-security-profile', 'fapi2-message-signing'])
      await t.test(`${key}: ${who} pushes, signs and proves`, async t => {
        const config = configOf(key)
        const told = config[who]
        const signing = {
          key: (await importJWK(told.jwks.keys[0] as JWK, 'PS256')) as CryptoKey,
          kid: told.jwks.keys[0]?.kid as string,
        }
        const rp = await openIn(config, told, client.PrivateKeyJwt(signing), {
          id_token_signed_response_alg: 'PS256',
          authorization_signed_response_alg: 'PS256',
          use_mtls_endpoint_aliases: false,
        })
        const signed = key === 'fapi2-message-signing'
        if (signed) client.useJwtResponseMode(rp)
        const DPoP = client.getDPoPHandle(rp, await client.randomDPoPKeyPair('ES256'))
        const pkceCodeVerifier = client.randomPKCECodeVerifier()
        const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
        const redirect_uri = who === 'client' ? CALLBACK : `${CALLBACK}?dummy1=lorem&dummy2=ipsum`
        // openid-client redeems without the query of a redirect URI (6.8.9).
        rp[client.customFetch] = (target, init) => {
          if (init.body instanceof URLSearchParams && init.body.has('code')) init.body.set('redirect_uri', redirect_uri)
          return fetch(target, init as RequestInit)
        }
        const parameters = {
          redirect_uri,
          scope: 'openid profile email',
          code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
          code_challenge_method: 'S256',
          state: expectedState,
          nonce: expectedNonce,
        }
        const pushed = signed
          ? (await client.buildAuthorizationUrlWithJAR(rp, parameters, signing)).searchParams
          : parameters
        const start = await client.buildAuthorizationUrlWithPAR(rp, pushed, { DPoP })
        const { seen, url } = await walk(config.browser, start)
        t.same(seen, ['Sign in', 'Consent', 'Back at the suite'])
        const checks = { pkceCodeVerifier, expectedState, expectedNonce }
        const tokens = await client.authorizationCodeGrant(rp, url, checks, undefined, { DPoP })
        const { resourceUrl } = config.resource
        const answer = await client.fetchProtectedResource(
          rp,
          tokens.access_token,
          new URL(resourceUrl),
          'GET',
          null,
          undefined,
          { DPoP },
        )
        t.equal(answer.status, 200)

        const visits = config.override['fapi2-security-profile-final-user-rejects-authentication']?.browser as Visit[]
        const again = await client.buildAuthorizationUrlWithPAR(rp, pushed, { DPoP })
        const declined = await walk(visits, again)
        const refused = await client.authorizationCodeGrant(rp, declined.url, checks).catch((error: unknown) => error)
        t.match(refused, { error: 'access_denied' })
      })

  await t.test('mutual TLS: the certificate is the client’s', async t => {
    const config = configOf('fapi2-security-profile-mtls') as Config & { mtls: { cert: string; key: string } }
    const der = config.mtls.cert.replace(/-----[^-]+-----|\s/g, '')
    const pushed = await app.fetch('/oauth/par', {
      method: 'POST',
      headers: { 'x-client-cert': `:${der}:` },
      body: new URLSearchParams({
        client_id: config.client.client_id,
        response_type: 'code',
        redirect_uri: CALLBACK,
        scope: 'openid',
        code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
        code_challenge_method: 'S256',
      }),
    })
    t.equal(pushed.status, 201)
  })

  await t.test('once more replaces what was made, and files are their owner’s', async t => {
    const count = async () => (await app.api('GET', '/clients?include_totals=true')).body.total
    const before = await count()
    const out = path.join(directory, 'plans')
    const { stdout } = await tool('--create', '--out', out)
    t.equal(await count(), before)
    t.equal(readdirSync(out).length, plans.length)
    t.equal(statSync(path.join(out, 'basic.json')).mode & 0o777, 0o600)
    const { client: told } = JSON.parse(readFileSync(path.join(out, 'basic.json'), 'utf8')) as Config
    t.equal((await app.api('GET', `/clients/${told.client_id}`)).status, 200)
    t.match(
      stdout,
      `oidcc-basic-certification-test-plan[server_metadata=discovery][client_registration=static_client] ${out}/basic.json`,
    )
    t.notMatch(stdout, told.client_secret)
  })
})
