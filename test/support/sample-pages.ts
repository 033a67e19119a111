// Data for every page and mail: as little as their types allow, and as much.

import type { Client, Mails, Pages, PasswordRule, Tenant } from '../../src/http/pages.ts'

const bare = { friendly_name: 'Acme' }
const app = { name: 'Shop' }
const form = { action: '/u/abc/here', csrf: 'csrf-token' }
/** Where test/acceptance/pages.test.ts shows the page: one that leads on stays there, and can be looked at. */
const here = (sample: string) => `/${sample}/logout/logout-continue#bye`

const code = {
  tenant: bare,
  client: app,
  ...form,
  address: 'ada@example.com',
  resent: false,
  links: { edit: '/u/abc/login-id' },
}

export const minimal: Pages = {
  'login/login': { tenant: bare, client: app, ...form, has_username: false, values: {}, links: {} },
  'login-id/login-id': {
    tenant: bare,
    client: app,
    ...form,
    names: { email: true, username: false, phone_number: false },
    values: {},
    links: {},
  },
  'login-password/login-password': {
    tenant: bare,
    client: app,
    ...form,
    identifier: 'ada@example.com',
    has_code: false,
    links: { edit: '/u/abc/login-id' },
  },
  'login-passwordless/login-passwordless-lists': {
    tenant: bare,
    client: app,
    ...form,
    by: { email: true, sms: false },
    values: {},
    links: {},
  },
  'login-passwordless/login-passwordless-email-code': code,
  'login-passwordless/login-passwordless-email-link': code,
  'login-passwordless/login-passwordless-sms-otp': code,
  'login-passwordless/login-passwordless-link': { tenant: bare, client: app, ...form, address: 'ada@example.com' },
  'login-passwordless/login-passwordless-other-device': { tenant: bare, code: '12345678' },
  'login-passwordless/login-passwordless-link-error': { tenant: bare },
  'email-otp-challenge/email-otp-challenge': code,
  'sms-otp-challenge/sms-otp-challenge': code,
  'email-identifier-challenge/email-identifier-challenge': code,
  'phone-identifier-challenge/phone-identifier-challenge': code,
  'signup-id/signup-id': {
    tenant: bare,
    client: app,
    ...form,
    fields: { email: 'required', username: 'inactive', phone_number: 'inactive' },
    values: {},
    links: { login: '/u/abc/login' },
  },
  'signup-password/signup-password': {
    tenant: bare,
    client: app,
    ...form,
    identifier: 'ada@example.com',
    password_rules: [],
    links: { edit: '/u/abc/signup-id', login: '/u/abc/login' },
  },
  'signup/signup': {
    tenant: bare,
    client: app,
    ...form,
    has_username: false,
    password_rules: [],
    values: {},
    links: { login: '/u/abc/login' },
  },
  'passkeys/passkey-enrollment': { tenant: bare, client: app, ...form, ceremony: '{}' },
  'passkeys/passkey-enrollment-local': { tenant: bare, client: app, ...form, ceremony: '{}' },
  'reset-password/reset-password-request': { tenant: bare, ...form, has_username: false, values: {}, links: {} },
  'reset-password/reset-password-email': {
    tenant: bare,
    ...form,
    has_username: false,
    identifier: 'ada@example.com',
    resent: false,
    links: {},
  },
  'reset-password/reset-password': { tenant: bare, ...form, password_rules: [] },
  'reset-password/reset-password-success': { tenant: bare, links: {} },
  'reset-password/reset-password-error': { tenant: bare, reason: 'Generic', links: {} },
  'email-verification/email-verification': { tenant: bare, ...form },
  'email-verification/email-verification-result': { tenant: bare, result: 'unknownError', links: {} },
  'email-verification/email-verification-sent': {
    tenant: bare,
    ...form,
    email: 'ada@example.com',
    resent: false,
    links: {},
  },
  'user-block/user-block': { tenant: bare, ...form },
  'user-block/user-block-result': { tenant: bare, result: 'invalid', links: {} },
  'consent/consent': { tenant: bare, client: app, ...form, user: { name: 'ada@example.com' }, scopes: [], details: [] },
  'device-flow/device-code-activation': { tenant: bare, ...form, values: {}, digits: false },
  'device-flow/device-code-confirmation': { tenant: bare, client: app, ...form, user_code: 'BCDF-GHJK', device: {} },
  'device-flow/device-code-activation-allowed': { tenant: bare },
  'device-flow/device-code-activation-denied': { tenant: bare },
  'async-approval-flow/async-approval-start': { tenant: bare, client: app, ...form },
  'async-approval-flow/async-approval': {
    tenant: bare,
    client: app,
    ...form,
    user: { name: 'ada@example.com' },
    scopes: [],
    details: [],
  },
  'async-approval-flow/async-approval-accepted': { tenant: bare },
  'async-approval-flow/async-approval-denied': { tenant: bare },
  'async-approval-flow/async-approval-error': { tenant: bare, reason: 'gone' },
  'async-approval-flow/async-approval-wrong-user': { tenant: bare },
  'logout/logout': { tenant: bare, ...form },
  'logout/logout-complete': { tenant: bare, frames: [], links: {} },
  'logout/logout-continue': { tenant: bare, frames: ['https://app.example/out'], links: { continue: here('minimal') } },
  'error/error': { tenant: bare, kind: 'unknown', request_id: 'req-1', links: {} },
  'dev/mail': { tenant: bare, messages: [] },
  'dev/try': {
    tenant: bare,
    issuer: 'http://localhost:3000/',
    client_id: 'try-it',
    redirect_uri: 'http://localhost:3000/try',
    links: {},
  },
}

/** Every optional datum, with `mark` in every string that a person or an app may choose. */
export function full(mark = ''): Pages {
  const tenant: Tenant = {
    friendly_name: `Acme Cooperative${mark}`,
    picture_url: `https://cdn.example/acme.png${mark}`,
    support_email: `help@example.com${mark}`,
    support_url: `https://example.com/help${mark}`,
  }
  const client: Client = { name: `Weather Station${mark}`, logo_uri: `https://cdn.example/app.png${mark}` }
  const email = `ada.lovelace@example.com${mark}`
  const values = { email, username: `ada${mark}` }
  const links = {
    login: `/u/abc/login?x=${mark}`,
    signup: `/u/abc/signup?x=${mark}`,
    forgot_password: `/u/abc/reset-password-request?x=${mark}`,
    continue: `https://app.example/?x=${mark}`,
    request: `/u/abc/reset-password-request?x=${mark}`,
    back: `https://app.example/?x=${mark}`,
    mailbox: `/dev/mail?x=${mark}`,
  }
  const frames = [`https://app.example/out?x=${mark}`, 'http://127.0.0.1:3001/out']
  const fields = { xsrf: `xsrf${mark}`, [`more${mark}`]: 'yes' }
  const form = { tenant, client, action: `/u/abc/here?x=${mark}`, csrf: `csrf${mark}`, fields }
  const password_rules: PasswordRule[] = [
    { code: 'password-policy-length-at-least', variables: { count: 8 } },
    {
      code: 'password-policy-contains-at-least',
      variables: { count: 3, total: 4 },
      failed: true,
      items: [
        { code: 'password-policy-lower-case' },
        { code: 'password-policy-upper-case' },
        { code: 'password-policy-numbers', failed: true },
        { code: 'password-policy-special-characters' },
      ],
    },
    { code: 'password-policy-identical-chars', variables: { count: 2 } },
  ]
  const date = new Date('2027-03-04T09:26:00Z')
  const code = {
    ...form,
    client,
    address: email,
    resent: true,
    links: { edit: links.login },
    errors: [{ code: 'wrong-code' as const, field: 'code' as const }],
  }
  return {
    'login/login': {
      ...form,
      client,
      has_username: true,
      values,
      passkey: { ...form, ceremony: '{}', button: true, autofill: true },
      links,
      errors: [{ code: 'wrong-credentials' }, { code: 'no-password', field: 'password' }],
    },
    'login-id/login-id': {
      ...form,
      client,
      names: { email: true, username: true, phone_number: true },
      values,
      passkey: { ...form, ceremony: '{}', button: true, autofill: true },
      links: { ...links, passwordless_email: links.login, passwordless_sms: links.login },
      errors: [{ code: 'no-name', field: 'username' }],
    },
    'login-password/login-password': {
      ...form,
      client,
      identifier: email,
      has_code: true,
      links: { ...links, edit: links.login },
      errors: [{ code: 'wrong-credentials' }],
    },
    'login-passwordless/login-passwordless-lists': {
      ...form,
      client,
      by: { email: true, sms: true },
      values,
      links,
      errors: [{ code: 'no-name', field: 'username' }],
    },
    'login-passwordless/login-passwordless-email-code': code,
    'login-passwordless/login-passwordless-email-link': code,
    'login-passwordless/login-passwordless-sms-otp': code,
    'login-passwordless/login-passwordless-link': { ...form, client, address: email },
    'login-passwordless/login-passwordless-other-device': { tenant, client, code: `12345678${mark}` },
    'login-passwordless/login-passwordless-link-error': { tenant, client },
    'email-otp-challenge/email-otp-challenge': code,
    'sms-otp-challenge/sms-otp-challenge': code,
    'email-identifier-challenge/email-identifier-challenge': code,
    'phone-identifier-challenge/phone-identifier-challenge': code,
    'signup-id/signup-id': {
      ...form,
      client,
      fields: { email: 'required', username: 'optional', phone_number: 'optional' },
      values: { ...values, phone_number: `+447700900123${mark}` },
      links,
      errors: [{ code: 'invalid-phone-number', field: 'phone_number' }],
    },
    'signup-password/signup-password': {
      ...form,
      client,
      identifier: email,
      password_rules,
      links: { ...links, edit: links.signup },
      errors: [{ code: 'password-too-weak', field: 'password' }],
    },
    'passkeys/passkey-enrollment': { ...form, client, ceremony: '{}', errors: [{ code: 'passkey-failed' }] },
    'passkeys/passkey-enrollment-local': { ...form, client, ceremony: '{}', errors: [{ code: 'passkeys-full' }] },
    'signup/signup': {
      ...form,
      client,
      has_username: true,
      password_rules,
      values,
      links,
      errors: [
        { code: 'invalid-email-format', field: 'email' },
        { code: 'invalid-username', field: 'username', variables: { min: 1, max: 15, characters: `_.-${mark}` } },
        { code: 'password-too-weak', field: 'password' },
      ],
    },
    'reset-password/reset-password-request': {
      ...form,
      has_username: true,
      values,
      links,
      errors: [{ code: 'no-username', field: 'username' }],
    },
    'reset-password/reset-password-email': { ...form, has_username: true, identifier: email, resent: true, links },
    'reset-password/reset-password': {
      ...form,
      email,
      password_rules,
      errors: [{ code: 'password-mismatch', field: 're-enter-password' }],
    },
    'reset-password/reset-password-success': { tenant, client, links },
    'reset-password/reset-password-error': { tenant, client, reason: 'Expired', links },
    'email-verification/email-verification': { ...form, email },
    'email-verification/email-verification-result': { tenant, client, result: 'verified', links },
    'email-verification/email-verification-sent': { ...form, email, resent: true, links },
    'user-block/user-block': { ...form, client, email },
    'user-block/user-block-result': { tenant, client, result: 'lifted', links },
    'consent/consent': {
      ...form,
      client,
      user: { name: email },
      scopes: [
        { name: 'openid' },
        { name: 'profile' },
        { name: 'read:weather', description: `Read the weather of your stations${mark}` },
        { name: `write:weather${mark}` },
        { name: 'constructor' },
      ],
      details: [
        { type: `payment${mark}`, lines: [{ name: `amount › currency${mark}`, value: `EUR${mark}` }] },
        { type: 'bare', lines: [] },
      ],
      apis: [{ name: `Weather${mark}`, identifier: `https://weather.example/${mark}` }],
      unverified: { host: `agent.example${mark}`, returns_to: `app.example${mark}` },
    },
    'device-flow/device-code-activation': {
      ...form,
      values: { user_code: `BCDF-GHJK${mark}` },
      digits: true,
      errors: [{ code: 'invalid-code' }],
    },
    'device-flow/device-code-confirmation': {
      ...form,
      client,
      user_code: `BCDF-GHJK${mark}`,
      device: { ip: `192.0.2.7${mark}`, user_agent: `WeatherStation/1.0 (ESP32; a very long name of a device)${mark}` },
      errors: [{ code: 'form-expired' }],
    },
    'device-flow/device-code-activation-allowed': { tenant, client },
    'device-flow/device-code-activation-denied': { tenant, client },
    'async-approval-flow/async-approval-start': { ...form, client, errors: [{ code: 'form-expired' }] },
    'async-approval-flow/async-approval': {
      ...form,
      client,
      user: { name: email },
      binding_message: `Order 1234-ABCD for 3 umbrellas${mark}`,
      scopes: [{ name: 'openid' }, { name: `pay:things${mark}`, description: `Pay for things${mark}` }],
      details: [{ type: `payment${mark}`, lines: [{ name: `amount${mark}`, value: `12.30 EUR${mark}` }] }],
      errors: [{ code: 'form-expired' }],
    },
    'async-approval-flow/async-approval-accepted': { tenant, client },
    'async-approval-flow/async-approval-denied': { tenant, client },
    'async-approval-flow/async-approval-error': { tenant, client, reason: 'refused' },
    'async-approval-flow/async-approval-wrong-user': { tenant, client },
    'logout/logout': { ...form, user: { name: email } },
    'logout/logout-complete': { tenant, client, frames, links },
    'logout/logout-continue': { tenant, client, frames, links: { continue: `${here('full')}${mark}` } },
    'error/error': {
      tenant,
      client,
      kind: 'invalid',
      request_id: `5f0c1c9e-req${mark}`,
      error: `invalid_request${mark}`,
      error_description: `redirect_uri did not match any of the client's registered callbacks${mark}`,
      unverified_host: `app.example${mark}`,
      links,
    },
    'dev/mail': {
      tenant,
      client,
      messages: [
        { url: `/dev/mail/2?x=${mark}`, to: email, subject: `Confirm your email address${mark}`, date },
        { url: `/dev/mail/1?x=${mark}`, to: email, subject: 'Choose a new password', date },
      ],
      message: {
        to: email,
        from: `Acme <no-reply@example.com>${mark}`,
        subject: `Confirm your email address${mark}`,
        date,
        text: `Confirm that it is yours:\n\nhttp://localhost:3000/u/email-verification?ticket=x${mark}`,
        html_url: `/dev/mail/2/html?x=${mark}`,
        links: [`http://localhost:3000/u/email-verification?ticket=x${mark}`],
      },
    },
    'dev/try': {
      tenant,
      client,
      issuer: `http://localhost:3000/${mark}`,
      client_id: `try-it${mark}`,
      redirect_uri: `http://localhost:3000/try${mark}`,
      audience: `http://localhost:3000/api/v2/${mark}`,
      links,
    },
  }
}

export function mails(mark = ''): Mails {
  const tenant: Tenant = {
    friendly_name: `Acme Cooperative${mark}`,
    picture_url: `https://cdn.example/acme.png${mark}`,
    support_url: `https://example.com/help${mark}`,
  }
  const time = new Date('2027-03-04T09:26:00Z')
  const link = { tenant, url: `https://login.example/u/reset-verify?ticket=abc&x=${mark}`, expires_at: time }
  return {
    'verify-email': link,
    'reset-password': link,
    'account-exists': link,
    'magic-link': link,
    'one-time-code': { tenant, code: `12345678${mark}`, expires_at: time },
    'password-changed': { tenant, time },
    'passkey-added': { tenant, time },
    'email-changed': { tenant, time, old_email: `old@example.com${mark}`, new_email: `new@example.com${mark}` },
    'async-approval': { ...link, client: { name: `Weather Station${mark}` } },
    'blocked-account': link,
    'stolen-credentials': link,
  }
}
