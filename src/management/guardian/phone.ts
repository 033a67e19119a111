// Auth0's older doors to what /branding/phone keeps: a tenant has one phone provider and one text for each message, whichever way it sets them.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { defaultContent } from '../../http/phone.ts'
import type { NewPhoneProvider, PhoneProvider } from '../../store/phone-providers.ts'
import type { DeliveryMethod, PhoneMessageType } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { checkProvider } from '../branding/phone-providers.ts'
import { contentOf } from '../branding/phone-templates.ts'
import { managementEvent } from '../route.ts'

const strict = { additionalProperties: false }
const setting = (maxLength: number, description: string) =>
  Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength }), Type.Null()], { description }))
const twilio = {
  sid: setting(255, 'The account'),
  from: setting(64, 'The number that messages come from'),
  messaging_service_sid: setting(255, 'A messaging service, in place of a number'),
}
const TwilioSettings = Type.Object(
  { ...twilio, auth_token: setting(255, 'Never answered; kept unless another is given') },
  strict,
)
const Twilio = Type.Object(twilio)

const Provider = Type.Object({ provider: Type.Enum(['auth0', 'twilio', 'phone-message-hook']) }, strict)
const Selected = Type.Object({ provider: Type.Optional(Type.Enum(['auth0', 'twilio', 'phone-message-hook'])) })

const Messages = Type.Object(
  {
    enrollment_message: Type.String({ minLength: 1, maxLength: 20_000, description: 'Liquid' }),
    verification_message: Type.String({ minLength: 1, maxLength: 20_000, description: 'Liquid' }),
  },
  strict,
)

/** Auth0's word for no provider of the tenant's own. */
const NONE = 'auth0' as const
const SELECTED = { twilio: 'twilio', custom: 'phone-message-hook' } as const

function shownTwilio(provider: PhoneProvider | undefined): Static<typeof Twilio> {
  if (provider?.name !== 'twilio') return {}
  const { sid, default_from, mssid } = provider.configuration
  return {
    ...(sid === undefined ? {} : { sid }),
    ...(default_from === undefined ? {} : { from: default_from }),
    ...(mssid === undefined ? {} : { messaging_service_sid: mssid }),
  }
}

/** Undefined: nothing is set, so that there is no provider. */
function providerOf(
  { sid, from, messaging_service_sid, auth_token }: Static<typeof TwilioSettings>,
  before: PhoneProvider | undefined,
): NewPhoneProvider | undefined {
  if (![sid, from, messaging_service_sid, auth_token].some(value => typeof value === 'string')) return undefined
  const { base_url } = before?.configuration ?? {}
  const delivery_methods: DeliveryMethod[] = from ? ['text', 'voice'] : ['text']
  const provider: NewPhoneProvider = {
    name: 'twilio',
    disabled: before?.disabled ?? false,
    configuration: {
      ...(sid ? { sid } : {}),
      ...(from ? { default_from: from } : {}),
      ...(messaging_service_sid ? { mssid: messaging_service_sid } : {}),
      ...(base_url === undefined ? {} : { base_url }),
      delivery_methods,
    },
    credentials: auth_token ? { auth_token } : (before?.credentials ?? {}),
  }
  checkProvider(provider)
  return provider
}

async function messageOf(store: TenantStore, type: PhoneMessageType): Promise<string> {
  const template = await store.phone_templates.findByType(type)
  return (template && !template.disabled ? template.content : defaultContent(type)).body.text
}

async function setMessage(store: TenantStore, type: PhoneMessageType, text: string, now: Date): Promise<void> {
  const template = await store.phone_templates.findByType(type)
  const { from, body } = template?.content ?? defaultContent(type)
  const content = await contentOf(store, type, { ...(from === undefined ? {} : { from }), body: { ...body, text } })
  if (template) await store.phone_templates.update(template.id, { content, disabled: false }, now)
  else await store.phone_templates.create({ type, content, disabled: false }, now)
}

const messagesOf = async (store: TenantStore) => ({
  enrollment_message: await messageOf(store, 'otp_enroll'),
  verification_message: await messageOf(store, 'otp_verify'),
})

export const guardianPhone: FastifyPluginAsyncTypebox = async server => {
  const read = { scopes: ['read:guardian_factors'] }
  const write = { scopes: ['update:guardian_factors'] }

  for (const factor of ['phone', 'sms'] as const) {
    const path = `/guardian/factors/${factor}`
    const sdk = `guardian.factors.${factor}`

    server.get(
      `${path}/providers/twilio`,
      { config: { ...read, sdk: `${sdk}.getTwilioProvider` }, schema: { response: { 200: Twilio } } },
      async ({ store }) => shownTwilio(await store.phone_providers.find()),
    )

    server.put(
      `${path}/providers/twilio`,
      {
        config: { ...write, sdk: `${sdk}.setTwilioProvider` },
        schema: { body: TwilioSettings, response: { 200: Twilio } },
      },
      async request => {
        const { store, body } = request
        const now = new Date()
        return store.transaction(async tx => {
          const before = await tx.phone_providers.findForUpdate()
          if (before && before.name !== 'twilio')
            throw new LintelError('phone_provider_conflict', `The tenant’s phone provider is ${before.name}.`)
          const provider = providerOf(body, before)
          let after: PhoneProvider | undefined
          if (!provider) before && (await tx.phone_providers.remove(before.id))
          else
            after = await (before
              ? tx.phone_providers.replace(before.id, provider, now)
              : tx.phone_providers.create(provider, now))
          await tx.logs.write(managementEvent(request, 'Update Twilio configuration'), now)
          return shownTwilio(after)
        })
      },
    )

    server.get(
      `${path}/selected-provider`,
      { config: { ...read, sdk: `${sdk}.getSelectedProvider` }, schema: { response: { 200: Selected } } },
      async ({ store }) => {
        const provider = await store.phone_providers.find()
        return { provider: provider ? SELECTED[provider.name] : NONE }
      },
    )

    server.put(
      `${path}/selected-provider`,
      { config: { ...write, sdk: `${sdk}.setProvider` }, schema: { body: Provider, response: { 200: Selected } } },
      async request => {
        const { store } = request
        const { provider } = request.body
        const before = await store.phone_providers.find()
        // What is set is used: there is nothing else to select, and Twilio may be selected before it is set.
        const selected: string[] = before ? [SELECTED[before.name]] : [NONE, 'twilio']
        if (!selected.includes(provider))
          throw new LintelError(
            'operation_not_supported',
            provider === NONE
              ? 'The tenant has a phone provider of its own, which is used: remove it at /branding/phone/providers first.'
              : `Lintel uses the phone provider that is set at /branding/phone/providers. It is accepted only as ${selected.join(' or ')}.`,
          )
        await store.logs.write(managementEvent(request, 'Update phone provider configuration'), new Date())
        return { provider }
      },
    )

    server.get(
      `${path}/templates`,
      { config: { ...read, sdk: `${sdk}.getTemplates` }, schema: { response: { 200: Messages } } },
      async ({ store }) => messagesOf(store),
    )

    server.put(
      `${path}/templates`,
      { config: { ...write, sdk: `${sdk}.setTemplates` }, schema: { body: Messages, response: { 200: Messages } } },
      async request => {
        const { store, body } = request
        const now = new Date()
        return store.transaction(async tx => {
          await setMessage(tx, 'otp_enroll', body.enrollment_message, now)
          await setMessage(tx, 'otp_verify', body.verification_message, now)
          await tx.logs.write(managementEvent(request, 'Update Enrollment and Verification Phone Templates'), now)
          return messagesOf(tx)
        })
      },
    )
  }
}
