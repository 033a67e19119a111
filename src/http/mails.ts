// What each mail is made of: the contract between whoever writes to somebody and views/mail. Data are plain, as pages.ts has them.
import type { Client, Tenant } from './pages.ts'

interface LinkMail {
  tenant: Tenant
  url: string
  expires_at: Date
}

interface CodeMail {
  tenant: Tenant
  code: string
  expires_at: Date
}

export interface Mails {
  'verify-email': LinkMail
  /** A code that shows, before there is an account, that the address is hers. */
  'verify-email-by-code': CodeMail
  'reset-password': LinkMail
  'reset-password-by-code': CodeMail
  /** With where she may go from here, if the tenant says so. */
  welcome: { tenant: Tenant; result_url?: string }
  /** To an address that somebody tried to sign up with once more; the link chooses a new password. */
  'account-exists': LinkMail
  /** The same, where no new password is chosen by mail. */
  'account-exists-without-reset': { tenant: Tenant }
  /** To who has an account on which too many tries were made; the link lifts the block. */
  'blocked-account': LinkMail
  /** An administrator asks her to add a second factor. */
  'enroll-factor': LinkMail
  /** To who signed in by a password that is known from breaches; the link chooses another. */
  'stolen-credentials': LinkMail
  /** A client asks for the user's word (CIBA). */
  'async-approval': LinkMail & { client: Client }
  /** Signs in whoever asked for it. */
  'magic-link': LinkMail
  /** A code to type where it was asked for, beside what was proved before. */
  'one-time-code': CodeMail
  /** A code that alone signs in. */
  'sign-in-code': CodeMail
  /** To the new address; the link makes it the account's. */
  'confirm-email': LinkMail
  'password-changed': { tenant: Tenant; time: Date }
  /** A second factor was enrolled. */
  'factor-added': { tenant: Tenant; time: Date }
  'factor-removed': { tenant: Tenant; time: Date }
  /** So many codes were wrong that none counts. */
  'codes-locked': { tenant: Tenant; time: Date }
  'passkey-added': { tenant: Tenant; time: Date }
  'passkey-removed': { tenant: Tenant; time: Date }
  /** To the old address. */
  'email-changed': { tenant: Tenant; time: Date; old_email: string; new_email: string }
}

export interface Message {
  subject: string
  html: string
  text: string
}
