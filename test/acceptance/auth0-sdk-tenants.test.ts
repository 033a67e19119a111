import t from 'tap'
import { must, refusal, withSdks } from '../support/auth0-sdk.ts'
import { eventually } from '../support/eventually.ts'

const { app, v7, v4 } = await withSdks(t)

t.test('version 7 walks tenant settings and signing keys', async t => {
  t.equal((await v7.tenants.settings.get()).session_lifetime, 168)
  t.match(await v7.tenants.settings.update({ friendly_name: 'Seven', session_lifetime: 24 }), {
    friendly_name: 'Seven',
    session_lifetime: 24,
  })
  t.same(Object.keys(await v7.tenants.settings.get({ fields: 'friendly_name' })), ['friendly_name'])

  const [key] = (await v7.keys.signing.list()).filter(({ current }) => current)
  const kid = must(key?.kid)
  t.equal((await v7.keys.signing.get(kid)).fingerprint, key?.fingerprint)
  const next = await v7.keys.signing.rotate()
  t.equal((await v7.keys.signing.get(next.kid)).next, true)
  t.equal((await v7.keys.signing.get(kid)).previous, true)
  // Tokens are signed with the new key once this process has heard of it.
  await eventually(async () =>
    (await app.store.forTenant({ tenant_id: 'default', issuer: app.issuer }).facts.signing_keys()).some(
      key => key.kid === next.kid,
    ),
  )
})

t.test('version 4 walks tenant settings and signing keys', async t => {
  t.equal((await v4.tenants.getSettings()).data.friendly_name, 'Seven')
  t.equal((await v4.tenants.updateSettings({ friendly_name: 'Four' })).data.friendly_name, 'Four')
  const { data: keys } = await v4.keys.getAll()
  const { kid } = must(keys.find(({ current }) => current))
  t.equal((await v4.keys.get({ kid })).data.kid, kid)
  t.match((await v4.keys.rotate()).data, { kid: String, cert: String })
  t.equal((await v4.keys.revoke({ kid })).data.kid, kid, 'which signed the token in use')
  await eventually(() =>
    v4.keys.getAll().then(
      () => false,
      ({ statusCode }) => statusCode === 401,
    ),
  )
})

t.test('an endpoint that is not built is one that the token has no scope for', async t => {
  const { v7 } = await withSdks(t)
  t.match(await refusal(v7.hooks.list()), {
    statusCode: 403,
    body: { message: 'Insufficient scope, expected any of: read:hooks' },
  })
})
