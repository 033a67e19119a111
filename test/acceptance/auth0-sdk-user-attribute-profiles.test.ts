import t from 'tap'
import { all, must, refusal, withSdks } from '../support/auth0-sdk.ts'

const { v7, v4 } = await withSdks(t)

t.test('version 7 walks user attribute profiles', async t => {
  const { user_attribute_profile_templates = [] } = await v7.userAttributeProfiles.listTemplates()
  const [{ id: template_id } = {}] = user_attribute_profile_templates
  const { template } = await v7.userAttributeProfiles.getTemplate(must(template_id))
  const user_attributes = must(must(template).user_attributes)
  const id = must((await v7.userAttributeProfiles.create({ name: 'Staff', user_attributes })).id)
  t.match(await v7.userAttributeProfiles.get(id), { name: 'Staff', user_id: { oidc_mapping: 'sub' } })
  t.equal((await v7.userAttributeProfiles.update(id, { name: 'Everybody' })).name, 'Everybody')
  await v7.userAttributeProfiles.create({ name: 'Guests', user_attributes })
  t.equal((await all(v7.userAttributeProfiles.list({ take: 1 }))).length, 2)
  t.match(await refusal(v7.userAttributeProfiles.create({ name: 'Guests', user_attributes })), { statusCode: 409 })
  await v7.userAttributeProfiles.delete(id)
  t.match(await refusal(v7.userAttributeProfiles.get(id)), { statusCode: 404 })
})

t.test('version 4 walks user attribute profiles', async t => {
  const { data } = await v4.userAttributeProfiles.getAll({ take: 10 })
  t.equal(data.user_attribute_profiles?.length, 1)
})
