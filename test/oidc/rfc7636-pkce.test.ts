import t from 'tap'
import { CALLBACK, challengeOf, createProtocol, locationOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const spa = await p.createClient()
const web = await p.createClient({ app_type: 'regular_web', token_endpoint_auth_method: 'client_secret_post' })
const verifier = 'v'.repeat(43)

const errorOf = async (parameters: { [name: string]: string | undefined }, client = spa) => {
  const { callback } = await p.authorized(client, ada, parameters)
  return callback.searchParams.get('error')
}

t.test('a public client cannot do without (RFC 9700 §2.1.1)', async t => {
  t.equal(await errorOf({ code_challenge: undefined, code_challenge_method: undefined }), 'invalid_request')
})

t.test('S256 is the only method; plain is no downgrade that one can ask for', async t => {
  t.equal(await errorOf({ code_challenge: verifier, code_challenge_method: 'plain' }), 'invalid_request')
  t.equal(await errorOf({ code_challenge: verifier, code_challenge_method: undefined }), 'invalid_request')
  t.equal(await errorOf({ code_challenge: undefined }), 'invalid_request')
  t.equal(await errorOf({ code_challenge: 'short' }), 'invalid_request')
  t.equal(await errorOf({ code_challenge: challengeOf(verifier), code_challenge_method: 's256' }), 'invalid_request')
})

t.test('a wrong, missing or misplaced verifier redeems nothing (CVE-2024-23647, CVE-2023-48228)', async t => {
  const authorized = await p.authorized(spa, ada)
  const wrong = await p.redeem(spa, { ...authorized, verifier: 'w'.repeat(43) })
  t.equal(wrong.status, 403)
  t.same(wrong.body, { error: 'invalid_grant', error_description: 'Failed to verify code verifier' })
  const missing = await p.redeem(spa, authorized, { code_verifier: undefined })
  t.equal(missing.status, 403)
  t.equal(missing.body.error, 'invalid_grant')
  const empty = await p.redeem(spa, authorized, { code_verifier: '' })
  t.equal(empty.status, 403)
  const challenge = await p.redeem(spa, authorized, { code_verifier: challengeOf(authorized.verifier) })
  t.equal(challenge.status, 403, 'the challenge itself')
  t.equal((await p.redeem(spa, authorized)).status, 200, 'the right one still does')
})

t.test('a verifier for a code that was asked for without a challenge is refused', async t => {
  const browser = p.browser()
  const page = await p.authorize(browser, {
    client_id: web.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
  })
  const callback = locationOf(await p.signIn(browser, page, ada))
  const secret = { client_secret: web.client_secret }
  const downgraded = await p.redeem(web, { callback, verifier }, secret)
  t.equal(downgraded.status, 403)
  t.equal((await p.redeem(web, { callback, verifier }, { ...secret, code_verifier: undefined })).status, 200)
})

t.test('a confidential client’s challenge binds it just as well', async t => {
  const authorized = await p.authorized(web, ada)
  const secret = { client_secret: web.client_secret }
  t.equal((await p.redeem(web, authorized, { ...secret, code_verifier: undefined })).status, 403)
  t.equal((await p.redeem(web, authorized, secret)).status, 200)
})
