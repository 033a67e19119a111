// Who brings the tenant's messages to phones. Auth0's shapes; where Auth0 runs an Action (`custom`), Lintel calls a webhook.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../../errors.ts'
import type { Outbound } from '../../http/outbound.ts'
import { deliver, PhoneError, type PhoneMessage, type Wording, wordingOf } from '../../http/phone.ts'
import { checkSigningSecret, SigningSecret } from '../../http/standard-webhooks.ts'
import { checkUrl } from '../../http/urls.ts'
import { newMessageId } from '../../ids.ts'
import { isPhoneNumber, readPhoneNumber } from '../../store/phone-numbers.ts'
import type { NewPhoneProvider, PhoneProvider as StoredProvider } from '../../store/phone-providers.ts'
import type { DeliveryMethod, PhoneMessageType, PhoneTemplateContent } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { managementEvent } from '../route.ts'

const strict = { additionalProperties: false }
const text = (maxLength: number, description?: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, ...(description ? { description } : {}) }))

export const PhoneSenderName = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[+0-9A-Za-z ]+$', description }))

const Name = Type.Enum(['twilio', 'custom'], {
  description: '`twilio`, or whatever speaks its API; `custom`: a webhook of your own',
})
const Configuration = Type.Object(
  {
    sid: text(255, 'Twilio: the account'),
    default_from: PhoneSenderName('Twilio: the number that messages come from'),
    mssid: text(255, 'Twilio: a messaging service, in place of a number'),
    base_url: text(2_000, 'Twilio: where its API is, if not at api.twilio.com'),
    webhook_url: text(2_000, 'Custom: what is called with each message'),
    delivery_methods: Type.Array(Type.Enum(['text', 'voice']), { minItems: 1, uniqueItems: true }),
  },
  strict,
)
const Credentials = Type.Object(
  {
    auth_token: text(255, 'Twilio'),
    signing_secret: Type.Optional(
      SigningSecret(
        'Custom: what the webhook is signed with (Standard Webhooks): `whsec_` and 24 to 64 bytes as base64',
      ),
    ),
  },
  { ...strict, description: 'Never answered' },
)
const NewProvider = Type.Object(
  {
    name: Name,
    disabled: Type.Optional(Type.Boolean({ default: false })),
    configuration: Type.Optional(Configuration),
    credentials: Credentials,
  },
  strict,
)
const ProviderPatch = Type.Partial(Type.Object(NewProvider.properties), { ...strict, minProperties: 1 })

const PhoneProvider = Type.Object(
  {
    id: Type.String(),
    tenant: Type.String(),
    name: Name,
    channel: Type.Enum(['phone']),
    disabled: Type.Boolean(),
    configuration: Configuration,
    created_at: Type.String({ format: 'date-time' }),
    updated_at: Type.String({ format: 'date-time' }),
  },
  { title: 'PhoneProvider' },
)
const Params = Type.Object({ id: Type.String({ pattern: '^pro_[A-Za-z0-9]{22}$' }) })

export const Recipient = Type.Object(
  {
    to: Type.String({ minLength: 1, maxLength: 30, description: 'A phone number with its country code' }),
    delivery_method: Type.Enum(['text', 'voice'], { default: 'text' }),
  },
  strict,
)

const shown = (
  { tenant: { tenant_id } }: TenantStore,
  { credentials: _, created_at, updated_at, ...provider }: StoredProvider,
): Static<typeof PhoneProvider> => ({
  ...provider,
  tenant: tenant_id,
  channel: 'phone',
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
})

const inexistent = () => new LintelError('inexistent_phone_provider', 'The phone provider does not exist.')

const SETTINGS = {
  twilio: { configuration: ['sid', 'default_from', 'mssid', 'base_url'], credentials: ['auth_token'] },
  custom: { configuration: ['webhook_url'], credentials: ['signing_secret'] },
} as const

/** Whether a provider is told all that it needs, and nothing that is another's. */
export function checkProvider({ name, configuration, credentials }: NewPhoneProvider): void {
  const known = SETTINGS[name]
  const strange = (given: object, own: readonly string[], at: string) => {
    for (const property of Object.keys(given))
      if (property !== 'delivery_methods' && !own.includes(property))
        throw invalidProperty(`Not a setting of ${name}`, `${at}.${property}`)
  }
  strange(configuration, known.configuration, 'configuration')
  strange(credentials, known.credentials, 'credentials')
  const missing = (property: string) => invalidProperty(`Missing: ${name} needs it`, property)
  if (name === 'custom') {
    if (configuration.webhook_url === undefined) throw missing('configuration.webhook_url')
    if (credentials.signing_secret === undefined) throw missing('credentials.signing_secret')
    checkUrl(configuration.webhook_url, 'link', 'configuration.webhook_url')
    checkSigningSecret(credentials.signing_secret, 'credentials.signing_secret')
    return
  }
  if (configuration.sid === undefined) throw missing('configuration.sid')
  if (credentials.auth_token === undefined) throw missing('credentials.auth_token')
  if (configuration.base_url !== undefined) checkUrl(configuration.base_url, 'link', 'configuration.base_url')
  if (configuration.default_from !== undefined) return
  if (configuration.mssid === undefined) throw missing('configuration.default_from')
  if (configuration.delivery_methods.includes('voice'))
    throw invalidProperty('Missing: a call comes from a number', 'configuration.default_from')
}

/** One message, now. Throws what went wrong, in words for who tries. */
export async function tryMessage(
  store: TenantStore,
  outbound: Outbound,
  provider: StoredProvider,
  asked: { to: string; by: DeliveryMethod; type: PhoneMessageType; content?: PhoneTemplateContent | undefined },
  now: Date,
): Promise<void> {
  const { by, type, content } = asked
  const to = readPhoneNumber(asked.to)
  if (!isPhoneNumber(to)) throw invalidProperty('Not a phone number with its country code', 'to')
  const message: PhoneMessage = { id: newMessageId(), type, to, by, code: '12345678', expires_at: now }
  const said: Wording = await wordingOf(store, message, content)
  try {
    await deliver(outbound, provider, message, said, said.language, now)
  } catch (error) {
    if (!(error instanceof PhoneError)) throw error
    throw new LintelError('phone_message_refused', error.message, { cause: error })
  }
}

export const phoneProviders: FastifyPluginAsyncTypebox = async server => {
  /** The tenant's, if it has this id. */
  async function providerOf(provider: Promise<StoredProvider | undefined>, id: string): Promise<StoredProvider> {
    const found = await provider
    if (found?.id !== id) throw inexistent()
    return found
  }

  server.get(
    '/branding/phone/providers',
    {
      config: { scopes: ['read:phone_providers'], sdk: 'branding.phone.providers.list' },
      schema: {
        querystring: Type.Object({ disabled: Type.Optional(Type.Boolean()) }, strict),
        response: { 200: Type.Object({ providers: Type.Array(PhoneProvider) }) },
      },
    },
    async ({ store, query }) => {
      const provider = await store.phone_providers.find()
      const asked = provider && (query.disabled === undefined || query.disabled === provider.disabled)
      return { providers: asked ? [shown(store, provider)] : [] }
    },
  )

  server.post(
    '/branding/phone/providers',
    {
      config: { scopes: ['create:phone_providers'], sdk: 'branding.phone.providers.create' },
      schema: { body: NewProvider, response: { 201: PhoneProvider } },
    },
    async (request, reply) => {
      const { store, body } = request
      const now = new Date()
      const { name, disabled = false, configuration = { delivery_methods: ['text'] }, credentials } = body
      const provider = { name, disabled, configuration, credentials }
      checkProvider(provider)
      const created = await store.transaction(async tx => {
        const made = await tx.phone_providers.create(provider, now)
        await tx.logs.write(managementEvent(request, 'Configure the phone provider'), now)
        return made
      })
      return reply.code(201).send(shown(store, created))
    },
  )

  server.get(
    '/branding/phone/providers/:id',
    {
      config: { scopes: ['read:phone_providers'], sdk: 'branding.phone.providers.get' },
      schema: { params: Params, response: { 200: PhoneProvider } },
    },
    async ({ store, params }) => shown(store, await providerOf(store.phone_providers.find(), params.id)),
  )

  server.patch(
    '/branding/phone/providers/:id',
    {
      config: { scopes: ['update:phone_providers'], sdk: 'branding.phone.providers.update' },
      schema: { params: Params, body: ProviderPatch, response: { 200: PhoneProvider } },
    },
    async request => {
      const { store, params, body } = request
      const now = new Date()
      const updated = await store.transaction(async tx => {
        const before = await providerOf(tx.phone_providers.findForUpdate(), params.id)
        const { name, disabled, configuration, credentials } = { ...before, ...body }
        // A secret is good for the address that it was given for: who may not read it must not have it sent elsewhere.
        if (configuration.base_url !== before.configuration.base_url && !body.credentials)
          throw invalidProperty('Missing: another address needs them anew', 'credentials')
        const provider = { name, disabled, configuration, credentials }
        checkProvider(provider)
        const changed = await tx.phone_providers.replace(params.id, provider, now)
        await tx.logs.write(managementEvent(request, 'Update the phone provider'), now)
        return changed
      })
      if (!updated) throw inexistent()
      return shown(store, updated)
    },
  )

  server.delete(
    '/branding/phone/providers/:id',
    {
      config: { scopes: ['delete:phone_providers'], sdk: 'branding.phone.providers.delete' },
      schema: { params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (!(await tx.phone_providers.remove(params.id))) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Delete the phone provider'), now)
      })
      return reply.code(204).send(null)
    },
  )

  server.post(
    '/branding/phone/providers/:id/try',
    {
      config: { scopes: ['create:phone_providers'], sdk: 'branding.phone.providers.test' },
      schema: {
        params: Params,
        body: Recipient,
        response: { 202: Type.Object({ code: Type.Integer(), message: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { store, params, body } = request
      const now = new Date()
      const provider = await providerOf(store.phone_providers.find(), params.id)
      const { to, delivery_method: by } = body
      await tryMessage(store, server.outbound, provider, { to, by, type: 'otp_verify' }, now)
      await store.logs.write(
        managementEvent(request, 'Send a test phone notification for the configured provider'),
        now,
      )
      return reply.code(202).send({ code: 202, message: 'Phone notification sent.' })
    },
  )
}
