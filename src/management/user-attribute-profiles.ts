// User attribute profiles: what a user's attributes are called in OpenID Connect, SAML and SCIM. A profile describes and decides nothing: it
// is named by what sets up an enterprise connection (self-service profiles), and takes effect there.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, type TSchema, Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { checkpointPage, checkpointQuery, checkpointReply } from '../http/paging.ts'
import { newUserAttributeProfileId } from '../ids.ts'
import type { UserAttributeProfile as StoredProfile } from '../store/user-attribute-profiles.ts'
import { managementEvent } from './route.ts'
import { TEMPLATES } from './user-attribute-profiles/templates.ts'

const MAX_ATTRIBUTES = 64
const STRATEGIES = ['pingfederate', 'ad', 'adfs', 'waad', 'google-apps', 'okta', 'oidc', 'samlp'] as const

const strict = { additionalProperties: false }
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const saml_mapping = Type.Optional(Type.Array(text(128), { minItems: 1, maxItems: 50 }))
const scim_mapping = Type.Optional(text(128))

const ofStrategies = <Mapping extends TSchema>(mapping: Mapping) =>
  Type.Optional(
    Type.Object(
      Object.fromEntries(STRATEGIES.map(strategy => [strategy, Type.Optional(mapping)])) as {
        [Strategy in (typeof STRATEGIES)[number]]: ReturnType<typeof Type.Optional<Mapping>>
      },
      strict,
    ),
  )

const UserId = Type.Object(
  {
    oidc_mapping: Type.Optional(Type.Enum(['sub'])),
    saml_mapping,
    scim_mapping,
    strategy_overrides: ofStrategies(
      Type.Object(
        { oidc_mapping: Type.Optional(Type.Enum(['sub', 'oid', 'email'])), saml_mapping, scim_mapping },
        strict,
      ),
    ),
  },
  strict,
)

const oidc_mapping = Type.Optional(Type.Object({ mapping: text(50), display_name: Type.Optional(text(50)) }, strict))

const UserAttribute = Type.Object(
  {
    description: text(128),
    label: text(128),
    profile_required: Type.Boolean(),
    auth0_mapping: text(50),
    oidc_mapping,
    saml_mapping,
    scim_mapping,
    strategy_overrides: ofStrategies(Type.Object({ oidc_mapping, saml_mapping, scim_mapping }, strict)),
  },
  strict,
)
const UserAttributes = Type.Record(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,128}$' }), UserAttribute, {
  minProperties: 1,
  maxProperties: MAX_ATTRIBUTES,
  additionalProperties: false,
})

const described = { name: text(128), user_id: UserId, user_attributes: UserAttributes }
const NewProfile = Type.Object({ ...described, user_id: Type.Optional(UserId) }, strict)
const ProfilePatch = Type.Object(
  {
    name: Type.Optional(text(128)),
    user_id: Type.Optional(Type.Union([UserId, Type.Null()])),
    user_attributes: Type.Optional(UserAttributes),
  },
  { ...strict, minProperties: 1 },
)
const Params = Type.Object({ id: Type.String({ pattern: '^uap_[A-Za-z0-9]{16}$' }) })

export const UserAttributeProfile = Type.Object(
  { id: Type.String(), ...described },
  {
    title: 'UserAttributeProfile',
    description: 'A description. It takes effect in what names it, and nothing of this release does.',
  },
)
const Template = Type.Object(
  { id: Type.String(), display_name: Type.String(), template: Type.Object(described) },
  { title: 'UserAttributeProfileTemplate' },
)

/** Auth0: what is not said of the user's id. */
const USER_ID: Static<typeof UserId> = {
  oidc_mapping: 'sub',
  saml_mapping: [
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier',
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn',
  ],
  scim_mapping: 'externalId',
}

const shown = ({ created_at: _, updated_at: __, ...profile }: StoredProfile) =>
  profile as Static<typeof UserAttributeProfile>

const inexistent = () =>
  new LintelError('inexistent_user_attribute_profile', 'The user attribute profile does not exist')

export const userAttributeProfiles: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/user-attribute-profiles',
    {
      config: { scopes: ['read:user_attribute_profiles'], sdk: 'userAttributeProfiles.list' },
      schema: {
        querystring: Type.Object(checkpointQuery, strict),
        response: { 200: checkpointReply('user_attribute_profiles', UserAttributeProfile) },
      },
    },
    async ({ query, store }) =>
      checkpointPage(
        'user_attribute_profiles',
        query,
        async (from, take) => (await store.user_attribute_profiles.listAfter(from, take)).map(shown),
        ({ id }) => id,
      ),
  )

  server.post(
    '/user-attribute-profiles',
    {
      config: { scopes: ['create:user_attribute_profiles'], sdk: 'userAttributeProfiles.create' },
      schema: { body: NewProfile, response: { 201: UserAttributeProfile } },
    },
    async (request, reply) => {
      const { body, store } = request
      const now = new Date()
      const created = await store.transaction(async tx => {
        const profile = await tx.user_attribute_profiles.create(
          { ...body, id: newUserAttributeProfileId(), user_id: { ...USER_ID, ...body.user_id } },
          now,
        )
        await tx.logs.write(managementEvent(request, 'Create a user attribute profile'), now)
        return profile
      })
      return reply.code(201).send(shown(created))
    },
  )

  server.get(
    '/user-attribute-profiles/templates',
    {
      config: { scopes: ['read:user_attribute_profiles'], sdk: 'userAttributeProfiles.listTemplates' },
      schema: { response: { 200: Type.Object({ user_attribute_profile_templates: Type.Array(Template) }) } },
    },
    async () => ({ user_attribute_profile_templates: TEMPLATES }),
  )

  server.get(
    '/user-attribute-profiles/templates/:id',
    {
      config: { scopes: ['read:user_attribute_profiles'], sdk: 'userAttributeProfiles.getTemplate' },
      schema: { params: Type.Object({ id: Type.String() }), response: { 200: Template } },
    },
    async ({ params }) => {
      const template = TEMPLATES.find(({ id }) => id === params.id)
      if (!template)
        throw new LintelError('inexistent_user_attribute_profile', 'The user attribute profile template does not exist')
      return template
    },
  )

  server.get(
    '/user-attribute-profiles/:id',
    {
      config: { scopes: ['read:user_attribute_profiles'], sdk: 'userAttributeProfiles.get' },
      schema: { params: Params, response: { 200: UserAttributeProfile } },
    },
    async ({ params, store }) => {
      const profile = await store.user_attribute_profiles.find(params.id)
      if (!profile) throw inexistent()
      return shown(profile)
    },
  )

  server.patch(
    '/user-attribute-profiles/:id',
    {
      config: { scopes: ['update:user_attribute_profiles'], sdk: 'userAttributeProfiles.update' },
      schema: { params: Params, body: ProfilePatch, response: { 200: UserAttributeProfile } },
    },
    async request => {
      const { body, params, store } = request
      const now = new Date()
      const { user_id, ...rest } = body
      const updated = await store.transaction(async tx => {
        const profile = await tx.user_attribute_profiles.update(
          params.id,
          { ...rest, ...(user_id === undefined ? {} : { user_id: { ...USER_ID, ...user_id } }) },
          now,
        )
        if (!profile) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Update a user attribute profile'), now)
        return profile
      })
      return shown(updated)
    },
  )

  server.delete(
    '/user-attribute-profiles/:id',
    {
      config: { scopes: ['delete:user_attribute_profiles'], sdk: 'userAttributeProfiles.delete' },
      schema: { params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { params, store } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (await tx.user_attribute_profiles.remove(params.id))
          await tx.logs.write(managementEvent(request, 'Delete a user attribute profile'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
