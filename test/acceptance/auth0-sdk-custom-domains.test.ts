import t from 'tap'
import { refusal, withSdks } from '../support/auth0-sdk.ts'

const { app, v7, v4 } = await withSdks(t)

t.test('custom domains by SDK version 7', async t => {
  const created = await v7.customDomains.create({ domain: 'login.acme.example', type: 'auth0_managed_certs' })
  t.match(created, { status: 'pending_verification', verification: { methods: [{ name: 'txt' }] } })
  const withPort = v7.customDomains.create({ domain: 'login.acme.example:8443', type: 'self_managed_certs' })
  t.match(await refusal(withPort), { statusCode: 400 }, 'a port is for development')
  const id = created.custom_domain_id
  t.match(await v7.customDomains.list(), [{ custom_domain_id: id }])
  t.match(await v7.customDomains.get(id), { domain: 'login.acme.example' })
  t.match(await v7.customDomains.update(id, { domain_metadata: { a: '1' } }), { domain_metadata: { a: '1' } })
  t.match(await v7.customDomains.getDefault(), { domain: new URL(app.issuer).host })
  t.match(await refusal(v7.customDomains.setDefault({ domain: 'login.acme.example' })), { statusCode: 400 })
  t.match(await refusal(v7.customDomains.test(id)), { statusCode: 409 })
  await v7.customDomains.delete(id)
  t.match(await refusal(v7.customDomains.get(id)), { statusCode: 404 })
})

t.test('custom domains by SDK version 4', async t => {
  const { data } = await v4.customDomains.create({ domain: 'id.acme.example', type: 'self_managed_certs' })
  t.match((await v4.customDomains.getAll()).data, [{ domain: 'id.acme.example' }])
  await v4.customDomains.delete({ id: data.custom_domain_id })
})

t.test('network ACLs by SDK version 7', async t => {
  const acl = {
    description: 'No test networks',
    active: false,
    priority: 3,
    rule: { action: { block: true as const }, match: { ipv4_cidrs: ['203.0.113.0/24'] }, scope: 'tenant' as const },
  }
  await v7.networkAcls.create(acl)
  const [{ id = '' } = {}] = (await v7.networkAcls.list()).data
  t.match(await v7.networkAcls.get(id), acl)
  t.match(await v7.networkAcls.update(id, { description: 'Changed' }), { description: 'Changed' })
  t.match(await v7.networkAcls.set(id, { ...acl, priority: 4 }), { priority: 4, description: acl.description })
  await v7.networkAcls.delete(id)
  t.match(await refusal(v7.networkAcls.get(id)), { statusCode: 404 })
})
