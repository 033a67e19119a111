// A phone: adding one, by its number and a code that reaches it, and a code by text message or call. Auth0 has a prompt for each way a code
// may take: mfa-sms, mfa-voice, and mfa-phone where there is a choice.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOwnForm } from '../../http/csrf.ts'
import type { PhoneEnrollmentPage } from '../../http/pages.ts'
import { readMultiFactor } from '../../store/multi-factor.ts'
import { isPhoneNumber, readPhoneNumber } from '../../store/phone-numbers.ts'
import type { TenantStore } from '../../store/store.ts'
import { readForm } from '../form.ts'
import { countryShown, typedNumber } from '../phone-field.ts'
import { proceed } from '../sign-in.ts'
import { formTo, show } from '../visit.ts'
import {
  askedFor,
  enterMfa,
  type MfaFactor,
  type MfaRoom,
  type MfaSubject,
  type MfaVisit,
  progressOf,
} from './factor.ts'
import { listOf } from './list.ts'
import { maskedPhone, send, sentCodePage } from './sent-code.ts'

type By = 'sms' | 'voice'
const PROMPTS = ['mfa-sms', 'mfa-voice', 'mfa-phone'] as const

/** How a code may reach a phone here. */
const messageTypes = async (store: TenantStore): Promise<By[]> =>
  readMultiFactor(await store.facts.settings()).message_types

const promptFor = (types: readonly By[]): (typeof PROMPTS)[number] => {
  const [only] = types
  if (types.length > 1) return 'mfa-phone'
  return only === 'voice' ? 'mfa-voice' : 'mfa-sms'
}

const phones = ({ factors }: MfaSubject) =>
  factors.methods.flatMap(({ id, type, phone_number }) =>
    type === 'phone' && phone_number !== null ? [{ id, to: phone_number }] : [],
  )

export const phone: MfaFactor = {
  factor: 'sms',
  ways: visit => phones(visit).map(({ id, to }) => ({ id, detail: maskedPhone(to) })),
  async ask(visit, { id }, now) {
    const phone = phones(visit).find(one => one.id === id)
    if (!phone) return visit.reply.redirect(visit.url('mfa'), 303)
    const [by = 'sms', ...others] = await messageTypes(visit.store)
    if (others.length === 0) return send(visit, { by, to: phone.to, method_id: id }, now)
    return proceed(visit, { ...visit.held, mfa: { choosing: id } }, 'mfa-phone-challenge')
  },
  async add(visit) {
    return visit.reply.redirect(visit.url(`${promptFor(await messageTypes(visit.store))}-enrollment`), 303)
  },
}

async function showEnrollment(
  visit: MfaVisit,
  prompt: (typeof PROMPTS)[number],
  {
    errors = [],
    typed,
    status = 200,
  }: { errors?: PhoneEnrollmentPage['errors']; typed?: string; status?: number } = {},
): Promise<FastifyReply> {
  const { account, client, reply, request, room, tenant, url } = visit
  const screen = `${prompt}-enrollment`
  const data: PhoneEnrollmentPage = {
    tenant,
    client,
    ...formTo(request, reply, url(screen)),
    country: countryShown(request),
    values: { phone: typed ?? account?.phone_number },
    errors,
    links: { other: url('mfa-begin-enroll-options') },
  }
  return show(room, reply, `${prompt}/${screen}` as 'mfa-sms/mfa-sms-enrollment', data, status)
}

/** The phone of hers for which she is choosing how to be reached. */
const chosen = (visit: MfaVisit) => phones(visit).find(({ id }) => id === progressOf(visit.held).choosing)

async function showChoice(visit: MfaVisit, to: string, errors: { code: 'form-expired' }[] = [], status = 200) {
  const { remember: _, ...page } = await askedFor(visit, 'mfa-phone-challenge')
  const list = listOf(visit, 'sms')
  const links = { ...page.links, edit: list && visit.url(list) }
  const data = { ...page, links, to: maskedPhone(to), errors }
  return show(visit.room, visit.reply, 'mfa-phone/mfa-phone-challenge', data, status)
}

export function phonePages(server: FastifyInstance, room: MfaRoom): void {
  for (const prompt of PROMPTS) {
    const path = `/u/:uid/${prompt}-enrollment`

    const enterEnrollment = async (request: MfaVisit['request'], reply: FastifyReply, now: Date) => {
      const visit = await enterMfa(room, request, reply, now, { adding: true })
      if (!visit) return undefined
      const types = await messageTypes(visit.store)
      if (visit.factors.allowed.has('sms') && promptFor(types) === prompt) return { visit, types }
      reply.redirect(visit.url('mfa'), 303)
      return undefined
    }

    server.get(path, async (request, reply) => {
      const entered = await enterEnrollment(request, reply, new Date())
      return entered ? showEnrollment(entered.visit, prompt) : reply
    })

    server.post(path, async (request, reply) => {
      const now = new Date()
      const entered = await enterEnrollment(request, reply, now)
      if (!entered) return reply
      const { visit, types } = entered
      const form = readForm(request, ['phone', 'action'])
      const again = (code: NonNullable<PhoneEnrollmentPage['errors']>[number]['code'], status = 400) =>
        showEnrollment(visit, prompt, {
          errors: [code === 'form-expired' ? { code } : { code, field: 'phone' }],
          typed: form.phone,
          status,
        })
      if (!isOwnForm(request)) return again('form-expired', 403)
      if (form.phone.trim() === '') return again('no-phone')
      const to = readPhoneNumber(typedNumber(request, form.phone))
      // Who has signed in by her phone proves nothing more by it.
      if (!isPhoneNumber(to) || visit.factors.proved.has(to)) return again('invalid-phone-format')
      const by = types.find(type => type === form.action) ?? types[0] ?? 'sms'
      const { user_id } = visit.held
      const { id } = await visit.store.transaction(async tx => {
        await tx.authentication_methods.removeAll(user_id, { types: ['phone'], unconfirmed: true })
        return tx.authentication_methods.create(
          { user_id, type: 'phone', phone_number: to, preferred_authentication_method: by, confirmed: false },
          now,
        )
      })
      return send(visit, { by, to, adding: id }, now)
    })
  }

  server.get('/u/:uid/mfa-phone-challenge', async (request, reply) => {
    const visit = await enterMfa(room, request, reply, new Date())
    if (!visit) return reply
    const phone = chosen(visit)
    return phone ? showChoice(visit, phone.to) : reply.redirect(visit.url('mfa'), 303)
  })

  server.post('/u/:uid/mfa-phone-challenge', async (request, reply) => {
    const now = new Date()
    const visit = await enterMfa(room, request, reply, now)
    if (!visit) return reply
    const phone = chosen(visit)
    if (!phone) return reply.redirect(visit.url('mfa'), 303)
    if (!isOwnForm(request)) return showChoice(visit, phone.to, [{ code: 'form-expired' }], 403)
    const types = await messageTypes(visit.store)
    const { action } = readForm(request, ['action'])
    const by = types.find(type => type === action) ?? types[0] ?? 'sms'
    return send(visit, { by, to: phone.to, method_id: phone.id }, now)
  })

  sentCodePage(server, room, 'sms')
  sentCodePage(server, room, 'voice')
}
