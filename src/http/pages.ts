// What each page is made of: the contract between the rooms that answer requests and the templates in views/.
// Data are plain and say facts, never sentences (words.ts) or markup. Optional data are left out, undefined or null.
//
// Every form posts `_csrf`. A button is `action`: `default`, or `accept` / `deny` where there are two, or `resend`.

import type { Factor } from '../store/multi-factor.ts'
import type { Look } from './look.ts'
import type { ErrorCode, PasswordRuleCode, Prompt, Screen, Variables } from './words.ts'

type Optional = string | null | undefined

export interface Tenant {
  friendly_name: string
  picture_url?: Optional
  support_email?: Optional
  support_url?: Optional
  /** The languages of its pages and mails, its own first; absent: all there are. */
  locales?: readonly string[] | undefined
  /** Its own; absent: the design as it is. */
  look?: Look | undefined
}

export interface Client {
  name: string
  logo_uri?: Optional
  /** For a tenant's own markup. */
  client_id?: string | undefined
  client_metadata?: Readonly<Record<string, string>> | undefined
}

/** `client` stands in `${clientName}`; without one the tenant's friendly name does. */
interface Page {
  tenant: Tenant
  client?: Client | undefined
}

/** A proof of work that a form must come with. */
export interface Work {
  challenge: string
  bits: number
  /** how long who has no script waits instead */
  wait_seconds: number
}

interface Form {
  /** What it must come with beside what a person types. */
  work?: Work | undefined
  /** Where the form posts to. */
  action: string
  csrf: string
  /** Hidden fields that the form sends along. */
  fields?: Readonly<Record<string, string>> | undefined
}

/** An error of the whole form, or of one field (its `name`). `variables` fill the text of the code. */
interface Errors<P extends Prompt, S extends Screen<P>, Field extends string> {
  errors?:
    | readonly { code: ErrorCode<P, S>; field?: Field | undefined; variables?: Variables | undefined }[]
    | undefined
}

/**
 * What a connection's password policy asks for, in Auth0's codes; `items` are the choices of `…-contains-at-least`.
 * `failed` marks what the password just sent did not meet.
 */
export interface PasswordRule {
  code: PasswordRuleCode
  variables?: Variables | undefined
  failed?: boolean | undefined
  items?: readonly PasswordRule[] | undefined
}

/** What a script tells the browser of credentials, so that it offers none that are of no use (WebAuthn 3 §5.1.10): `about` is JSON. */
export interface Signal {
  method: 'signalUnknownCredential' | 'signalAllAcceptedCredentials' | 'signalCurrentUserDetails'
  about: string
}

/** A passkey of whoever is at this browser. A form of its own, which a script fills in; without one it is unseen. Posts: credential. */
export interface PasskeyOffer extends Form {
  /** What the browser is to be asked for, as JSON. */
  ceremony: string
  /** There is a button for it. */
  button: boolean
  /** They stand among the names that the browser fills in. */
  autofill: boolean
  /** The one that was just used is unknown here. */
  signal?: Signal | undefined
}

// Posts: username, password; or action=code, forgot or signup, with the name as far as it is typed.
export interface LoginPage extends Page, Form, Errors<'login', 'login', 'username' | 'password'> {
  /** The country that a number is typed in, if that is likely; where numbers are asked for. */
  country?: Optional
  client: Client
  names: Names
  /** A one-time code will do too: action=code. */
  has_code?: boolean | undefined
  /** Passwords can be reset: action=forgot. */
  has_reset?: boolean | undefined
  /** action=signup. */
  has_signup?: boolean | undefined
  /** What was entered, or login_hint. Never a password. */
  values: { username?: Optional }
  passkey?: PasskeyOffer | undefined
  /** Absent where there is no such way in. */
  links: { passwordless_email?: Optional; passwordless_sms?: Optional }
}

// Posts: what `names` has, password.
export interface SignupPage
  extends Page,
    Form,
    Errors<'signup', 'signup', 'email' | 'username' | 'phone_number' | 'password'> {
  country?: Optional
  client: Client
  names: Fields
  password_rules: readonly PasswordRule[]
  values: { email?: Optional; username?: Optional; phone_number?: Optional }
  links: { login: string }
}

/** By which names one signs in. */
export type Names = { email: boolean; username: boolean; phone_number: boolean }

// Posts: username; or action=signup, with the name as far as it is typed.
export interface LoginIdPage extends Page, Form, Errors<'login-id', 'login-id', 'username'> {
  country?: Optional
  client: Client
  names: Names
  has_signup?: boolean | undefined
  /** What was entered, or login_hint. */
  values: { username?: Optional }
  passkey?: PasskeyOffer | undefined
  links: { passwordless_email?: Optional; passwordless_sms?: Optional }
}

/** The same for known and unknown names. Posts: username (unseen), password; or action=code. */
export interface LoginPasswordPage extends Page, Form, Errors<'login-password', 'login-password', 'password'> {
  client: Client
  /** As it was entered. */
  identifier: string
  /** A one-time code will do too. */
  has_code: boolean
  links: { edit: string; forgot_password?: Optional }
}

// Posts: username: an address or a number.
export interface LoginPasswordlessPage
  extends Page,
    Form,
    Errors<'login-passwordless', 'login-passwordless-lists', 'username'> {
  country?: Optional
  client: Client
  by: { email: boolean; sms: boolean }
  values: { username?: Optional }
  links: { login?: Optional }
}

/** The same for known and unknown addresses. Posts: code; or action=resend, and what else it offers: link, code, password. */
export interface CodePage extends Page, Form {
  client: Client
  /** Where the code went, as it was entered. */
  address: string
  /** It was just sent a second time. */
  resent: boolean
  /** A password will do too: action=password. */
  has_password?: boolean | undefined
  links: { edit: string }
  errors?:
    | readonly {
        code: ErrorCode<'email-otp-challenge', 'email-otp-challenge'>
        field?: 'code' | undefined
        variables?: Variables | undefined
      }[]
    | undefined
}

/** A link of ours, opened in the browser that asked for it; only the person's POST spends it. Posts: ticket (hidden). */
export interface LoginLinkPage extends Page, Form, Errors<'login-passwordless', 'login-passwordless-link', never> {
  client: Client
  address: string
}

/** A link of ours, opened in another browser. */
export interface LoginLinkElsewherePage extends Page {
  code: string
}

type Status = 'required' | 'optional' | 'inactive'
/** What a sign-up asks for. */
export type Fields = { email: Status; username: Status; phone_number: Status }

// Posts: what `names` has.
export interface SignupIdPage
  extends Page,
    Form,
    Errors<'signup-id', 'signup-id', 'email' | 'username' | 'phone_number'> {
  country?: Optional
  client: Client
  names: Fields
  /** What comes depends on whether her browser can make passkeys: a script says so. */
  asks_browser: boolean
  values: { email?: Optional; username?: Optional; phone_number?: Optional }
  links: { login: string }
}

// Posts: password.
export interface SignupPasswordPage extends Page, Form, Errors<'signup-password', 'signup-password', 'password'> {
  client: Client
  /** What the password manager keeps it with. */
  identifier: string
  password_rules: readonly PasswordRule[]
  links: { edit: string; login: string }
}

// Posts: email, or username if has_username.
export interface ResetPasswordRequestPage
  extends Page,
    Form,
    Errors<'reset-password', 'reset-password-request', 'email' | 'username'> {
  has_username: boolean
  /** A code is sent in place of a link. */
  by_code: boolean
  values: { email?: Optional; username?: Optional }
  links: { login?: Optional }
}

/** The same for known and unknown addresses. Posts the same field as reset-password-request, with action=resend. */
export interface ResetPasswordEmailPage extends Page, Form {
  has_username: boolean
  /** As it was entered. */
  identifier: string
  /** The mail was just sent a second time. */
  resent: boolean
  links: { login?: Optional }
}

// Posts: password-reset, re-enter-password (Auth0's names).
export interface ResetPasswordPage
  extends Page,
    Form,
    Errors<'reset-password', 'reset-password', 'password-reset' | 're-enter-password'> {
  /** The account the link was issued for; lets password managers update the right entry. */
  email?: Optional
  password_rules: readonly PasswordRule[]
}

/**
 * She has just signed in, or makes an account by it. Posts: credential, which a script fills in, with action=webauthn; if she has an account also
 * action=not-now, action=never, a newcomer's action=without-passkey.
 */
export interface PasskeyEnrollmentPage extends Page, Form, Errors<'passkeys', 'passkey-enrollment', never> {
  client: Client
  /** What the browser is to be asked for, as JSON. */
  ceremony: string
  /** Who has no account yet. */
  newcomer?:
    | { identifier: string; links: { edit: string; login: string; password?: Optional }; by_code: boolean }
    | undefined
}

export interface ResetPasswordSuccessPage extends Page {
  /** Back to the app, if the reset began in one. */
  links: { continue?: Optional }
}

export interface ResetPasswordErrorPage extends Page {
  reason: 'Expired' | 'Used' | 'Generic'
  links: { request?: Optional }
}

/** The GET of a verification link: only the person's POST spends it, since mail scanners open links. */
export interface EmailVerificationPage extends Page, Form {
  email?: Optional
}

export interface EmailVerificationResultPage extends Page {
  result: 'verified' | 'alreadyVerified' | 'invalidAccountOrCode' | 'unknownError'
  links: { continue?: Optional }
}

/** After sign-up, or when a connection demands a verified email first. Posts action=resend. */
export interface EmailVerificationSentPage
  extends Page,
    Form,
    Errors<'email-verification', 'email-verification-sent', never> {
  email: string
  resent: boolean
  links: { login?: Optional }
}

// Pages of the person who is signed in: what is hers, and what she can do with it.
export interface AccountPage extends Page, Form, Errors<'account', 'account', 'name' | 'nickname'> {
  /** how she knows herself: name or address */
  account: string
  values: { name?: Optional; nickname?: Optional }
  saved: boolean
  signal?: Signal | undefined
  /** Absent where there is none, or nothing to do. */
  links: {
    password?: Optional
    email?: Optional
    security: string
    sessions: string
    apps: string
    identities?: Optional
    data: string
    sign_out: string
  }
  email?: Optional
}

interface AccountScreen extends Page, Form {
  links: { back: string }
}

// Posts: password.
export interface AccountPasswordPage extends AccountScreen, Errors<'account', 'account-password', 'password'> {
  /** for password managers */
  username?: Optional
  password_rules: readonly PasswordRule[]
  saved: boolean
}

// Posts: email.
export interface AccountEmailPage extends AccountScreen, Errors<'account', 'account-email', 'email'> {
  email?: Optional
  values: { email?: Optional }
  /** where a link was sent */
  sent?: Optional
}

/** The GET of the link in the mail; posts ticket (hidden). Without `email`: it is done, or cannot be. */
export interface AccountEmailConfirmPage extends Page, Partial<Form> {
  email?: Optional
  /** whose it will be: as much as its owner knows it by */
  account?: Optional
  outcome?: 'done' | 'failed' | undefined
  links: { back: string }
}

// Posts: action = an id, or `all`.
export interface AccountSessionsPage extends AccountScreen, Errors<'account', 'account-sessions', never> {
  sessions: readonly {
    id: string
    current: boolean
    /** as browser and system where they can be told, else as it calls itself */
    device?: { browser: string; system: string } | undefined
    user_agent?: Optional
    ip?: Optional
    signed_in: Date
    last_seen: Date
  }[]
}

// Posts: action=add-totp, action=new-recovery-code, or remove = an id; action=webauthn with type and credential, which a script fills in.
export interface AccountSecurityPage extends AccountScreen, Errors<'account', 'account-security', never> {
  methods: readonly {
    id: string
    kind: 'totp' | 'phone' | 'email' | 'recovery' | 'webauthn' | 'passkey'
    name?: Optional
    address?: Optional
    added: Date
  }[]
  offers: { totp: boolean; recovery_code: boolean }
  /** What the browser is asked for when she adds a passkey or a security key; needs script. */
  keys: readonly { type: 'passkey' | 'webauthn-roaming'; ceremony: string }[]
  signal?: Signal | undefined
}

// Posts: code, id (hidden).
export interface AccountTotpPage extends AccountScreen, Errors<'account', 'account-totp', 'code'> {
  uri: string
  secret: string
}

/** Shown once. */
export interface AccountRecoveryCodePage extends Page {
  code: string
  links: { back: string }
}

// Posts: action = the client's id.
export interface AccountAppsPage extends AccountScreen, Errors<'account', 'account-apps', never> {
  apps: readonly {
    client_id: string
    name: string
    logo_uri?: Optional
    scopes: readonly { name: string; description?: Optional }[]
  }[]
}

// Posts: action = provider|id.
export interface AccountIdentitiesPage extends AccountScreen, Errors<'account', 'account-identities', never> {
  identities: readonly { id: string; connection: string; name: string; primary: boolean }[]
}

// Posts: confirm.
export interface AccountDataPage extends AccountScreen, Errors<'account', 'account-data', 'confirm'> {
  account: string
  links: { back: string; download: string }
}

/** The GET of the link that lifts a block; posts ticket (hidden). */
export interface UserBlockPage extends Page, Form {
  email?: Optional
}

export interface UserBlockResultPage extends Page {
  result: 'lifted' | 'invalid'
  links: { continue?: Optional }
}

/** What each page that asks for a second proof has. Posts: code, and `rememberBrowser` where that is offered. */
export interface SecondProofPage extends Page, Form {
  client: Client
  /** This browser may be remembered, so that she is not asked there for a while. */
  remember?: { checked: boolean } | undefined
  /** Another way to prove it. */
  links: { other?: Optional }
}

type Choosing = Page & Form & { client: Client }

// Posts: action, a factor.
export interface MfaBeginEnrollOptionsPage extends Choosing, Errors<'mfa', 'mfa-begin-enroll-options', never> {
  factors: readonly Factor[]
}

/** What came of a ticket by which she adds a factor. */
export interface MfaEnrollResultPage extends Page {
  result: 'enrolled' | 'alreadyEnrolled' | 'alreadyUsed' | 'expiredTicket' | 'invalidTicket' | 'genericError'
  links: { continue?: Optional }
}

// Posts: action, a factor.
export interface MfaLoginOptionsPage extends Choosing, Errors<'mfa', 'mfa-login-options', never> {
  /** `detail`: which of hers it is, where she has one of the kind */
  ways: readonly { factor: Factor; detail?: Optional }[]
}

// Posts: action, the id of one.
export interface MfaListPage extends Choosing, Errors<'mfa-email', 'mfa-email-list', never> {
  /** `to`: as much of the address or number as may be shown */
  ways: readonly { id: string; to: string }[]
  links: { back: string }
}

// Posts: code.
export interface OtpEnrollmentPage extends Choosing, Errors<'mfa-otp', 'mfa-otp-enrollment-qr', 'code'> {
  /** What an app scans. */
  uri: string
  /** The same to type. */
  secret: string
  /** The same with a picture, or without one; and back to the other factors. */
  links: { other: string; back?: Optional }
}

export interface OtpChallengePage extends SecondProofPage, Errors<'mfa-otp', 'mfa-otp-challenge', 'code'> {}

/** Posts also: action=resend. */
export interface SentCodePage extends SecondProofPage, Errors<'mfa-email', 'mfa-email-challenge', 'code'> {
  /** As much of the address or number as may be shown. */
  to: string
  resent: boolean
  /** `edit`: to another one of hers */
  links: { other?: Optional; edit?: Optional }
}

// Posts: phone; where there is a choice, action=sms or action=voice.
export interface PhoneEnrollmentPage extends Choosing, Errors<'mfa-sms', 'mfa-sms-enrollment', 'phone'> {
  country?: Optional
  values: { phone?: Optional }
  links: { other?: Optional }
}

// Posts: action=sms or action=voice.
export interface PhoneChallengePage
  extends Omit<SecondProofPage, 'remember'>,
    Errors<'mfa-phone', 'mfa-phone-challenge', never> {
  to: string
  links: { other?: Optional; edit?: Optional }
}

type WebauthnScreen = `mfa-webauthn-${'roaming' | 'platform'}-${'enrollment' | 'challenge'}`

/** Posts: credential, which a script fills in. @property ceremony what the browser is to be asked for, as JSON */
export interface WebauthnEnrollmentPage extends Choosing, Errors<'mfa-webauthn', WebauthnScreen, never> {
  ceremony: string
  links: { other?: Optional }
}

/** Posts: credential, which a script fills in. @property ceremony what the browser is to be asked for, as JSON */
export interface WebauthnChallengePage extends SecondProofPage, Errors<'mfa-webauthn', WebauthnScreen, never> {
  ceremony: string
}

// Posts: nickname.
export interface WebauthnNicknamePage
  extends Choosing,
    Errors<'mfa-webauthn', 'mfa-webauthn-change-key-nickname', 'nickname'> {
  /** It is the device's own, no security key. */
  platform: boolean
  values: { nickname?: Optional }
}

export interface WebauthnSuccessPage extends Choosing {
  platform: boolean
}

/** Nothing that she has can be asked for here. */
export interface WebauthnNotAvailablePage extends Page {
  client: Client
  links: { other?: Optional }
}

export interface RecoveryCodeChallengePage
  extends SecondProofPage,
    Errors<'mfa-recovery-code', 'mfa-recovery-code-challenge', 'code'> {}

/** A code to save, now or never. */
export interface RecoveryCodePage extends Choosing {
  code: string
}

// Posts: action=accept or action=deny.
export interface ConsentPage extends Page, Form {
  client: Client
  /** How the person knows herself: name or email address. */
  user: { name: string }
  /** Without a description the standard scopes have one in words.ts, others show their name. */
  scopes: readonly { name: string; description?: Optional }[]
  /** The APIs that it wants tokens for. */
  apis?: readonly { name: string; identifier: string }[] | undefined
  /** The app described itself, and nobody of the tenant's has looked at it. */
  unverified?:
    | {
        /** where its description comes from, if that is known */
        host?: Optional
        /** the host that the answer goes to; absent: an app on this device */
        returns_to?: Optional
      }
    | undefined
}

/** What exactly an app asks to do this once (RFC 9396). */
interface Detailed {
  /** As lines of a name and a value. */
  details: readonly { type: string; lines: readonly { name: string; value: string }[] }[]
}

/** Posts: action=accept or action=deny. */
export interface CustomizedConsentPage extends ConsentPage, Detailed {
  /** The same, for a tenant's own markup. */
  authorization_details: readonly object[]
}

// Posts: user_code.
export interface DeviceCodeActivationPage
  extends Page,
    Form,
    Errors<'device-flow', 'device-code-activation', 'user_code'> {
  /** As it was typed, or came in the URL. */
  values: { user_code?: Optional }
  /** The code has nothing but digits. */
  digits: boolean
}

/** Is it the person's own device that asks? Posts user_code (hidden) and action=accept or action=deny. */
export interface DeviceCodeConfirmationPage
  extends Page,
    Form,
    Errors<'device-flow', 'device-code-confirmation', never> {
  client: Client
  user_code: string
  device: { ip?: Optional; user_agent?: Optional }
}

export interface EventPage extends Page {}

// Opened by the link in a mail; posts ticket (hidden).
export interface AsyncApprovalStartPage
  extends Page,
    Form,
    Errors<'async-approval-flow', 'async-approval-start', never> {
  client: Client
}

// Posts: action=accept or action=deny.
export interface AsyncApprovalPage
  extends Page,
    Form,
    Errors<'async-approval-flow', 'async-approval', never>,
    Pick<ConsentPage, 'user' | 'scopes'>,
    Detailed {
  client: Client
  binding_message?: Optional
}

export interface AsyncApprovalErrorPage extends Page {
  reason: 'gone' | 'refused'
}

// Posts: action=accept or action=deny.
export interface LogoutPage extends Page, Form {
  user?: { name: string } | undefined
}

export interface LogoutCompletePage extends Page {
  /** What is loaded unseen, so that apps hear of the logout (https, or http on loopback). */
  frames: readonly string[]
  links: { continue?: Optional }
}

/** The same on the way to where the app wants its users back: leads on by itself when the frames have been loaded. */
export interface LogoutContinuePage extends Page {
  frames: readonly string[]
  links: { continue: string }
}

export interface ErrorPage extends Page {
  kind: 'expired' | 'noCookies' | 'notFound' | 'invalid' | 'denied' | 'tooMany' | 'unavailable' | 'unknown'
  request_id: string
  /** The OAuth error and its description, for developers; nothing internal. */
  error?: Optional
  error_description?: Optional
  /** Where `links.back` leads, when that is a stranger's to say. */
  unverified_host?: Optional
  links: { back?: Optional }
}

/** Development only: the messages that no SMTP server got. */
export interface MailboxPage extends Page {
  messages: readonly { url: string; to: string; subject: string; date: Date }[]
  /**
   * The open one; `links` are the addresses in it. `html_url` answers its HTML for a frame of this page, so with
   * `x-frame-options: SAMEORIGIN` and a policy of its own: `sandbox allow-popups allow-popups-to-escape-sandbox;
   * default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-ancestors 'self'`.
   */
  message?:
    | {
        to: string
        from: string
        subject: string
        date: Date
        text: string
        /** of a mail */
        html_url?: Optional
        links: readonly string[]
      }
    | undefined
}

/** Development only: a public client on the issuer's own origin. */
export interface TryPage extends Page {
  issuer: string
  client_id: string
  /** Registered as callback and as allowed logout URL. */
  redirect_uri: string
  audience?: Optional
  links: { mailbox?: Optional }
}

export interface Pages {
  'login/login': LoginPage
  'login-id/login-id': LoginIdPage
  'login-password/login-password': LoginPasswordPage
  'login-passwordless/login-passwordless-lists': LoginPasswordlessPage
  'login-passwordless/login-passwordless-email-code': CodePage
  'login-passwordless/login-passwordless-email-link': CodePage
  'login-passwordless/login-passwordless-sms-otp': CodePage
  'login-passwordless/login-passwordless-link': LoginLinkPage
  'login-passwordless/login-passwordless-other-device': LoginLinkElsewherePage
  'login-passwordless/login-passwordless-link-error': EventPage
  'email-otp-challenge/email-otp-challenge': CodePage
  'sms-otp-challenge/sms-otp-challenge': CodePage
  'email-identifier-challenge/email-identifier-challenge': CodePage
  'phone-identifier-challenge/phone-identifier-challenge': CodePage
  'signup/signup': SignupPage
  'signup-id/signup-id': SignupIdPage
  'signup-password/signup-password': SignupPasswordPage
  'passkeys/passkey-enrollment': PasskeyEnrollmentPage
  'passkeys/passkey-enrollment-local': PasskeyEnrollmentPage
  'reset-password/reset-password-request': ResetPasswordRequestPage
  'reset-password/reset-password-email': ResetPasswordEmailPage
  'reset-password/reset-password': ResetPasswordPage
  'reset-password/reset-password-success': ResetPasswordSuccessPage
  'reset-password/reset-password-error': ResetPasswordErrorPage
  'email-verification/email-verification': EmailVerificationPage
  'email-verification/email-verification-result': EmailVerificationResultPage
  'email-verification/email-verification-sent': EmailVerificationSentPage
  'account/account': AccountPage
  'account/account-password': AccountPasswordPage
  'account/account-email': AccountEmailPage
  'account/account-email-confirm': AccountEmailConfirmPage
  'account/account-sessions': AccountSessionsPage
  'account/account-security': AccountSecurityPage
  'account/account-totp': AccountTotpPage
  'account/account-recovery-code': AccountRecoveryCodePage
  'account/account-apps': AccountAppsPage
  'account/account-identities': AccountIdentitiesPage
  'account/account-data': AccountDataPage
  'account/account-deleted': EventPage
  'user-block/user-block': UserBlockPage
  'user-block/user-block-result': UserBlockResultPage
  'mfa/mfa-begin-enroll-options': MfaBeginEnrollOptionsPage
  'mfa/mfa-login-options': MfaLoginOptionsPage
  'mfa/mfa-enroll-result': MfaEnrollResultPage
  'mfa-otp/mfa-otp-enrollment-qr': OtpEnrollmentPage
  'mfa-otp/mfa-otp-enrollment-code': OtpEnrollmentPage
  'mfa-otp/mfa-otp-challenge': OtpChallengePage
  'mfa-email/mfa-email-challenge': SentCodePage
  'mfa-email/mfa-email-list': MfaListPage
  'mfa-sms/mfa-sms-enrollment': PhoneEnrollmentPage
  'mfa-sms/mfa-sms-challenge': SentCodePage
  'mfa-sms/mfa-sms-list': MfaListPage
  'mfa-voice/mfa-voice-enrollment': PhoneEnrollmentPage
  'mfa-voice/mfa-voice-challenge': SentCodePage
  'mfa-phone/mfa-phone-enrollment': PhoneEnrollmentPage
  'mfa-phone/mfa-phone-challenge': PhoneChallengePage
  'mfa-webauthn/mfa-webauthn-roaming-enrollment': WebauthnEnrollmentPage
  'mfa-webauthn/mfa-webauthn-platform-enrollment': WebauthnEnrollmentPage
  'mfa-webauthn/mfa-webauthn-roaming-challenge': WebauthnChallengePage
  'mfa-webauthn/mfa-webauthn-platform-challenge': WebauthnChallengePage
  'mfa-webauthn/mfa-webauthn-change-key-nickname': WebauthnNicknamePage
  'mfa-webauthn/mfa-webauthn-enrollment-success': WebauthnSuccessPage
  'mfa-webauthn/mfa-webauthn-not-available-error': WebauthnNotAvailablePage
  'mfa-recovery-code/mfa-recovery-code-enrollment': RecoveryCodePage
  'mfa-recovery-code/mfa-recovery-code-challenge': RecoveryCodeChallengePage
  'mfa-recovery-code/mfa-recovery-code-challenge-new-code': RecoveryCodePage
  'consent/consent': ConsentPage
  'customized-consent/customized-consent': CustomizedConsentPage
  'device-flow/device-code-activation': DeviceCodeActivationPage
  'device-flow/device-code-confirmation': DeviceCodeConfirmationPage
  'device-flow/device-code-activation-allowed': EventPage
  'device-flow/device-code-activation-denied': EventPage
  'async-approval-flow/async-approval-start': AsyncApprovalStartPage
  'async-approval-flow/async-approval': AsyncApprovalPage
  'async-approval-flow/async-approval-accepted': EventPage
  'async-approval-flow/async-approval-denied': EventPage
  'async-approval-flow/async-approval-error': AsyncApprovalErrorPage
  'async-approval-flow/async-approval-wrong-user': EventPage
  'logout/logout': LogoutPage
  'logout/logout-complete': LogoutCompletePage
  'logout/logout-continue': LogoutContinuePage
  'error/error': ErrorPage
  'dev/mail': MailboxPage
  'dev/try': TryPage
}
