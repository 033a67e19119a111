import t from 'tap'
import { CALLBACK, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'

// RFC 9207, OAuth 2.0 Authorization Server Issuer Identification

const p = await createProtocol(t)
const person = await p.createUser()
const client = await p.createClient({
  app_type: 'regular_web',
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['authorization_code', 'implicit', 'refresh_token'],
  web_origins: ['https://app.example'],
})
const iss = p.issuer

async function ask(parameters: Parameters, browser = p.browser()) {
  const page = await p.authorize(browser, {
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 'state',
    nonce: 'nonce',
    response_type: 'code',
    ...parameters,
  })
  return page.headers.get('location')?.includes('/u/') ? p.signIn(browser, page, person) : page
}

t.test('the discovery document says so', async t => {
  t.equal((await p.get('/.well-known/openid-configuration')).body.authorization_response_iss_parameter_supported, true)
})

t.test('in a query, beside the code', async t => {
  const { searchParams } = locationOf(await ask({}))
  t.ok(searchParams.get('code'))
  t.equal(searchParams.get('iss'), iss)
})

t.test('in a fragment, also beside an ID token', async t => {
  for (const response_type of ['id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token']) {
    const answer = new URLSearchParams(locationOf(await ask({ response_type })).hash.slice(1))
    t.notOk(answer.get('error'), response_type)
    t.same(answer.getAll('iss'), [iss], response_type)
  }
})

t.test('in a form', async t => {
  const { body } = await ask({ response_mode: 'form_post' })
  t.ok(body.includes(`name="iss" value="${iss}"`), body)
})

t.test('in a message to the opener', async t => {
  const { body } = await ask({ response_mode: 'web_message' })
  t.match(body, /"code":/)
  t.ok(body.includes(`"iss":"${iss}"`))
})

t.test('in errors, however they travel', async t => {
  const refused = { prompt: 'none' }
  const query = locationOf(await ask(refused)).searchParams
  t.equal(query.get('error'), 'login_required')
  t.equal(query.get('iss'), iss)

  const fragment = new URLSearchParams(locationOf(await ask({ ...refused, response_type: 'id_token' })).hash.slice(1))
  t.equal(fragment.get('error'), 'login_required')
  t.equal(fragment.get('iss'), iss)

  t.ok((await ask({ ...refused, response_mode: 'form_post' })).body.includes(`name="iss" value="${iss}"`))
  const message = await ask({ ...refused, response_mode: 'web_message' })
  t.match(message.body, /login_required/)
  t.ok(message.body.includes(`"iss":"${iss}"`))

  const invalid = locationOf(await ask({ scope: 'openid', response_type: 'nonsense' })).searchParams
  t.equal(invalid.get('error'), 'unsupported_response_type')
  t.equal(invalid.get('iss'), iss)
})

t.test('when she who was asked declines', async t => {
  const browser = p.browser()
  const page = await p.authorize(browser, {
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 'state',
    response_type: 'code',
  })
  const done = await p.door(browser, page, { do: 'abort', error: 'access_denied', description: 'No' })
  const { searchParams } = locationOf(await browser.fetch(done.headers.get('location') ?? '/'))
  t.equal(searchParams.get('error'), 'access_denied')
  t.equal(searchParams.get('iss'), iss)
})

t.test('the setting is answered, and cannot be taken back', async t => {
  const name = 'authorization_response_iss_parameter_supported'
  t.equal((await p.app.api('GET', '/tenants/settings')).body[name], true)
  t.equal((await p.app.api('PATCH', '/tenants/settings', { [name]: true })).status, 200)
  const refused = await p.app.api('PATCH', '/tenants/settings', { [name]: false })
  t.match(refused, { status: 400, body: { errorCode: 'operation_not_supported' } })
})
