// A virtual authenticator of a real Chromium (the WebAuthn domain of its DevTools protocol).
import type { CDPSession, Page } from 'playwright-core'

type Options = {
  transport: 'internal' | 'usb'
  hasResidentKey: boolean
  hasUserVerification: boolean
  isUserVerified: boolean
}
type Kept = {
  credentialId: string
  privateKey: string
  rpId?: string
  userHandle?: string
  signCount: number
  isResidentCredential: boolean
  userDisplayName?: string
}

/** This device's own, whose user shows who she is; unless told otherwise. */
export async function addAuthenticator(page: Page, options: Partial<Options> = {}) {
  const cdp: CDPSession = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      ...options,
    },
  })
  return {
    credentials: async (): Promise<Kept[]> =>
      (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials as Kept[],
    add: (credential: Kept) => cdp.send('WebAuthn.addCredential', { authenticatorId, credential: credential as never }),
    remove: () => cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
    /** whether its user shows who she is from now on */
    verifies: (isUserVerified: boolean) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}
