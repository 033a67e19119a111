// A client that waits for a person's word asks again and again: RFC 8628 §3.5, and CIBA Core §7.3, §11, which took it over.
import { errors } from 'oidc-provider'
import { hashBearer } from '../store/hash.ts'
import type { TenantStore } from '../store/store.ts'
import type { Answered } from './answered.ts'
import { CIBA } from './client-metadata.ts'

export const POLL_SECONDS = 5
/** Its clock and the network between are not to the millisecond. */
const EARLY_MS = 500

/** The answer that begins it, with how often to ask. */
export const withInterval = (answered: Answered): Answered =>
  answered.error ? answered : { ...answered, body: { ...(answered.body as object), interval: POLL_SECONDS } }

/** Whether this says no more than that nobody has decided yet. */
export const isWaiting = (error: unknown): boolean =>
  error instanceof errors.AuthorizationPending || error instanceof errors.SlowDown

/**
 * Who waits and asks too often is told to slow down, which oidc-provider (9.13.3) does not do. One who has been heard gets the answer at
 * once, however soon that is.
 */
export async function paced(
  store: TenantStore,
  form: URLSearchParams,
  answered: Answered,
  now: Date,
): Promise<Answered> {
  if (!(answered.error instanceof errors.AuthorizationPending)) return answered
  const [kind, value] =
    form.get('grant_type') === CIBA
      ? ['BackchannelAuthenticationRequest', form.get('auth_req_id')]
      : ['DeviceCode', form.get('device_code')]
  const before = new Date(now.getTime() - POLL_SECONDS * 1000 + EARLY_MS)
  if (await store.artefacts.poll(kind as string, hashBearer(value ?? ''), before, now)) return answered
  const error = new errors.SlowDown()
  const { error: code, error_description } = error
  return {
    ...answered,
    status: 400,
    error,
    headers: { ...answered.headers, 'retry-after': String(POLL_SECONDS) },
    body: { error: code, ...(error_description === undefined ? {} : { error_description }) },
  }
}
