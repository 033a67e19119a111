// Activating a device (RFC 8628 §3.3): the code, the question whose device it is, the sign-in if there is need of one, and the end. A code that
// came in the URL is filled in and no more: who scans a stranger's QR code has yet to read what asks, and to say yes (§5.4).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { DeviceCodeActivationPage } from '../http/pages.ts'
import { activation, type DeviceStep } from '../oidc/interaction.ts'
import { readSettings } from '../store/settings.ts'
import { showError } from './error.ts'
import { readForm } from './form.ts'
import { admitUserCode, takeBackUserCode } from './throttles.ts'
import { formTo, type Room, show, shownClient, shownTenant } from './visit.ts'

const PATH = '/activate'
const CONFIRM_PATH = '/activate/confirm'
const MAX_CODE = 64

type Errors = NonNullable<DeviceCodeActivationPage['errors']>

async function showEntry(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  user_code: string,
  errors: Errors = [],
  status = 200,
): Promise<FastifyReply> {
  const { device_flow } = readSettings(await request.store.facts.settings())
  return show(
    room,
    reply,
    'device-flow/device-code-activation',
    {
      tenant: await shownTenant(request.store),
      ...formTo(request, reply, PATH),
      values: { user_code: user_code.slice(0, MAX_CODE) },
      digits: device_flow.charset === 'digits',
      errors,
    },
    status,
  )
}

/** What the protocol found, as a page. */
async function showStep(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  step: DeviceStep,
  typed: string,
  errors: { code: 'form-expired' }[] = [],
): Promise<FastifyReply> {
  const tenant = await shownTenant(request.store)
  switch (step.step) {
    case 'elsewhere':
      return reply
    case 'wrong':
      await activation.log(request, { type: 'fdeac', description: step.code }, undefined)
      return showEntry(room, request, reply, typed, [{ code: step.code, field: 'user_code' }], 400)
    case 'confirm':
      return show(
        room,
        reply,
        'device-flow/device-code-confirmation',
        {
          tenant,
          client: shownClient(step.client),
          ...formTo(request, reply, CONFIRM_PATH),
          fields: { user_code: step.user_code },
          user_code: step.user_code,
          device: step.device,
          errors,
        },
        errors.length > 0 ? 400 : 200,
      )
    case 'allowed':
      return show(room, reply, 'device-flow/device-code-activation-allowed', {
        tenant,
        client: shownClient(step.client),
      })
    case 'denied':
      await activation.log(request, { type: 'fdecc', description: 'User did not confirm the device' }, step.client)
      return show(room, reply, 'device-flow/device-code-activation-denied', {
        tenant,
        client: step.client && shownClient(step.client),
      })
    case 'failed': {
      const { error, error_description, statusCode } = step.error
      await activation.log(request, { type: 'fdeac', description: error_description ?? error }, undefined)
      return showError(room, request, reply, statusCode, { kind: 'invalid', error, error_description })
    }
  }
}

export function deviceFlow(server: FastifyInstance, room: Room): void {
  server.get<{ Querystring: { user_code?: unknown } }>(PATH, async (request, reply) => {
    const { user_code } = request.query
    return showEntry(room, request, reply, typeof user_code === 'string' ? user_code : '')
  })

  /** Both forms send a code, and so both could be used to guess one. */
  async function withCode(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: string,
    ask: (request: FastifyRequest, reply: FastifyReply, user_code: string) => Promise<DeviceStep>,
    errors: { code: 'form-expired' }[] = [],
  ): Promise<FastifyReply> {
    const { ip, store } = request
    if (typed === '' || typed.length > MAX_CODE)
      return showEntry(
        room,
        request,
        reply,
        typed,
        [{ code: typed === '' ? 'no-code' : 'invalid-code', field: 'user_code' }],
        400,
      )
    const now = new Date()
    if (!(await admitUserCode(store, ip, now)))
      return showEntry(room, request, reply, typed, [{ code: 'ip-blocked' }], 429)
    const step = await ask(request, reply, typed)
    if (step.step !== 'wrong') await takeBackUserCode(store, ip)
    return showStep(room, request, reply, step, typed, errors)
  }

  server.post(PATH, async (request, reply) => {
    const { user_code } = readForm(request, ['user_code'])
    const typed = user_code.trim()
    if (!isOwnForm(request)) return showEntry(room, request, reply, typed, [{ code: 'form-expired' }], 403)
    return withCode(request, reply, typed, activation.find)
  })

  server.post(CONFIRM_PATH, async (request, reply) => {
    const { user_code, action } = readForm(request, ['user_code', 'action'])
    if (!isOwnForm(request)) return showEntry(room, request, reply, user_code, [{ code: 'form-expired' }], 403)
    if (action === 'accept') return withCode(request, reply, user_code, activation.confirm)
    if (action === 'deny') return withCode(request, reply, user_code, activation.deny)
    // Only the two buttons mean anything: an empty POST connects nothing (CVE-2026-49448).
    return withCode(request, reply, user_code, activation.find, [{ code: 'form-expired' }])
  })

  server.get<{ Params: { uid: string } }>(`${PATH}/:uid`, async (request, reply) =>
    showStep(room, request, reply, await activation.resume(request, reply, request.params.uid), ''),
  )
}
