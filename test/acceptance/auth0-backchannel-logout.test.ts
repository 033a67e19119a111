// Auth0's SDK for servers judges the logout token that it was sent.
import { AuthClient } from '@auth0/auth0-auth-js'
import { decodeJwt } from 'jose'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { startListeningClient } from '../support/listening-client.ts'
import { createClient, createPerson, signIn, trade } from '../support/scene.ts'
import { localhostTls } from '../support/tls.ts'

t.test('@auth0/auth0-auth-js reads whose session has ended', async t => {
  const app = await createTestApp(t, { tls: localhostTls() })
  const rp = await startListeningClient(t)
  const client = await createClient(app, { oidc_logout: { backchannel_logout_urls: [rp.url()] } })
  const person = await createPerson(app)
  const { visitor, code, asked } = await signIn(app, client, person)
  const { body } = await trade(app, client, code, asked)
  const sid = String(decodeJwt(body.id_token).sid)
  await visitor.get(`/oidc/logout?${new URLSearchParams({ id_token_hint: body.id_token })}`)
  const [logoutToken = ''] = await rp.tokensOf(sid)
  const sdk = new AuthClient({ domain: new URL(app.issuer).host, clientId: client.client_id, clientSecret: 'x' })
  t.same(await sdk.verifyLogoutToken({ logoutToken }), { sid, sub: person.user_id })
  const stranger = new AuthClient({ domain: new URL(app.issuer).host, clientId: 'stranger', clientSecret: 'x' })
  await t.rejects(stranger.verifyLogoutToken({ logoutToken }))
})
