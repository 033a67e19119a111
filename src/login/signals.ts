// What about a first proof is not as it was before, for policies that ask for a second one of whoever seems to be at risk (Auth0:
// confidence-score). Only what one server can know by itself: no place on the map, and so no impossible travel.
import { networkOf } from '../http/network.ts'
import type { Signal } from '../oidc/interaction.ts'
import type { TenantStore } from '../store/store.ts'

const DAY_MS = 24 * 60 * 60_000
/** Failures on the account within a day, by whichever of her names and from wherever. */
const MANY_FAILURES = 5

/** @param first.is_known_device whether this account has signed in on this device before */
export async function signalsOf(
  store: TenantStore,
  first: { user_id: string; ip: string; is_known_device: boolean },
  now: Date,
): Promise<Signal[]> {
  const { user_id, ip, is_known_device } = first
  const signals: Signal[] = []
  if (!is_known_device) signals.push('new-device')
  const networks = (await store.users.addressesOf(user_id)).map(networkOf)
  // At her very first sign-in there is nothing to compare it with.
  if (networks.length > 0 && !networks.includes(networkOf(ip))) signals.push('new-network')
  const since = new Date(now.getTime() - DAY_MS)
  const names = await store.users.listSignInNames(user_id)
  // This try, which has not failed, is counted yet.
  if ((await store.attempts.countFailures(names, since)) > MANY_FAILURES) signals.push('many-failures')
  return signals
}
