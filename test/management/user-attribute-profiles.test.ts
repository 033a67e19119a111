import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import type { UserAttributeProfile } from '../../src/management/user-attribute-profiles.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'

// What is answered is what the SDK's types promise.
const _get: Management.GetUserAttributeProfileResponseContent = {} as Static<typeof UserAttributeProfile>

const app = await createTestApp(t)
const PATH = '/user-attribute-profiles'
const email = { label: 'Email', description: 'Where she reads mail', profile_required: true, auth0_mapping: 'email' }
const DEFAULT_USER_ID = {
  oidc_mapping: 'sub',
  saml_mapping: [
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier',
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn',
  ],
  scim_mapping: 'externalId',
}

t.test('a profile is made, read, changed and deleted', async t => {
  const user_attributes = { email: { ...email, scim_mapping: 'emails[primary eq true].value' } }
  const created = await app.api('POST', PATH, { name: 'Acme', user_attributes })
  const { id, ...rest } = created.body
  t.equal(created.status, 201)
  t.match(id, /^uap_[A-Za-z0-9]{16}$/)
  t.strictSame(rest, { name: 'Acme', user_id: DEFAULT_USER_ID, user_attributes })
  t.strictSame((await app.api('GET', `${PATH}/${id}`)).body, created.body)

  const user_id = { scim_mapping: 'userName', strategy_overrides: { waad: { oidc_mapping: 'oid' } } }
  const changed = await app.api('PATCH', `${PATH}/${id}`, { user_id })
  t.strictSame(changed.body, { id, name: 'Acme', user_id: { ...DEFAULT_USER_ID, ...user_id }, user_attributes })
  const replaced = { 'x.given-name': { ...email, oidc_mapping: { mapping: 'given_name' } } }
  t.strictSame(
    (await app.api('PATCH', `${PATH}/${id}`, { user_id: null, user_attributes: replaced })).body,
    { id, name: 'Acme', user_id: DEFAULT_USER_ID, user_attributes: replaced },
    'attributes are replaced whole, null brings the defaults back',
  )
  t.equal((await app.api('DELETE', `${PATH}/${id}`)).status, 204)
  t.equal((await app.api('DELETE', `${PATH}/${id}`)).status, 204, 'and once more')
  t.match(await app.api('GET', `${PATH}/${id}`), {
    status: 404,
    body: { errorCode: 'inexistent_user_attribute_profile' },
  })
  t.equal((await app.api('PATCH', `${PATH}/${id}`, { name: 'Gone' })).status, 404)
})

t.test('a name is had once', async t => {
  const [one, two] = await Promise.all(
    [1, 2].map(() => app.api('POST', PATH, { name: 'Twice', user_attributes: { email } })),
  )
  t.same([one?.status, two?.status].sort(), [201, 409])
  t.match(
    [one?.body, two?.body].find(body => body.errorCode),
    { errorCode: 'user_attribute_profile_conflict' },
  )
  const other = await app.api('POST', PATH, { name: 'Other', user_attributes: { email } })
  t.equal((await app.api('PATCH', `${PATH}/${other.body.id}`, { name: 'Twice' })).status, 409)
})

t.test('what describes nothing is refused', async t => {
  const refused = {
    'no attributes': { user_attributes: {} },
    'no label': { user_attributes: { email: { ...email, label: undefined } } },
    'an unknown field': { user_attributes: { email: { ...email, colour: 'red' } } },
    'an attribute without a proper name': { user_attributes: { 'e mail': email } },
    'an attribute without any name': { user_attributes: { '': email } },
    'too many attributes': {
      user_attributes: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`a${at}`, email])),
    },
    'an unknown strategy': { user_attributes: { email: { ...email, strategy_overrides: { twitter: {} } } } },
    'another id than the subject': { user_id: { oidc_mapping: 'email' } },
    'no name': { name: '' },
    'a long name': { name: 'x'.repeat(129) },
  }
  for (const [what, body] of Object.entries(refused)) {
    const answer = await app.api('POST', PATH, { name: 'Refused', user_attributes: { email }, ...body })
    t.match(answer, { status: 400, body: { errorCode: 'invalid_body' } }, what)
  }
  t.equal((await app.api('PATCH', `${PATH}/uap_aaaaaaaaaaaaaaaa`, {})).status, 400)
})

t.test('a list goes on from its cursor', async t => {
  const whole: { id: string }[] = (await app.api('GET', `${PATH}?take=100`)).body.user_attribute_profiles
  const first = (await app.api('GET', `${PATH}?take=1`)).body
  t.equal(first.next, whole[0]?.id)
  const rest = (await app.api('GET', `${PATH}?take=100&from=${first.next}`)).body
  t.same([...first.user_attribute_profiles, ...rest.user_attribute_profiles], whole)
})

t.test('a template is the body of a profile', async t => {
  const { user_attribute_profile_templates: templates } = (await app.api('GET', `${PATH}/templates`)).body
  t.ok(templates.length > 0)
  for (const template of templates) {
    t.strictSame((await app.api('GET', `${PATH}/templates/${template.id}`)).body, template)
    const { status, body } = await app.api('POST', PATH, template.template)
    t.equal(status, 201)
    t.match(body, template.template)
  }
  t.equal((await app.api('GET', `${PATH}/templates/none`)).status, 404)
})

t.test('who may read does not write', async t => {
  const body = { name: 'Denied', user_attributes: { email } }
  t.equal((await apiAs(app, ['read:user_attribute_profiles'], 'POST', PATH, body)).status, 403)
})
