// The way of a person who activates a device (RFC 8628 §3.3), step by step: oidc-provider is asked, and what it would show is told to the pages.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors } from 'oidc-provider'
import type { Client } from '../store/clients.ts'
import type { Answered } from './answered.ts'
import { endBySelf } from './backchannel-logout.ts'
import { type Asked, ask } from './bridge.ts'
import { storedClient } from './client-metadata.ts'
import { type AskingDevice, shownBy } from './device.ts'
import { about } from './events.ts'
import { DEVICE_FORM } from './provider-internals.ts'

export const ACTIVATION_PATH = '/activate'

/** Where the person is on her way; `elsewhere`: the answer has sent her there. */
export type DeviceStep =
  | { step: 'wrong'; code: 'invalid-code' | 'expired-code' | 'used-code' }
  | { step: 'confirm'; client: Client; user_code: string; device: AskingDevice }
  | { step: 'elsewhere' }
  | { step: 'allowed'; client: Client }
  | { step: 'denied'; client: Client | undefined }
  | { step: 'failed'; error: errors.OIDCProviderError }

/** oidc-provider (9.13.3) exports none of these classes. */
const WRONG: { [name: string]: 'invalid-code' | 'expired-code' | 'used-code' } = {
  NoCodeError: 'invalid-code',
  NotFoundError: 'invalid-code',
  ExpiredError: 'expired-code',
  AlreadyUsedError: 'used-code',
}

async function clientOf({ store }: FastifyRequest, { ctx }: Answered): Promise<Client | undefined> {
  const { client, entities } = ctx.oidc
  if (client) return storedClient(client)
  const { clientId } = entities.DeviceCode ?? {}
  return clientId === undefined ? undefined : store.facts.client(clientId)
}

/** Asks oidc-provider; its cookies go to the browser. */
async function stepOf(request: FastifyRequest, reply: FastifyReply, asked: Asked): Promise<DeviceStep> {
  let answered = await ask(request, asked)
  const { session } = answered.ctx.oidc
  if ((session?.state as { clientId?: string } | undefined)?.clientId !== undefined) {
    // Somebody else was signed in here: as at /authorize, her session ends, and the one who has just signed in goes on.
    await endBySelf(request.store, { id: session!.uid, initiator: 'rp-logout' }, new Date())
    answered = await ask(request, asked)
  }
  const { ctx, headers, status } = answered
  if (headers['set-cookie'] !== undefined) reply.header('set-cookie', headers['set-cookie'])
  const shown = shownBy(ctx)
  if (shown?.page === 'confirm') {
    const { client, device, user_code } = shown
    return { step: 'confirm', client: storedClient(client), device, user_code }
  }
  const client = await clientOf(request, answered)
  if (shown?.page === 'success' && client) return { step: 'allowed', client }
  if (shown?.page === 'input') {
    const { error } = shown
    const code = WRONG[error?.name ?? '']
    if (code) return { step: 'wrong', code }
    if (error?.name === 'AbortedError') return { step: 'denied', client }
    if (error instanceof errors.OIDCProviderError && error.expose) {
      // The page about it is the room's.
      if (error instanceof errors.SessionNotFound) throw error
      return { step: 'failed', error }
    }
    throw error
  }
  if (status < 300 || status >= 400) throw new Error(`the device flow answered ${status} and no page`)
  reply.redirect(String(headers.location), 303)
  return { step: 'elsewhere' }
}

const form = (fields: { [name: string]: string }) => new URLSearchParams({ xsrf: DEVICE_FORM, ...fields })

/** What a code that somebody has typed stands for. */
export const findDevice = (request: FastifyRequest, reply: FastifyReply, user_code: string): Promise<DeviceStep> =>
  stepOf(request, reply, { method: 'POST', url: ACTIVATION_PATH, form: form({ user_code }) })

/** She says that it is her device: to the sign-in, and on. */
export const confirmDevice = (request: FastifyRequest, reply: FastifyReply, user_code: string): Promise<DeviceStep> =>
  stepOf(request, reply, { method: 'POST', url: ACTIVATION_PATH, form: form({ user_code, confirm: 'yes' }) })

/** It is not. */
export const denyDevice = (request: FastifyRequest, reply: FastifyReply, user_code: string): Promise<DeviceStep> =>
  stepOf(request, reply, { method: 'POST', url: ACTIVATION_PATH, form: form({ user_code, abort: 'yes' }) })

/** Back from a page of the sign-in. */
export const resumeDevice = (request: FastifyRequest, reply: FastifyReply, uid: string): Promise<DeviceStep> =>
  stepOf(request, reply, { method: 'GET', url: `${ACTIVATION_PATH}/${encodeURIComponent(uid)}` })

/** Writes what became of an activation. */
export async function logActivation(
  request: FastifyRequest,
  event: { type: 'fdeac' | 'fdecc'; description: string },
  client: Client | undefined,
): Promise<void> {
  await request.store.logs.write({ ...about(request, { client }), ...event }, new Date())
}
