// What reaches a phone. Owns how a provider is asked, not what is said to whom.
import { LintelError } from '../errors.ts'
import type { TenantStore } from '../store/store.ts'

export type PhoneSender = {
  /** Throws when it could not be handed over. @param to E.164 */
  send(store: TenantStore, message: { to: string; by: 'sms' | 'voice'; code: string }): Promise<void>
}

export const createPhoneSender = (): PhoneSender => ({
  async send() {
    throw new LintelError('operation_not_supported', 'No phone provider is configured.')
  },
})
