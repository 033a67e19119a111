// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Every sentence that a person reads on a page or in a mail, keyed by Auth0's prompt → screen → text key, so that custom text
// written for Auth0 finds its place. A key with a hyphen is the text of an error or of a password rule, and is its code.
// No sentence stands in a template or a script. `{count, plural, one {# day} other {# days}}` (ICU) is as many forms as a language has. English is
// the source of keys and types; the other languages are the files of words/ (docs/languages.md).

const password = {
  showPasswordText: 'Show password',
  hidePasswordText: 'Hide password',
} as const

const passwordRules = {
  passwordSecurityText: 'Your password needs:',
  'password-policy-length-at-least': 'At least {count, plural, one {# character} other {# characters}}',
  'password-policy-contains-at-least': 'At least ${count} of these ${total}:',
  'password-policy-lower-case': 'A lower case letter (a–z)',
  'password-policy-upper-case': 'An upper case letter (A–Z)',
  'password-policy-numbers': 'A number (0–9)',
  'password-policy-special-characters': 'A special character (such as !@#$%)',
  'password-policy-identical-chars':
    'No more than {count, plural, one {# identical character} other {# identical characters}} in a row',
} as const

const passwordErrors = {
  'password-too-weak': 'This password does not meet the rules below.',
  'password-too-common': 'This password is on lists of common passwords. Choose one that is harder to guess.',
  'password-too-long': 'This password is too long. Use at most {max, plural, one {# character} other {# characters}}.',
  'password-contains-user-information': 'This password contains something about you. Choose one that does not.',
  'password-breached':
    'This password is on lists that were stolen elsewhere, so others may try it. Choose one that you use nowhere else.',
  'password-previously-used': 'You have used this password before. Choose a new one.',
} as const

const formErrors = {
  alertListTitle: 'Please correct the following:',
  'form-expired': 'This page was open for too long. Please try once more.',
  'challenge-required':
    'There were many attempts from your network, so we check that you are not a program. Please try once more.',
  'ip-blocked': 'Too many attempts came from your network. Wait a few minutes, then try again.',
  'server-busy': 'We are very busy right now. Please try again in a few seconds.',
  'upstream-unavailable': 'We cannot check who you are right now. Please try again in a few minutes.',
} as const

const passkey = {
  passkeyButtonText: 'Continue with a passkey',
  passkeyFailedText: 'No passkey was used. Try again, or sign in another way.',
} as const

const passkeyErrors = {
  'passkey-failed': 'This passkey could not be used. Try again, or choose another way.',
  'passkey-expired': 'That took too long. Please try once more.',
} as const

const passkeySignInErrors = {
  ...passkeyErrors,
  'passkey-unverified':
    'Your email address is not confirmed yet. We have sent you the link again; then use your passkey once more.',
} as const

const passkeyEnrollment = {
  passkeyBenefit1Title: 'Nothing to remember',
  passkeyBenefit1Description: 'You sign in with your fingerprint, your face or the lock of your screen.',
  passkeyBenefit2Title: 'Nothing to steal',
  passkeyBenefit2Description: 'It works on this site only, so nobody can trick you out of it.',
  createButtonText: 'Create a passkey',
  continueButtonText: 'Not now',
  doNotShowAgainText: 'Do not ask again on this device',
  passkeyFailedText: 'No passkey was created. Try again, or go on without one.',
  passkeyTakenText: 'This device has a passkey for your account already.',
  notAvailableText: 'This browser cannot create passkeys. You can go on without one.',
  'too-many-passkeys-tried': 'Too many attempts were made. Wait a few minutes, or go on without a passkey.',
  'passkeys-full': 'Your account has as many passkeys as it can have. Remove one you no longer use first.',
} as const

const factors = {
  authenticatorNamesOTP: 'Authenticator app',
  authenticatorNamesSMS: 'Phone',
  authenticatorNamesEmail: 'Email',
  authenticatorNamesRecoveryCode: 'Recovery code',
  authenticatorNamesWebauthnRoaming: 'Security key',
  authenticatorNamesWebauthnPlatform: 'Fingerprint, face or screen lock of this device',
} as const

const codeErrors = {
  'invalid-otp-code-format': 'Enter the code.',
  'invalid-code': 'This code is not right. Check it and try again.',
  'invalid-expired-code': 'This code is no longer good. Ask for a new one.',
  'too-many-failures': 'Too many codes were tried on this account. Wait a few minutes, then try again.',
  'codes-locked':
    'Too many codes on this account were wrong. Codes do not work any more: choose another way, or ask whoever runs this service.',
  'too-many-codes': 'We have sent several codes already. Wait a few minutes, then try again.',
} as const

const secondProof = {
  buttonText: 'Continue',
  codePlaceholder: 'Code',
  rememberMeText: 'Do not ask me on this device for a while',
  pickAuthenticatorText: 'Try another way',
} as const

const secondKey = {
  continueButtonText: 'Continue',
  rememberMeText: secondProof.rememberMeText,
  pickAuthenticatorText: secondProof.pickAuthenticatorText,
  notAvailableText: 'This browser cannot be asked for it. Try another way, or another browser.',
  ...formErrors,
  'webauthn-failed': 'That did not work. Try again, or choose another way.',
  'webauthn-expired': 'That took too long. Please try once more.',
  'too-many-failures': 'Too many attempts were made on this account. Wait a few minutes, then try again.',
} as const

const securityKey = {
  ...secondKey,
  failedText: 'No security key was used. Try again, or choose another way.',
  takenText: 'This security key has been added already. Choose another one.',
} as const

const ownDevice = {
  ...secondKey,
  failedText: 'Your device did not confirm that it is you. Try again, or choose another way.',
  takenText: 'This device has been added already.',
} as const

const sentCode = {
  ...secondProof,
  resendActionText: 'Send it again',
  resendText: 'Did not get it?',
  resentText: 'We have sent another code. Only the newest one is good.',
  ...formErrors,
  ...codeErrors,
} as const

const phoneEnrollment = {
  countryPlaceholder: 'Country or region',
  placeholder: 'Phone number',
  hint: 'As it is dialled in your country, or in full: +44\u00a07700\u00a0900123',
  pickAuthenticatorText: 'Try another way',
  ...formErrors,
  'no-phone': 'Enter your phone number.',
  'invalid-phone-format': 'Enter the number with its country, for example +44\u00a07700\u00a0900123.',
  'too-many-codes': codeErrors['too-many-codes'],
} as const

const savedCode = {
  description: 'Keep it where you find it without this device. It lets you in once when nothing else is at hand.',
  buttonText: 'I have saved it',
  copyText: 'Copy',
  copiedText: 'Copied',
  printText: 'Print',
} as const

const ticketErrors = {
  eventTitleExpired: 'This link has expired',
  eventTitleUsed: 'This link was already used',
  eventTitleGeneric: 'This link does not work',
} as const

const firstCodeErrors = {
  'no-code': 'Enter the code that we sent you.',
  'wrong-code': 'This code is not right. Check it, or have a new one sent.',
  'expired-code': 'This code has expired or was tried too often. Have a new one sent.',
  'too-many-codes': codeErrors['too-many-codes'],
  'same-user-login': 'Too many codes were tried here. Wait a while, then have a new one sent.',
} as const

const codeByEmail = {
  title: 'Check your email',
  buttonText: 'Continue',
  placeholder: 'Code',
  resendText: 'Nothing there? Look in your spam folder too.',
  resendActionText: 'Send a new code',
  resentText: 'A new code is on its way.',
  ...formErrors,
  ...firstCodeErrors,
} as const

const codeBySms = {
  title: 'Check your phone',
  buttonText: 'Continue',
  placeholder: 'Code',
  resendText: 'Nothing there? It can take a minute.',
  resendActionText: 'Send a new code',
  resentText: 'A new code is on its way.',
  ...formErrors,
  ...firstCodeErrors,
} as const

const names = {
  countryPlaceholder: 'Country or region',
  emailPlaceholder: 'Email address',
  usernamePlaceholder: 'Email or username',
  usernameOnlyPlaceholder: 'Username',
  phonePlaceholder: 'Phone number',
  phoneOrEmailPlaceholder: 'Phone number or email',
  phoneOrUsernamePlaceholder: 'Phone number or username',
  phoneOrUsernameOrEmailPlaceholder: 'Phone number, username or email',
} as const

const noName = {
  'no-email': 'Enter your email address.',
  'no-username': 'Enter your email or username.',
  'no-name': 'Enter what you sign in with.',
} as const

const signInErrors = {
  'wrong-credentials': 'These details do not match. Check them and try again.',
  'wrong-credentials-or-unverified':
    'These details do not match, or the email address is not confirmed yet. If that is all that is missing, we have sent you the link again.',
  'same-user-login':
    'Too many attempts were made on this account. If it is yours, look for an email from us that lets you in again, or choose a new password.',
  'password-breached':
    'Your password is on lists that were stolen elsewhere, so it lets nobody in here any more. Choose a new one by “Forgot password?”.',
  'no-password': 'Enter your password.',
} as const

const signUpErrors = {
  'invalid-signup': 'We could not create an account with these details. If you already have one, sign in instead.',
  'no-email': 'Enter your email address.',
  'invalid-email-format': 'Enter an email address in the form name@example.com.',
  'no-username': 'Choose a username.',
  'invalid-username': 'Use ${min} to ${max} letters, digits or any of ${characters} for your username.',
  'no-phone-number': 'Enter your phone number.',
  'invalid-phone-number': 'Enter your phone number with its country code, such as +44\u00a07700\u00a0900123.',
  'no-identifier': 'Enter at least one of these.',
} as const

const consent = {
  pickerTitle: 'Signed in as ${userName}',
  scopesTitle: 'It would be able to:',
  apisTitle: 'It asks for access to:',
  unverifiedTitle: 'This app is not verified',
  unverifiedText: 'It registered itself under this name. Nobody at ${companyName} has checked who is behind it.',
  unverifiedHostText: 'It describes itself at ${host}.',
  returnHostText: 'If you allow this, you are sent to ${host}.',
  returnDeviceText: 'If you allow this, an app on this device gets access. Go on only if you started it just now.',
  acceptButtonText: 'Allow',
  declineButtonText: 'Decline',
} as const

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Error: ${pageTitle}',
      workingText: 'Checking that you are not a program…',
      workDoneText: 'Checked: you can go on.',
      workWaitText:
        'We check that you are not a program: please wait {seconds, plural, one {# second} other {# seconds}} before you go on.',
      logoAltText: '${companyName}',
      languagePickerText: 'Language',
    },
  },
  login: {
    login: {
      pageTitle: 'Sign in | ${clientName}',
      title: 'Sign in',
      description: 'Continue to ${clientName}',
      buttonText: 'Continue',
      ...names,
      passwordPlaceholder: 'Password',
      forgotPasswordText: 'Forgot password?',
      signupActionText: 'New here?',
      signupActionLinkText: 'Create an account',
      separatorText: 'or',
      codeText: 'Use a one-time code instead',
      passwordlessEmailText: 'Continue with a code by email',
      passwordlessSmsText: 'Continue with a code by text message',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...signInErrors,
      ...noName,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  signup: {
    signup: {
      pageTitle: 'Create an account | ${clientName}',
      title: 'Create your account',
      description: 'Continue to ${clientName}',
      buttonText: 'Continue',
      emailPlaceholder: 'Email address',
      usernamePlaceholder: 'Username',
      phonePlaceholder: 'Phone number',
      optionalText: '${label} (optional)',
      passwordPlaceholder: 'Password',
      loginActionText: 'Already have an account?',
      loginActionLinkText: 'Sign in',
      countryPlaceholder: 'Country or region',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Choose a password.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  passkeys: {
    'passkey-enrollment': {
      pageTitle: 'Create a passkey | ${clientName}',
      title: 'Sign in faster next time',
      description: 'With a passkey you sign in to ${companyName} without a password.',
      signupTitle: 'Create a passkey',
      signupFailedText: 'No passkey was created. Please try again.',
      signupWithoutText: 'This browser cannot create passkeys. Choose a password instead.',
      signupNotAvailableText:
        'This browser cannot create passkeys, and an account here needs one. Try another browser or another device.',
      signupPasswordText: 'Choose a password instead',
      editText: 'Change',
      loginActionText: 'Already have an account?',
      loginActionLinkText: 'Sign in',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
      signupCodeText: 'Continue without a passkey',
      signupByCodeText: 'This browser cannot create passkeys. Continue without one: next time, a code lets you in.',
    },
    'passkey-enrollment-local': {
      pageTitle: 'Create a passkey on this device | ${clientName}',
      title: 'Create a passkey on this device',
      description: 'You signed in with a passkey of another device. With one of its own, this device needs no other.',
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      pageTitle: 'Who are you? | ${clientName}',
      title: 'Sign in',
      description: 'Continue to ${clientName}',
      buttonText: 'Continue',
      'passkey-needed': 'Here you sign in with a passkey: use the button below.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      ...names,
      separatorText: 'or',
      passwordlessEmailText: 'Continue with a code by email',
      passwordlessSmsText: 'Continue with a code by text message',
      signupActionText: 'New here?',
      signupActionLinkText: 'Create an account',
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      pageTitle: 'Enter your password | ${clientName}',
      title: 'Enter your password',
      description: 'Continue to ${clientName}',
      buttonText: 'Continue',
      passwordPlaceholder: 'Password',
      editText: 'Change',
      forgotPasswordText: 'Forgot password?',
      codeText: 'Use a one-time code instead',
      ...password,
      ...formErrors,
      ...signInErrors,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      pageTitle: 'Sign in without a password | ${clientName}',
      title: 'Sign in',
      descriptionEmail: 'We email you a code. No password needed.',
      descriptionSms: 'We send a code to your phone. No password needed.',
      descriptionBoth: 'We send you a code. No password needed.',
      buttonText: 'Continue',
      ...names,
      passwordText: 'Use a password instead',
      ...formErrors,
      'no-name': 'Enter your phone number or email address.',
      'no-email': 'Enter your email address.',
      'invalid-email-format': 'Enter an email address in the form name@example.com.',
      'no-phone-number': 'Enter your phone number.',
      'invalid-phone-number': signUpErrors['invalid-phone-number'],
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
    'login-passwordless-email-code': {
      pageTitle: 'Enter the code from your email | ${clientName}',
      description: 'If ${address} can sign in here, a code is on its way.',
      editText: 'Change',
      linkText: 'Send me a link instead',
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      pageTitle: 'Open the link in your email | ${clientName}',
      description: 'If ${address} can sign in here, a link is on its way. Open it in this browser.',
      editText: 'Change',
      codeText: 'Opened it somewhere else? Type the code that it showed you there.',
      codeActionText: 'Send me a code instead',
      ...codeByEmail,
      resendActionText: 'Send a new link',
      resentText: 'A new link is on its way.',
    },
    'login-passwordless-sms-otp': {
      pageTitle: 'Enter the code from your phone | ${clientName}',
      description: 'If ${address} can sign in here, a code is on its way.',
      editText: 'Change',
      ...codeBySms,
    },
    'login-passwordless-link': {
      pageTitle: 'Go on signing in | ${clientName}',
      title: 'Almost there',
      description: 'You asked for this link to sign in to ${clientName} as ${address}.',
      buttonText: 'Sign in',
      ...formErrors,
    },
    'login-passwordless-other-device': {
      pageTitle: 'Sign in where you began | ${companyName}',
      title: 'Type this code where you began',
      description: 'You asked for this link in another browser. Go back there and type this code:',
      warningText: 'If you did not begin to sign in yourself, close this page and tell nobody the code.',
    },
    'login-passwordless-link-error': {
      pageTitle: 'Sign-in link problem | ${companyName}',
      title: 'This link does not work',
      description:
        'It has expired, was already used or is incomplete. Go back to where you began and have a new one sent.',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      pageTitle: 'Enter the code that we emailed | ${clientName}',
      description: 'If ${address} can sign in here, a code is on its way.',
      editText: 'Change',
      passwordText: 'Use your password instead',
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      pageTitle: 'Enter the code that we texted | ${clientName}',
      description: 'If ${address} can sign in here, a code is on its way.',
      editText: 'Change',
      passwordText: 'Use your password instead',
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      pageTitle: 'Confirm your email with a code | ${clientName}',
      description: 'We sent a message to ${address}. Type the code in it to confirm that the address is yours.',
      editText: 'Change',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      pageTitle: 'Confirm your phone with a code | ${clientName}',
      description: 'We sent a message to ${address}. Type the code in it to confirm that the number is yours.',
      editText: 'Change',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      pageTitle: 'Begin your account | ${clientName}',
      title: 'Create your account',
      description: 'Continue to ${clientName}',
      buttonText: 'Continue',
      emailPlaceholder: 'Email address',
      usernamePlaceholder: 'Username',
      phonePlaceholder: 'Phone number',
      optionalText: '${label} (optional)',
      loginActionText: 'Already have an account?',
      loginActionLinkText: 'Sign in',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      countryPlaceholder: 'Country or region',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      pageTitle: 'Choose a password | ${clientName}',
      title: 'Choose a password',
      description: 'Continue to ${clientName}',
      buttonText: 'Continue',
      passwordPlaceholder: 'Password',
      editText: 'Change',
      loginActionText: 'Already have an account?',
      loginActionLinkText: 'Sign in',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Choose a password.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Reset your password | ${companyName}',
      title: 'Forgot your password?',
      descriptionEmail: 'Tell us your email address and we will send you a link to choose a new password.',
      descriptionUsername: 'Tell us your email or username and we will send you a link to choose a new password.',
      descriptionEmailByCode: 'Tell us your email address and we will send you a code to choose a new password.',
      descriptionUsernameByCode: 'Tell us your email or username and we will send you a code to choose a new password.',
      placeholderEmail: 'Email address',
      placeholderUsername: 'Email or username',
      buttonText: 'Continue',
      backToLoginLinkText: 'Back to sign in',
      ...formErrors,
      'no-email': 'Enter your email address.',
      'no-username': 'Enter your email or username.',
      'too-many-email': 'We have sent several emails already. Wait a few minutes, then try again.',
    },
    'reset-password-email': {
      pageTitle: 'Check your email | ${companyName}',
      title: 'Check your email',
      emailDescription: 'If there is an account for ${email}, a link to choose a new password is on its way.',
      usernameDescription:
        'If there is an account for ${email}, a link to choose a new password is on its way to its email address.',
      resendText: 'Nothing there? Look in your spam folder too.',
      resendLinkText: 'Send it again',
      resentText: 'Sent again.',
      backToLoginLinkText: 'Back to sign in',
    },
    'reset-password': {
      pageTitle: 'Choose a new password | ${companyName}',
      title: 'Choose a new password',
      description: 'Once it is changed, sign in with the new one.',
      descriptionEmail: 'This changes the password of ${email}.',
      buttonText: 'Continue',
      passwordPlaceholder: 'New password',
      reEnterPasswordPlaceholder: 'Repeat new password',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': 'Choose a new password.',
      'no-re-enter-password': 'Enter the new password a second time.',
      'password-mismatch': 'The two passwords differ.',
    },
    'reset-password-success': {
      pageTitle: 'Password changed | ${companyName}',
      eventTitle: 'Password changed',
      description: 'You can sign in with your new password now.',
      buttonText: 'Continue to ${clientName}',
    },
    'reset-password-error': {
      pageTitle: 'Link problem | ${companyName}',
      ...ticketErrors,
      descriptionExpired: 'Links to reset a password work for a limited time. Ask for a new one.',
      descriptionUsed: 'A link to reset a password works once only. Ask for a new one if you need it.',
      descriptionGeneric:
        'It may have been cut off when it was copied. Open it from the email again, or ask for a new one.',
      requestLinkText: 'Ask for a new link',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'Confirm your email | ${companyName}',
      title: 'Confirm your email',
      description: 'One step left: confirm that this address is yours.',
      descriptionEmail: 'One step left: confirm that ${email} is yours.',
      buttonText: 'Continue',
    },
    'email-verification-result': {
      pageTitle: 'Email confirmation | ${companyName}',
      verifiedTitle: 'Email confirmed',
      errorTitle: 'Email not confirmed',
      verifiedDescription: 'Thank you. Your email address is confirmed.',
      alreadyVerifiedDescription: 'This email address was confirmed before. There is nothing left to do.',
      invalidAccountOrCodeDescription:
        'This link has expired, was already used or is incomplete. Sign in to get a new one.',
      unknownErrorDescription: 'Something went wrong on our side. Please open the link again in a moment.',
      buttonText: 'Continue to ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: 'Check your email | ${companyName}',
      title: 'Check your email',
      description: 'We sent a link to ${email}. Open it to confirm that the address is yours, then come back.',
      resendText: 'Nothing there? Look in your spam folder too.',
      resendActionText: 'Send it again',
      resentText: 'Sent again.',
      backToLoginLinkText: 'Back to sign in',
      'challenge-required': formErrors['challenge-required'],
      alertListTitle: formErrors.alertListTitle,
    },
  },
  account: {
    account: {
      pageTitle: 'Your account | ${companyName}',
      title: 'Your account',
      signedInText: 'You are signed in as ${account}.',
      nameLabel: 'Name',
      nicknameLabel: 'What to call you',
      buttonText: 'Save',
      savedText: 'Saved.',
      passwordLinkText: 'Password',
      passwordLinkDescription: 'Choose a new one',
      emailLinkText: 'Email address',
      securityLinkText: 'Ways to sign in',
      securityLinkDescription: 'Passkeys, authenticator apps, recovery codes',
      sessionsLinkText: 'Devices',
      sessionsLinkDescription: 'Where you are signed in',
      appsLinkText: 'Applications',
      appsLinkDescription: 'Who may act for you',
      identitiesLinkText: 'Linked accounts',
      identitiesLinkDescription: 'Other accounts that lead to this one',
      dataLinkText: 'Your data',
      dataLinkDescription: 'Download it, or delete your account',
      signOutLinkText: 'Sign out',
      'invalid-name': 'Use at most {max, plural, one {# character} other {# characters}} for your name.',
      ...formErrors,
    },
    'account-password': {
      pageTitle: 'Password | ${companyName}',
      title: 'Choose a new password',
      description: 'You stay signed in here. All other devices are signed out.',
      passwordPlaceholder: 'New password',
      buttonText: 'Change password',
      backText: 'Your account',
      savedText: 'Your password was changed.',
      ...password,
      ...passwordRules,
      ...passwordErrors,
      ...formErrors,
      'no-password': 'Choose a password.',
    },
    'account-email': {
      pageTitle: 'Email address | ${companyName}',
      title: 'Your email address',
      description: 'Now it is ${email}. We send a link to the new address; it counts once you have opened that link.',
      descriptionNone: 'You have none yet. We send a link to the address; it counts once you have opened that link.',
      emailPlaceholder: 'New email address',
      buttonText: 'Send the link',
      backText: 'Your account',
      sentText: 'If that address can be yours, we have sent a link to ${email}.',
      ...formErrors,
      'no-email': 'Enter your email address.',
      'invalid-email-format': 'Enter an email address in the form name@example.com.',
      'too-many-email': 'Too many emails were asked for. Wait a few minutes, then try again.',
    },
    'account-email-confirm': {
      pageTitle: 'Confirm your email address | ${companyName}',
      title: 'Confirm your new email address',
      description: 'From now on ${email} will be the address of the account ${account} at ${companyName}.',
      warningText:
        'Confirm only if this account is yours: whoever has it keeps it, with your address. If somebody else entered it, close this page, and nothing changes.',
      buttonText: 'Confirm',
      doneTitle: 'Your email address was changed',
      failedTitle: 'This link does not work',
      failedDescription:
        'It has expired, was already used, or the address belongs to another account. Ask for a new one.',
      backText: 'Your account',
    },
    'account-sessions': {
      pageTitle: 'Devices | ${companyName}',
      title: 'Where you are signed in',
      currentText: 'This device',
      lastSeenText: 'Last used on ${time}',
      signedInText: 'Signed in on ${time}',
      endButtonText: 'Sign out',
      endAllButtonText: 'Sign out everywhere else',
      deviceText: '${browser} on ${system}',
      unknownDeviceText: 'A device that we do not recognize',
      noneText: 'You are signed in nowhere else.',
      backText: 'Your account',
      ...formErrors,
    },
    'account-security': {
      pageTitle: 'Ways to sign in | ${companyName}',
      title: 'Ways to sign in',
      description: 'What you can prove yourself with.',
      noneText: 'Nothing yet.',
      totpText: 'Authenticator app',
      phoneText: 'Codes to ${address}',
      emailText: 'Codes to ${address}',
      recoveryText: 'Recovery code',
      webauthnText: 'Security key or device',
      passkeyText: 'Passkey',
      addedText: 'Added on ${time}',
      removeButtonText: 'Remove',
      addTotpButtonText: 'Add an authenticator app',
      addPasskeyButtonText: 'Add a passkey',
      addKeyButtonText: 'Add a security key',
      newRecoveryButtonText: 'Get a new recovery code',
      passkeyFailedText: 'No passkey was created. Please try again.',
      passkeyTakenText: passkeyEnrollment.passkeyTakenText,
      keyFailedText: securityKey.failedText,
      keyTakenText: securityKey.takenText,
      backText: 'Your account',
      ...formErrors,
      'passkey-failed': 'This passkey could not be added. Please try again.',
      'webauthn-failed': securityKey['webauthn-failed'],
    },
    'account-totp': {
      pageTitle: 'Authenticator app | ${companyName}',
      title: 'Add an authenticator app',
      description: 'Scan this code with the app, then type the code that it shows.',
      secretText: 'No camera? Type this into the app instead:',
      qrAltText: 'A QR code for the app',
      codePlaceholder: 'Code of six digits',
      buttonText: 'Add',
      backText: 'Ways to sign in',
      ...formErrors,
      'wrong-code': 'This is not the code that the app shows now. Please try again.',
      'too-many-tries': 'There were too many tries. Wait a few minutes, then try again.',
    },
    'account-recovery-code': {
      pageTitle: 'Recovery code | ${companyName}',
      title: 'Your new recovery code',
      description:
        'Keep it where you find it without your devices. It lets you in once; any code before it does no more.',
      copyText: 'Copy',
      copiedText: 'Copied',
      printText: 'Print',
      backText: 'I have kept it',
    },
    'account-apps': {
      pageTitle: 'Applications | ${companyName}',
      title: 'Applications that may act for you',
      noneText: 'None.',
      revokeButtonText: 'Take it back',
      backText: 'Your account',
      ...formErrors,
    },
    'account-identities': {
      pageTitle: 'Linked accounts | ${companyName}',
      title: 'Accounts that lead to this one',
      primaryText: 'Your first account',
      unlinkButtonText: 'Unlink',
      backText: 'Your account',
      ...formErrors,
    },
    'account-data': {
      pageTitle: 'Your data | ${companyName}',
      title: 'Your data',
      downloadText: 'Everything that is kept about you, as a file.',
      downloadLinkText: 'Download my data',
      deleteTitle: 'Delete your account',
      deleteText:
        'Your account and all that belongs to it is deleted at once and for good. Type ${account} to say that you mean it.',
      confirmPlaceholder: 'Type it here',
      buttonText: 'Delete my account',
      backText: 'Your account',
      ...formErrors,
      'not-confirmed': 'This is not what you were asked to type.',
    },
    'account-deleted': {
      pageTitle: 'Account deleted | ${companyName}',
      title: 'Your account is deleted',
      description: 'Thank you for having been here.',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Sign in again | ${companyName}',
      title: 'Let yourself in again',
      description:
        'Too many attempts to sign in to your account have failed, so nobody can sign in to it from there any more.',
      descriptionEmail:
        'Too many attempts to sign in to the account of ${email} have failed, so nobody can sign in to it from there any more.',
      deviceText: 'Go on only on a device of your own: from then on it stays open, whatever others try.',
      buttonText: 'Continue',
    },
    'user-block-result': {
      pageTitle: 'Back to your account | ${companyName}',
      liftedTitle: 'You can sign in again',
      invalidTitle: 'This link does not work',
      liftedDescription:
        'If it was not you who tried, nobody got in. If you have a password that others may know, choose a new one.',
      invalidDescription:
        'It has expired, was already used or is incomplete. If you have a password, you can still choose a new one.',
      buttonText: 'Continue to ${clientName}',
    },
  },
  mfa: {
    'mfa-begin-enroll-options': {
      pageTitle: 'Protect your account | ${clientName}',
      title: 'Protect your account',
      description: 'Add a second way to show that it is you. We will ask for it beside what you have just given.',
      ...factors,
      ...formErrors,
    },
    'mfa-login-options': {
      pageTitle: 'Choose another way | ${clientName}',
      title: 'Show that it is you',
      description: 'Choose what you have at hand.',
      ...factors,
      ...formErrors,
    },
    'mfa-enroll-result': {
      pageTitle: 'Add a way to sign in | ${companyName}',
      enrolledTitle: 'It is added',
      enrolledDescription: 'From now on you can show by it that it is you.',
      alreadyEnrolledTitle: 'There is one already',
      alreadyEnrolledDescription: 'You have added a way to show that it is you before. Nothing is left to do.',
      alreadyUsedTitle: 'This link was already used',
      alreadyUsedDescription: 'What was added by it stays. If that was not you, tell us.',
      expiredTicketTitle: 'This link has expired',
      expiredTicketDescription: 'Ask whoever sent it for another one.',
      invalidTicketTitle: 'This link does not work',
      invalidTicketDescription: 'Open it just as it stands in the email, or ask for another one.',
      genericErrorTitle: 'Nothing can be added now',
      genericErrorDescription: 'What this link asks for is not offered. Tell whoever sent it.',
      buttonText: 'Continue',
    },
  },
  'mfa-otp': {
    'mfa-otp-enrollment-qr': {
      pageTitle: 'Add an authenticator app | ${clientName}',
      title: 'Add an authenticator app',
      description: 'Scan this picture with an authenticator app, then type the code that the app shows.',
      qrCodeAltText: 'QR code to scan with an authenticator app',
      codeEnrollmentText: 'I cannot scan it',
      pickAuthenticatorText: 'Try another way',
      codePlaceholder: 'Code',
      buttonText: 'Continue',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-enrollment-code': {
      pageTitle: 'Add an authenticator app by its key | ${clientName}',
      title: 'Add an authenticator app',
      description: 'Type this key into an authenticator app, then type the code that the app shows.',
      secretText: 'Key',
      qrEnrollmentText: 'Scan a picture instead',
      pickAuthenticatorText: 'Try another way',
      codePlaceholder: 'Code',
      buttonText: 'Continue',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-challenge': {
      pageTitle: 'Code of your authenticator app | ${clientName}',
      title: 'Show that it is you',
      description: 'Type the code that your authenticator app shows.',
      ...secondProof,
      ...formErrors,
      ...codeErrors,
    },
  },
  'mfa-webauthn': {
    'mfa-webauthn-roaming-enrollment': {
      pageTitle: 'Add a security key | ${clientName}',
      title: 'Add a security key',
      description: 'Have your security key at hand and continue. Your browser will tell you what to do.',
      ...securityKey,
    },
    'mfa-webauthn-platform-enrollment': {
      pageTitle: 'Add this device | ${clientName}',
      title: 'Add this device',
      description: 'Show that it is you by your fingerprint, your face or the lock of your screen, from now on.',
      ...ownDevice,
    },
    'mfa-webauthn-roaming-challenge': {
      pageTitle: 'Use your security key | ${clientName}',
      title: 'Use your security key',
      description: 'Have your security key at hand and continue. Your browser will tell you what to do.',
      ...securityKey,
    },
    'mfa-webauthn-platform-challenge': {
      pageTitle: 'Confirm on this device | ${clientName}',
      title: 'Show that it is you',
      description: 'Continue with your fingerprint, your face or the lock of your screen.',
      ...ownDevice,
    },
    'mfa-webauthn-change-key-nickname': {
      pageTitle: 'Give it a name | ${clientName}',
      title: 'Name your security key',
      description: 'If you have several, you will know by its name which one is meant.',
      nicknamePlaceholder: 'Name of the security key',
      titlePlatform: 'Name this device',
      descriptionPlatform: 'If you have several, you will know by its name which one is meant.',
      nicknamePlaceholderPlatform: 'Name of the device',
      buttonText: 'Continue',
      ...formErrors,
      'no-nickname': 'Enter a name.',
      'nickname-too-long': 'This name is too long. Use at most 100 characters.',
    },
    'mfa-webauthn-enrollment-success': {
      pageTitle: 'Added | ${clientName}',
      title: 'Your security key is added',
      description: 'You can show that it is you by this key from now on.',
      titlePlatform: 'This device is added',
      descriptionPlatform: 'You can show that it is you on this device from now on.',
      buttonText: 'Continue',
    },
    'mfa-webauthn-not-available-error': {
      pageTitle: 'Not available here | ${clientName}',
      errorTitle: 'Your key cannot be used here',
      errorDescription:
        'It was added at another address of ours, which alone can ask for it. Sign in there, or try another way.',
      pickAuthenticatorText: 'Try another way',
    },
  },
  'mfa-email': {
    'mfa-email-challenge': {
      pageTitle: 'Code from your email | ${clientName}',
      title: 'Check your email',
      description: 'We have sent a code to ${email}.',
      editText: 'Use another address',
      ...sentCode,
    },
    'mfa-email-list': {
      pageTitle: 'Choose an email address | ${clientName}',
      title: 'To which address shall we send a code?',
      backText: 'Go back',
      ...formErrors,
    },
  },
  'mfa-sms': {
    'mfa-sms-enrollment': {
      pageTitle: 'Add your phone | ${clientName}',
      title: 'Add your phone',
      description: 'We will send a code to it by text message whenever you are to show that it is you.',
      buttonText: 'Continue',
      ...phoneEnrollment,
    },
    'mfa-sms-challenge': {
      pageTitle: 'Code from your messages | ${clientName}',
      title: 'Check your messages',
      description: 'We have sent a code to ${phoneNumber}.',
      editText: 'Use another number',
      ...sentCode,
    },
    'mfa-sms-list': {
      pageTitle: 'Choose a phone | ${clientName}',
      title: 'At which phone shall a code reach you?',
      backText: 'Go back',
      ...formErrors,
    },
  },
  'mfa-voice': {
    'mfa-voice-enrollment': {
      pageTitle: 'Add a phone that we call | ${clientName}',
      title: 'Add your phone',
      description: 'We will call it and read a code out whenever you are to show that it is you.',
      buttonText: 'Continue',
      ...phoneEnrollment,
    },
    'mfa-voice-challenge': {
      pageTitle: 'Code from our call | ${clientName}',
      title: 'We are calling you',
      description: 'A voice will read a code out at ${phoneNumber}.',
      editText: 'Use another number',
      ...sentCode,
      resendActionText: 'Call again',
      resentText: 'We are calling once more. Only the newest code is good.',
    },
  },
  'mfa-phone': {
    'mfa-phone-enrollment': {
      pageTitle: 'Add a phone | ${clientName}',
      title: 'Add your phone',
      description: 'We will send a code to it whenever you are to show that it is you. How shall the first one come?',
      smsButtonText: 'Text message',
      voiceButtonText: 'Phone call',
      ...phoneEnrollment,
    },
    'mfa-phone-challenge': {
      pageTitle: 'Message or call | ${clientName}',
      title: 'Show that it is you',
      description: 'How shall a code come to ${phoneNumber}?',
      smsButtonText: 'Text message',
      voiceButtonText: 'Phone call',
      pickAuthenticatorText: 'Try another way',
      editText: 'Use another number',
      ...formErrors,
    },
  },
  'mfa-recovery-code': {
    'mfa-recovery-code-enrollment': {
      pageTitle: 'Your recovery code | ${clientName}',
      title: 'Save your recovery code',
      ...savedCode,
    },
    'mfa-recovery-code-challenge': {
      pageTitle: 'Recovery code | ${clientName}',
      title: 'Use your recovery code',
      description: 'Type the recovery code that you have saved. It is good once; you will get the next one.',
      buttonText: 'Continue',
      placeholder: 'Recovery code',
      pickAuthenticatorText: 'Try another way',
      ...formErrors,
      ...codeErrors,
      'no-recovery-code': 'Enter your recovery code.',
    },
    'mfa-recovery-code-challenge-new-code': {
      pageTitle: 'Your new recovery code | ${clientName}',
      title: 'Save your new recovery code',
      ...savedCode,
    },
  },
  consent: {
    consent: {
      pageTitle: 'Allow access | ${clientName}',
      title: 'Allow access?',
      messageSingleTenant: '${clientName} asks for access to your ${companyName} account.',
      ...consent,
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'Know who you are',
      profile: 'See your name, picture and other profile details',
      email: 'See your email address',
      address: 'See your postal address',
      phone: 'See your phone number',
      offline_access: 'Keep this access while you are away',
    },
  },
  'customized-consent': {
    'customized-consent': {
      pageTitle: 'Allow this | ${clientName}',
      title: 'Allow this?',
      messageSingleTenant: '${clientName} asks to do this once with your ${companyName} account.',
      detailsTitle: 'It asks for exactly this:',
      ...consent,
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: 'Connect a device | ${companyName}',
      title: 'Connect a device',
      description: 'Enter the code that your device shows.',
      placeholder: 'Code',
      buttonText: 'Continue',
      ...formErrors,
      'no-code': 'Enter the code that your device shows.',
      'invalid-code': 'There is no such code. Compare it with the one on your device and try again.',
      'expired-code': 'This code has expired. Get a new one on your device.',
      'used-code': 'This code was already used. Get a new one on your device.',
    },
    'device-code-confirmation': {
      pageTitle: 'Confirm your device | ${clientName}',
      title: 'Is this your device?',
      description: 'A device asks to use ${clientName} with your ${companyName} account.',
      inputCodeText: 'It shows this code:',
      deviceTitle: 'It asked from here:',
      addressLabel: 'Network address',
      userAgentLabel: 'It calls itself',
      warningText:
        'Go on only if you have this device before you and began this yourself. If somebody sent you the code or a link, they want to get into your account.',
      confirmText: 'Yes, connect it',
      cancelText: 'No, it is not mine',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: 'Device connected | ${clientName}',
      eventTitle: 'Your device is connected',
      description: '${clientName} goes on there by itself. You can close this page.',
    },
    'device-code-activation-denied': {
      pageTitle: 'Device not connected | ${companyName}',
      eventTitle: 'The device is not connected',
      description: 'It has no access to your account. You can close this page.',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: 'Review a request | ${clientName}',
      title: 'Someone needs your approval',
      description: '${clientName} asks you to approve something. Sign in to see what it is.',
      buttonText: 'Review the request',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: 'Approve a request | ${clientName}',
      title: 'Do you approve?',
      description: '${clientName} asks for your approval.',
      bindingMessageTitle: 'Compare this with what you were told or shown there:',
      scopesTitle: 'It would be able to:',
      detailsTitle: 'It asks for exactly this:',
      warningText: 'Approve only what you know about. If you did not expect this, decline.',
      acceptButtonText: 'Approve',
      declineButtonText: 'Decline',
      pickerTitle: 'Signed in as ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: 'Request approved | ${clientName}',
      eventTitle: 'You approved the request',
      description: '${clientName} goes on by itself. You can close this page.',
    },
    'async-approval-denied': {
      pageTitle: 'Request declined | ${clientName}',
      eventTitle: 'You declined the request',
      description: '${clientName} has got nothing. You can close this page.',
    },
    'async-approval-error': {
      pageTitle: 'Request problem | ${companyName}',
      goneTitle: 'This request waits no more',
      goneDescription: 'It has expired or was already answered, or the link is incomplete.',
      refusedTitle: 'This request cannot be approved',
      refusedDescription: 'Your account or the app may not do this at the moment. Nothing was approved.',
    },
    'async-approval-wrong-user': {
      pageTitle: 'Another account | ${companyName}',
      eventTitle: 'This request is for another account',
      description: 'Open the link in the email again and sign in with the account that the email was sent to.',
    },
  },
  logout: {
    logout: {
      pageTitle: 'Sign out | ${clientName}',
      title: 'Sign out?',
      userSalute: 'Signed in as ${userName}',
      description: 'This ends your session at ${companyName} in this browser.',
      acceptButtonText: 'Sign out',
      declineButtonText: 'Stay signed in',
    },
    'logout-complete': {
      pageTitle: 'Signed out | ${companyName}',
      eventTitle: 'You are signed out',
      description: 'You can close this page now.',
      buttonText: 'Continue to ${clientName}',
    },
    'logout-continue': {
      pageTitle: 'Signing out | ${companyName}',
      title: 'Signing you out',
      description: 'Your other apps are being told. You are taken back in a moment.',
      buttonText: 'Continue',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'This page has expired',
      expiredDescription: 'It was open for too long, or was already used. Go back to the app and start again.',
      noCookiesTitle: 'This page needs cookies',
      noCookiesDescription:
        'Your browser sent none. Allow cookies for this site, or return to the browser that you began in; then go back to the app and start again.',
      notFoundTitle: 'There is nothing here',
      notFoundDescription: 'The address may be mistyped, or the page has moved.',
      invalidTitle: 'This request cannot be answered',
      invalidDescription:
        'The app that sent you here asked for something that is not valid. Its developers find the reason below.',
      deniedTitle: 'Access denied',
      deniedDescription:
        'You are not allowed to go on from here. If you think that is wrong, ask the people who run this service.',
      tooManyTitle: 'Too many requests',
      tooManyDescription: 'Wait a few minutes, then try again.',
      unavailableTitle: 'We are not available right now',
      unavailableDescription: 'This should pass soon. Please try again in a moment.',
      unknownTitle: 'Something went wrong',
      unknownDescription: 'It is our fault, not yours, and it has been noted. Please try again in a moment.',
      detailsTitle: 'Details for developers',
      errorLabel: 'Error',
      descriptionLabel: 'Description',
      requestLabel: 'Request',
      backLinkText: 'Go back',
      unverifiedDescription:
        'The app that sent you here is not verified: anybody could have registered it. Go on only if you know this place.',
      unverifiedLinkText: 'Go on to ${host}',
      supportLinkText: 'Get help',
    },
  },
  /** The pages of development mode. */
  dev: {
    mail: {
      pageTitle: 'Mailbox | ${companyName}',
      title: 'Mailbox',
      description:
        'No mail server is configured, so every mail stays here, and so does what is for phones where no provider brings it there. Only development mode has this page.',
      emptyText: 'No message yet. Create an account or reset a password, and look again.',
      listTitle: 'Messages',
      toLabel: 'To',
      fromLabel: 'From',
      dateLabel: 'Sent',
      linksTitle: 'Links',
      previewTitle: 'As it looks',
      textTitle: 'As plain text',
    },
    try: {
      pageTitle: 'Try it | ${companyName}',
      title: 'Your identity provider is running',
      description: 'This page is a small app. Sign in as one of its users would, and see what the app gets.',
      issuerLabel: 'Issuer',
      clientLabel: 'Client',
      audienceLabel: 'API',
      noScriptText: 'This page is an app that runs in the browser, so it needs JavaScript. The sign-in pages do not.',
      signupButtonText: 'Create an account',
      loginButtonText: 'Sign in',
      step1Title: 'Ask',
      step1Description:
        'The app sends the browser to /authorize, with the hash of a secret that only this page knows (PKCE).',
      step2Title: 'Prove',
      step2Description: 'You sign in on Lintel’s own page. The app never sees your password.',
      step3Title: 'Trade',
      step3Description:
        'Lintel sends you back with a code. The app trades it and its secret for tokens at /oauth/token.',
      welcomeText: 'Hello, ${name}',
      signedInDescription: 'You are signed in. These are the tokens that the app holds now.',
      refreshButtonText: 'Refresh tokens',
      userinfoButtonText: 'Call /userinfo',
      logoutButtonText: 'Sign out',
      idTokenTitle: 'ID token',
      idTokenDescription: 'Tells the app who signed in. It is for the app alone; no API should accept it.',
      accessTokenTitle: 'Access token',
      accessTokenDescription:
        'Opens an API. The app sends it along and does not need to understand it; the API checks it.',
      opaqueText: 'This one is opaque: no API was asked for, so it is a key to /userinfo and nothing else.',
      refreshTokenText: 'There is a refresh token too. It stays out of sight: whoever holds it can get new tokens.',
      claimLabel: 'Claim',
      valueLabel: 'Value',
      rawTitle: 'The token itself',
      copyButtonText: 'Copy',
      copiedText: 'Copied',
      signatureValidText: 'Signature checked in this browser with key ${kid}',
      signatureInvalidText: 'The signature does not fit any published key',
      logTitle: 'What happened',
      logDescription: 'Every step between this app and Lintel, the last one first.',
      requestLabel: 'Request',
      responseLabel: 'Response',
      returnedText: 'back with a code',
      failedTitle: 'That did not work',
      stateErrorText:
        'The answer does not belong to a sign-in that this page began (state or issuer differ). Start again.',
      nonceErrorText: 'The ID token was issued for another sign-in (nonce differs). Start again.',
      networkErrorText: 'Lintel did not answer. Is it still running?',
      nextTitle: 'Where to go from here',
      discoveryLinkText: 'Discovery document',
      discoveryDescription: 'Give its address to any OpenID Connect library, and it knows the rest.',
      jwksLinkText: 'Public keys',
      jwksDescription: 'With these an API checks access tokens without asking Lintel.',
      accountLinkText: 'Your account',
      accountDescription:
        'Where a person changes her password, adds an authenticator app or a passkey, and sees her devices.',
      mailboxLinkText: 'Mailbox',
      mailboxDescription: 'Mails and messages to phones end here in development: links to confirm an address, codes.',
    },
    /** What a claim says, by its name. */
    claims: {
      iss: 'Who issued the token: this Lintel',
      sub: 'Who it is about: the user’s id, never reused',
      aud: 'Who it is for; everybody else must refuse it',
      azp: 'The app that asked for it',
      client_id: 'The app that asked for it',
      exp: 'When it stops working',
      iat: 'When it was issued',
      auth_time: 'When the user last proved who they are',
      nonce: 'The random value this page sent along, so that an old token cannot be slipped in',
      sid: 'The session of this app in this browser, for signing out',
      scope: 'What it may be used for',
      permissions: 'What the user’s roles allow at this API',
      gty: 'The way it was asked for',
      jti: 'The token’s own id',
      amr: 'How the user proved who they are',
      acr: 'How strong that proof was',
      at_hash: 'Ties this token to its access token',
      c_hash: 'Ties this token to its code',
      org_id: 'The organization the user signed in to',
      name: 'Full name',
      nickname: 'Casual name',
      given_name: 'Given name',
      family_name: 'Family name',
      preferred_username: 'Username',
      picture: 'Where a picture of the user is',
      email: 'Email address',
      email_verified: 'Whether the user has confirmed that address',
      updated_at: 'When the profile last changed',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {
      text: '${code} is your code for ${companyName}. Tell it to nobody.',
      voice:
        'Hello. Your code for ${companyName} is: ${pause} ${code}. ${pause} Once more, your code is: ${pause} ${code}.',
    },
    otp_enroll: {
      text: '${code} is your code to add this phone at ${companyName}. Tell it to nobody.',
      voice:
        'Hello. Your code to add this phone at ${companyName} is: ${pause} ${code}. ${pause} Once more, your code is: ${pause} ${code}.',
    },
  },
  mail: {
    layout: {
      linkHint: 'If the button does not work, copy this address into your browser:',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'Confirm your email address',
      title: 'Confirm your email address',
      body: 'This address was given for an account at ${companyName}. Confirm that it is yours:',
      buttonText: 'Confirm email address',
      note: 'The link works once, until ${expires}. If you did not ask for this, ignore this email and nothing happens.',
    },
    'verify-email-by-code': {
      subject: 'Confirm your email address',
      title: 'Confirm your email address',
      body: 'This address was given for an account at ${companyName}. To confirm that it is yours, type this code where you were asked for it:',
      buttonText: 'Get help',
      note: 'The code can be used once, until ${expires}. Tell it to nobody. If you did not ask for this, ignore this email and nothing happens.',
    },
    welcome: {
      subject: 'Welcome to ${companyName}',
      title: 'Welcome',
      body: 'Your account at ${companyName} is ready.',
      buttonText: 'Get help',
      note: 'If you did not create it, someone else has given your address; please tell us.',
    },
    'reset-password': {
      subject: 'Choose a new password',
      title: 'Choose a new password',
      body: 'Someone, hopefully you, asked to reset the password of your account at ${companyName}:',
      buttonText: 'Choose a new password',
      note: 'The link works once, until ${expires}. If you did not ask for this, ignore this email; your password stays as it is.',
    },
    'reset-password-by-code': {
      subject: 'Choose a new password',
      title: 'Choose a new password',
      body: 'Someone, hopefully you, asked to reset the password of your account at ${companyName}. To choose a new one, type this code where you were asked for it:',
      buttonText: 'Get help',
      note: 'The code can be used once, until ${expires}. Tell it to nobody. If you did not ask for this, ignore this email; your password stays as it is.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'You already have an account',
      title: 'You already have an account',
      body: 'Someone, hopefully you, tried to create an account at ${companyName} with this address. There is one already: sign in with it, or choose a new password if you do not know the old one:',
      buttonText: 'Choose a new password',
      note: 'The link works once, until ${expires}. If that was not you, ignore this email; your account stays as it is.',
    },
    'account-exists-without-reset': {
      subject: 'You already have an account',
      title: 'You already have an account',
      body: 'Someone, hopefully you, tried to create an account at ${companyName} with this address. There is one already: go back and sign in with it as you always do, by your passkey, say, or by a code that we send you.',
      buttonText: 'Get help',
      note: 'If that was not you, ignore this email; your account stays as it is.',
    },
    'blocked-account': {
      subject: 'Somebody tried to sign in to your account',
      title: 'Too many failed attempts',
      body: 'Someone, perhaps you, failed again and again to sign in to your account at ${companyName}, until we stopped it. If that was you, let yourself in again:',
      buttonText: 'Let me in again',
      note: 'The link works once, until ${expires}. If that was not you, nobody got in; if you have a password that others may know, choose a new one.',
    },
    'enroll-factor': {
      subject: 'Make your account safer',
      title: 'Add a second way to show that it is you',
      body: 'Your account at ${companyName} shall be better protected. Add an authenticator app or a phone:',
      buttonText: 'Set it up',
      note: 'The link works once, until ${expires}.',
    },
    'stolen-credentials': {
      subject: 'Your password is known to others',
      title: 'Your password is known to others',
      body: 'The password of your account at ${companyName} is on lists that were stolen elsewhere, so others may try it. Choose one that you use nowhere else:',
      buttonText: 'Choose a new password',
      note: 'The link works once, until ${expires}. After that, use “Forgot password?” at the sign-in page.',
    },
    'async-approval': {
      subject: '${clientName} asks for your approval',
      title: '${clientName} asks for your approval',
      body: 'Someone, hopefully you, uses ${clientName}, which needs your approval to go on. See what it asks for:',
      buttonText: 'Review the request',
      note: 'You have until ${expires}. If you do not know about this, ignore this email; without you nothing is approved.',
    },
    'magic-link': {
      subject: 'Sign in to ${companyName}',
      title: 'Sign in',
      body: 'Open this link in the browser in which you asked for it.',
      buttonText: 'Sign in',
      note: 'It works once, until ${expires}. If you did not ask for it, ignore this email: nobody gets in by it without you.',
    },
    'one-time-code': {
      subject: 'Your code for ${companyName}',
      title: 'Your code',
      body: 'Type this code where you were asked for it:',
      buttonText: 'Get help',
      note: 'It can be used once, until ${expires}. Tell it to nobody: we never ask for it by phone or email. If you did not ask for a code, someone may have begun to sign in as you; if you have a password, choose a new one.',
    },
    'sign-in-code': {
      subject: 'Your code for ${companyName}',
      title: 'Your code',
      body: 'Type this code where you were asked for it:',
      buttonText: 'Get help',
      note: 'It can be used once, until ${expires}. Tell it to nobody: we never ask for it by phone or email. If you did not ask for it, ignore this email; nobody gets in without it.',
    },
    'confirm-email': {
      subject: 'Confirm your new email address',
      title: 'Confirm your new email address',
      body: 'Somebody, hopefully you, wants this to be the address of an account at ${companyName}.',
      buttonText: 'Confirm this address',
      note: 'The link works once, until ${expires}. If you do not know about this, ignore this email; nothing changes.',
    },
    'password-changed': {
      subject: 'Your password was changed',
      title: 'Your password was changed',
      body: 'The password of your account at ${companyName} was changed on ${time}.',
      buttonText: 'Get help',
      note: 'If that was you, all is well. If not, someone else has been in your account: use “Forgot password?” to reset it at once.',
    },
    'factor-added': {
      subject: 'A second factor was added to your account',
      title: 'A second factor was added',
      body: 'On ${time} a new way to show that it is you was added to your account at ${companyName}.',
      buttonText: 'Get help',
      note: 'If that was you, all is well. If not, someone else has been in your account: tell us at once, and if you have a password, choose a new one.',
    },
    'factor-removed': {
      subject: 'A second factor was removed from your account',
      title: 'A second factor was removed',
      body: 'On ${time} a way to show that it is you was removed from your account at ${companyName}.',
      buttonText: 'Get help',
      note: 'If that was you, all is well. If not, someone else has been in your account: tell us at once, and if you have a password, choose a new one.',
    },
    'codes-locked': {
      subject: 'Codes do not work for your account any more',
      title: 'Codes do not work any more',
      body: 'Someone got past the first step of signing in to your account at ${companyName} and typed a hundred wrong codes in a row. Since ${time} codes are refused, right ones too.',
      buttonText: 'Get help',
      note: 'To get in, use a security key or your recovery code, or ask whoever runs ${companyName}. If that was not you, someone may know your password: choose a new one.',
    },
    'passkey-added': {
      subject: 'A passkey was added to your account',
      title: 'A passkey was added',
      body: 'On ${time} a passkey was added to your account at ${companyName}. Whoever has it can sign in.',
      buttonText: 'Get help',
      note: 'If that was you, all is well. If not, someone else has been in your account: remove the passkey, and if you have a password, choose a new one.',
    },
    'passkey-removed': {
      subject: 'A passkey was removed from your account',
      title: 'A passkey was removed',
      body: 'On ${time} a passkey was removed from your account at ${companyName}. Nobody can sign in with it any more.',
      buttonText: 'Get help',
      note: 'If that was you, all is well. If not, someone else has been in your account: tell us at once, and if you have a password, choose a new one.',
    },
    'email-changed': {
      subject: 'Your email address was changed',
      title: 'Your email address was changed',
      body: 'On ${time} the email address of your account at ${companyName} was changed from ${oldEmail} to ${newEmail}.',
      buttonText: 'Get help',
      note: 'If that was you, all is well. If not, tell the people who run ${companyName} at once.',
    },
  },
} as const

type English = typeof prompts
export type Prompt = keyof English
export type Screen<P extends Prompt> = keyof English[P]

export interface Words {
  /** BCP 47 */
  readonly language: string
  /** what the language calls itself */
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  readonly prompts: {
    readonly [P in Prompt]: { readonly [S in Screen<P>]: { readonly [K in keyof English[P][S]]: string } }
  }
}

/** What a file of words/ says. */
export type Translation = {
  readonly name: string
  readonly prompts: { readonly [prompt: string]: { readonly [screen: string]: { readonly [key: string]: string } } }
}

export const english: Words = { language: 'en', name: 'English', direction: 'ltr', prompts }

export type Variables = Readonly<Record<string, string | number>>

/** The codes that a screen has a sentence for. */
export type ErrorCode<P extends Prompt, S extends Screen<P>> = Exclude<
  Extract<keyof English[P][S], `${string}-${string}`>,
  PasswordRuleCode
>
export type PasswordRuleCode = Extract<keyof typeof passwordRules, `password-policy-${string}`>

const PLACES = /\$\{(\w+)\}|\{(\w+), plural,((?:\s*\w+ \{[^{}]*\})+)\s*\}/g

/**
 * A text with its ${variables} and plurals filled in, numbers as the language writes them. What a variable puts in is not read again.
 * @param missing called for a variable that there is not
 */
export function fill(
  template: string,
  { language, direction }: Pick<Words, 'language' | 'direction'>,
  variables: Variables,
  missing: (name: string) => string,
): string {
  const number = (value: number) => new Intl.NumberFormat(language).format(value)
  // Latin names within Arabic must not carry the marks around them along.
  const isolated = (value: string) => (direction === 'rtl' ? `\u2068${value}\u2069` : value)
  return template.replace(PLACES, (_, name: string | undefined, counted: string, forms: string) => {
    const value = variables[name ?? counted]
    if (value === undefined) return missing(name ?? counted)
    if (name !== undefined) return typeof value === 'number' ? number(value) : isolated(value)
    const form = new Intl.PluralRules(language).select(Number(value))
    const [, text = ''] =
      new RegExp(`\\b${form} \\{([^{}]*)\\}`).exec(forms) ?? /\bother \{([^{}]*)\}/.exec(forms) ?? []
    return text.replaceAll('#', number(Number(value)))
  })
}

/** A text of the catalogue, filled in. A text or variable that is missing is a defect and throws: no page shows a hole. */
export function text(words: Words, prompt: string, screen: string, key: string, variables: Variables = {}): string {
  const catalogue: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = words.prompts
  const template = catalogue[prompt]?.[screen]?.[key]
  if (typeof template !== 'string') throw new Error(`no words for ${prompt} / ${screen} / ${key}`)
  return fill(template, words, variables, name => {
    throw new Error(`no ${name} for the words of ${prompt} / ${screen} / ${key}`)
  })
}
