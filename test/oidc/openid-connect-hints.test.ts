// OpenID Connect Core §3.1.2.1: what a request may say of the person and of the page. A hint is never a proof, and never a key.
import t from 'tap'
import { CALLBACK, challengeOf, claimsOf, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'
import type { Visitor } from '../support/visitor.ts'

const p = await createProtocol(t)
const [ada, bea] = [await p.createUser(), await p.createUser()]
const client = await p.createClient()
const other = await p.createClient()
const VERIFIER = 'v'.repeat(43)

const ask = (browser: Visitor, parameters: Parameters = {}) =>
  p.authorize(browser, {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
    ...parameters,
  })
const silently = async (browser: Visitor, parameters: Parameters) => {
  const { searchParams } = locationOf(await ask(browser, { prompt: 'none', ...parameters }))
  return searchParams.get('error') ?? 'a code'
}

t.test('an id_token_hint that has expired still says who is meant', async t => {
  const brief = await p.createClient({
    jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 1, secret_encoded: false },
  })
  const { body, browser } = await p.tokens(brief, ada)
  const { exp } = claimsOf(body.id_token)
  while (Date.now() / 1000 < exp + 0.1) await new Promise(resolve => setTimeout(resolve, 50))
  t.equal(await silently(browser, { client_id: brief.client_id, id_token_hint: body.id_token }), 'a code')
})

t.test('another client’s ID token is no hint, nor is an access token', async t => {
  const { body, browser } = await p.tokens(other, ada)
  t.equal(await silently(browser, { id_token_hint: body.id_token }), 'invalid_request')
  const api = await p.createApi()
  const { body: forApi } = await p.tokens(client, ada, { audience: api.identifier }, browser)
  t.equal(await silently(browser, { id_token_hint: forApi.access_token }), 'invalid_request')
})

t.test('a hint at somebody else asks for her, and takes nobody in her place', async t => {
  const beas = (await p.tokens(client, bea)).body.id_token
  const { browser } = await p.tokens(client, ada)
  const page = await ask(browser, { id_token_hint: beas })
  t.match(locationOf(page).pathname, /^\/u\//, 'she who is signed in is not the one')
  const still = locationOf(await p.signIn(browser, page, ada))
  t.equal(still.searchParams.get('error'), 'login_required', 'nor is she by signing in once more')
  const again = await ask(browser, { id_token_hint: beas })
  const callback = locationOf(await p.signIn(browser, again, bea))
  const { body } = await p.redeem(client, { callback, verifier: VERIFIER })
  t.equal(claimsOf(body.id_token).sub, bea.user_id)
})

t.test('a hint signs nobody in', async t => {
  const { body } = await p.tokens(client, ada)
  t.equal(await silently(p.browser(), { id_token_hint: body.id_token }), 'login_required')
  t.equal(await silently(p.browser(), { login_hint: ada.email }), 'login_required')
})

t.test('login_hint and ui_locales reach the page, whatever they hold', async t => {
  for (const login_hint of ['ada@example.com', '"><script>alert(1)</script>', 'é\u202e']) {
    const browser = p.browser()
    const page = await ask(browser, { login_hint, ui_locales: 'fr-CA fr en' })
    const read = await p.door(browser, page, { do: 'read' })
    t.match(JSON.parse(read.body), { login_hint, ui_locales: 'fr-CA fr en' })
  }
  const { browser } = await p.tokens(client, ada)
  t.equal(await silently(browser, { ui_locales: 'xx nonsense' }), 'a code', 'a language that is not there is no error')
})

t.test('max_age: nonsense is refused, and what is asked for is asked again', async t => {
  const { browser } = await p.tokens(client, ada)
  for (const max_age of ['-1', 'soon', '1.5']) t.equal(await silently(browser, { max_age }), 'invalid_request', max_age)
  t.equal(await silently(browser, { max_age: '1000' }), 'a code')
  t.equal(await silently(browser, { max_age: '0' }), 'login_required')
})

t.test('prompts: unknown ones are refused, several together are all met', async t => {
  const third = await p.createClient({ is_first_party: false })
  const { browser } = await p.tokens(client, ada)
  const unknown = locationOf(await ask(browser, { prompt: 'create_account_now' }))
  t.equal(unknown.searchParams.get('error'), 'invalid_request')
  const page = await ask(browser, { client_id: third.client_id, prompt: 'login consent' })
  t.equal(JSON.parse((await p.door(browser, page, { do: 'read' })).body).prompt, 'login')
  const consent = await p.signIn(browser, page, ada)
  t.equal(JSON.parse((await p.door(browser, consent, { do: 'read' })).body).prompt, 'consent')
  const finished = await p.door(browser, consent, { do: 'consent', granted: true })
  const callback = locationOf(await browser.fetch(finished.headers.get('location') ?? ''))
  t.ok(callback.searchParams.get('code'))
})
