// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// German. Addresses the person as «Sie», as banks and public services do.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'Passwort anzeigen',
  hidePasswordText: 'Passwort verbergen',
}

const passwordRules = {
  passwordSecurityText: 'Ihr Passwort braucht:',
  'password-policy-length-at-least': 'Mindestens {count, plural, one {# Zeichen} other {# Zeichen}}',
  'password-policy-contains-at-least': 'Mindestens ${count} von diesen ${total}:',
  'password-policy-lower-case': 'Einen Kleinbuchstaben (a–z)',
  'password-policy-upper-case': 'Einen Großbuchstaben (A–Z)',
  'password-policy-numbers': 'Eine Ziffer (0–9)',
  'password-policy-special-characters': 'Ein Sonderzeichen (etwa !@#$%)',
  'password-policy-identical-chars':
    'Höchstens {count, plural, one {# gleiches Zeichen} other {# gleiche Zeichen}} in Folge',
}

const passwordErrors = {
  'password-too-weak': 'Dieses Passwort erfüllt die Regeln unten nicht.',
  'password-too-common':
    'Dieses Passwort steht auf Listen häufiger Passwörter. Wählen Sie eines, das schwerer zu erraten ist.',
  'password-too-long':
    'Dieses Passwort ist zu lang. Verwenden Sie höchstens {max, plural, one {# Zeichen} other {# Zeichen}}.',
  'password-contains-user-information':
    'Dieses Passwort enthält etwas über Sie. Wählen Sie eines, das nichts über Sie verrät.',
  'password-breached':
    'Dieses Passwort steht auf Listen, die anderswo gestohlen wurden; andere könnten es also ausprobieren. Wählen Sie eines, das Sie sonst nirgends verwenden.',
  'password-previously-used': 'Dieses Passwort haben Sie schon einmal verwendet. Wählen Sie ein neues.',
}

const formErrors = {
  alertListTitle: 'Bitte korrigieren Sie Folgendes:',
  'form-expired': 'Diese Seite war zu lange geöffnet. Bitte versuchen Sie es noch einmal.',
  'challenge-required':
    'Aus Ihrem Netzwerk kamen viele Versuche, deshalb prüfen wir, dass Sie kein Roboter sind. Bitte versuchen Sie es noch einmal.',
  'ip-blocked':
    'Aus Ihrem Netzwerk kamen zu viele Versuche. Warten Sie ein paar Minuten und versuchen Sie es dann erneut.',
  'server-busy': 'Wir sind gerade stark ausgelastet. Bitte versuchen Sie es in einigen Sekunden erneut.',
  'upstream-unavailable':
    'Wir können gerade nicht prüfen, wer Sie sind. Bitte versuchen Sie es in ein paar Minuten erneut.',
}

const passkey = {
  passkeyButtonText: 'Weiter mit einem Passkey',
  passkeyFailedText: 'Es wurde kein Passkey verwendet. Versuchen Sie es erneut oder melden Sie sich anders an.',
}

const passkeyErrors = {
  'passkey-failed':
    'Dieser Passkey konnte nicht verwendet werden. Versuchen Sie es erneut oder wählen Sie einen anderen Weg.',
  'passkey-expired': 'Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal.',
}

const passkeySignInErrors = {
  ...passkeyErrors,
  'passkey-unverified':
    'Ihre E-Mail-Adresse ist noch nicht bestätigt. Wir haben Ihnen den Link noch einmal geschickt; verwenden Sie danach Ihren Passkey erneut.',
}

const passkeyEnrollment = {
  passkeyBenefit1Title: 'Nichts zu merken',
  passkeyBenefit1Description: 'Sie melden sich mit Fingerabdruck, Gesicht oder Bildschirmsperre an.',
  passkeyBenefit2Title: 'Nichts zu stehlen',
  passkeyBenefit2Description: 'Er funktioniert nur auf dieser Website; niemand kann ihn Ihnen abluchsen.',
  createButtonText: 'Passkey erstellen',
  continueButtonText: 'Jetzt nicht',
  doNotShowAgainText: 'Auf diesem Gerät nicht mehr fragen',
  passkeyFailedText: 'Es wurde kein Passkey erstellt. Versuchen Sie es erneut oder fahren Sie ohne fort.',
  passkeyTakenText: 'Dieses Gerät hat bereits einen Passkey für Ihr Konto.',
  notAvailableText: 'Dieser Browser kann keine Passkeys erstellen. Sie können ohne fortfahren.',
  'too-many-passkeys-tried': 'Es gab zu viele Versuche. Warten Sie ein paar Minuten oder fahren Sie ohne Passkey fort.',
  'passkeys-full':
    'Ihr Konto hat so viele Passkeys, wie es haben kann. Entfernen Sie zuerst einen, den Sie nicht mehr verwenden.',
}

const factors = {
  authenticatorNamesOTP: 'Authenticator-App',
  authenticatorNamesSMS: 'Telefon',
  authenticatorNamesEmail: 'E-Mail',
  authenticatorNamesRecoveryCode: 'Wieder\u00ADherstellungs\u00ADcode',
  authenticatorNamesWebauthnRoaming: 'Sicherheitsschlüssel',
  authenticatorNamesWebauthnPlatform: 'Fingerabdruck, Gesicht oder Bildschirmsperre dieses Geräts',
}

const codeErrors = {
  'invalid-otp-code-format': 'Geben Sie den Code ein.',
  'invalid-code': 'Dieser Code ist nicht richtig. Prüfen Sie ihn und versuchen Sie es erneut.',
  'invalid-expired-code': 'Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.',
  'too-many-failures':
    'An diesem Konto wurden zu viele Codes ausprobiert. Warten Sie ein paar Minuten und versuchen Sie es dann erneut.',
  'codes-locked':
    'An diesem Konto waren zu viele Codes falsch. Codes gelten vorerst nicht mehr: Wählen Sie einen anderen Weg oder wenden Sie sich an den Betreiber.',
  'too-many-codes':
    'Wir haben bereits mehrere Codes geschickt. Warten Sie ein paar Minuten und versuchen Sie es dann erneut.',
}

const secondProof = {
  buttonText: 'Weiter',
  codePlaceholder: 'Code',
  rememberMeText: 'Auf diesem Gerät eine Zeit lang nicht mehr fragen',
  pickAuthenticatorText: 'Anderen Weg versuchen',
}

const secondKey = {
  continueButtonText: 'Weiter',
  rememberMeText: secondProof.rememberMeText,
  pickAuthenticatorText: secondProof.pickAuthenticatorText,
  notAvailableText:
    'Dieser Browser kann nicht danach gefragt werden. Versuchen Sie einen anderen Weg oder einen anderen Browser.',
  ...formErrors,
  'webauthn-failed': 'Das hat nicht funktioniert. Versuchen Sie es erneut oder wählen Sie einen anderen Weg.',
  'webauthn-expired': 'Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal.',
  'too-many-failures':
    'Für dieses Konto gab es zu viele Versuche. Warten Sie ein paar Minuten und versuchen Sie es dann erneut.',
}

const securityKey = {
  ...secondKey,
  failedText:
    'Es wurde kein Sicherheitsschlüssel verwendet. Versuchen Sie es erneut oder wählen Sie einen anderen Weg.',
  takenText: 'Dieser Sicherheitsschlüssel ist bereits hinzugefügt. Wählen Sie einen anderen.',
}

const ownDevice = {
  ...secondKey,
  failedText:
    'Ihr Gerät hat nicht bestätigt, dass Sie es sind. Versuchen Sie es erneut oder wählen Sie einen anderen Weg.',
  takenText: 'Dieses Gerät ist bereits hinzugefügt.',
}

const sentCode = {
  ...secondProof,
  resendActionText: 'Noch einmal senden',
  resendText: 'Nicht erhalten?',
  resentText: 'Wir haben einen weiteren Code geschickt. Nur der neueste gilt.',
  ...formErrors,
  ...codeErrors,
}

const phoneEnrollment = {
  countryPlaceholder: 'Land oder Region',
  placeholder: 'Telefonnummer',
  hint: 'Wie sie im Land gewählt wird, oder vollständig: +44\u00a07700\u00a0900123',
  pickAuthenticatorText: 'Anderen Weg versuchen',
  ...formErrors,
  'no-phone': 'Geben Sie Ihre Telefonnummer ein.',
  'invalid-phone-format': 'Geben Sie die Nummer mit Ländervorwahl ein, etwa +44\u00a07700\u00a0900123.',
  'too-many-codes': codeErrors['too-many-codes'],
}

const savedCode = {
  description:
    'Bewahren Sie ihn dort auf, wo Sie ihn ohne dieses Gerät finden. Er lässt Sie einmal hinein, wenn nichts anderes zur Hand ist.',
  buttonText: 'Ich habe ihn aufbewahrt',
  copyText: 'Kopieren',
  copiedText: 'Kopiert',
  printText: 'Drucken',
}

const ticketErrors = {
  eventTitleExpired: 'Dieser Link ist abgelaufen',
  eventTitleUsed: 'Dieser Link wurde bereits verwendet',
  eventTitleGeneric: 'Dieser Link funktioniert nicht',
}

const firstCodeErrors = {
  'no-code': 'Geben Sie den Code ein, den wir Ihnen geschickt haben.',
  'wrong-code': 'Dieser Code ist nicht richtig. Prüfen Sie ihn oder lassen Sie sich einen neuen schicken.',
  'expired-code': 'Dieser Code ist abgelaufen oder wurde zu oft versucht. Lassen Sie sich einen neuen schicken.',
  'too-many-codes': codeErrors['too-many-codes'],
  'same-user-login':
    'Hier wurden zu viele Codes ausprobiert. Warten Sie eine Weile und lassen Sie sich dann einen neuen schicken.',
}

const codeByEmail = {
  title: 'Sehen Sie in Ihre E-Mails',
  buttonText: 'Weiter',
  placeholder: 'Code',
  resendText: 'Nichts angekommen? Sehen Sie auch im Spam-Ordner nach.',
  resendActionText: 'Neuen Code senden',
  resentText: 'Ein neuer Code ist unterwegs.',
  ...formErrors,
  ...firstCodeErrors,
}

const codeBySms = {
  title: 'Sehen Sie auf Ihr Telefon',
  buttonText: 'Weiter',
  placeholder: 'Code',
  resendText: 'Nichts angekommen? Es kann eine Minute dauern.',
  resendActionText: 'Neuen Code senden',
  resentText: 'Ein neuer Code ist unterwegs.',
  ...formErrors,
  ...firstCodeErrors,
}

const names = {
  countryPlaceholder: 'Land oder Region',
  emailPlaceholder: 'E-Mail-Adresse',
  usernamePlaceholder: 'E-Mail-Adresse oder Benutzername',
  usernameOnlyPlaceholder: 'Benutzername',
  phonePlaceholder: 'Telefonnummer',
  phoneOrEmailPlaceholder: 'Telefonnummer oder E-Mail-Adresse',
  phoneOrUsernamePlaceholder: 'Telefonnummer oder Benutzername',
  phoneOrUsernameOrEmailPlaceholder: 'Telefonnummer, Benutzername oder E-Mail-Adresse',
}

const noName = {
  'no-email': 'Geben Sie Ihre E-Mail-Adresse ein.',
  'no-username': 'Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein.',
  'no-name': 'Geben Sie ein, womit Sie sich anmelden.',
}

const signInErrors = {
  'wrong-credentials': 'Diese Angaben passen nicht zusammen. Prüfen Sie sie und versuchen Sie es erneut.',
  'wrong-credentials-or-unverified':
    'Diese Angaben passen nicht zusammen, oder die E-Mail-Adresse ist noch nicht bestätigt. Falls nur das fehlt, haben wir Ihnen den Link noch einmal geschickt.',
  'same-user-login':
    'Für dieses Konto gab es zu viele Versuche. Wenn es Ihres ist, suchen Sie nach einer E-Mail von uns, die Sie wieder hineinlässt, oder wählen Sie ein neues Passwort.',
  'password-breached':
    'Ihr Passwort steht auf Listen, die anderswo gestohlen wurden, und lässt deshalb hier niemanden mehr hinein. Wählen Sie über „Passwort vergessen?“ ein neues.',
  'no-password': 'Geben Sie Ihr Passwort ein.',
}

const signUpErrors = {
  'invalid-signup':
    'Mit diesen Angaben konnten wir kein Konto erstellen. Wenn Sie schon eines haben, melden Sie sich damit an.',
  'no-email': 'Geben Sie Ihre E-Mail-Adresse ein.',
  'invalid-email-format': 'Geben Sie eine E-Mail-Adresse in der Form name@example.com ein.',
  'no-username': 'Wählen Sie einen Benutzernamen.',
  'invalid-username':
    'Verwenden Sie für Ihren Benutzernamen ${min} bis ${max} Buchstaben, Ziffern oder Zeichen aus ${characters}.',
  'no-phone-number': 'Geben Sie Ihre Telefonnummer ein.',
  'invalid-phone-number': 'Geben Sie Ihre Telefonnummer mit Ländervorwahl ein, etwa +44\u00a07700\u00a0900123.',
  'no-identifier': 'Füllen Sie mindestens eines dieser Felder aus.',
}

const consent = {
  pickerTitle: 'Angemeldet als ${userName}',
  scopesTitle: 'Die App könnte dann:',
  apisTitle: 'Sie bittet um Zugriff auf:',
  unverifiedTitle: 'Diese App ist nicht geprüft',
  unverifiedText:
    'Sie hat sich unter diesem Namen selbst registriert. Bei ${companyName} hat niemand geprüft, wer dahintersteht.',
  unverifiedHostText: 'Sie beschreibt sich selbst auf ${host}.',
  returnHostText: 'Wenn Sie dies erlauben, werden Sie zu ${host} weitergeleitet.',
  returnDeviceText:
    'Wenn Sie dies erlauben, erhält eine App auf diesem Gerät Zugriff. Fahren Sie nur fort, wenn Sie sie gerade selbst gestartet haben.',
  acceptButtonText: 'Erlauben',
  declineButtonText: 'Ablehnen',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Fehler: ${pageTitle}',
      workingText: 'Wir prüfen, dass Sie kein Roboter sind …',
      workDoneText: 'Geprüft: Sie können fortfahren.',
      workWaitText:
        'Wir prüfen, dass Sie kein Roboter sind: Bitte warten Sie {seconds, plural, one {# Sekunde} other {# Sekunden}}, bevor Sie fortfahren.',
      logoAltText: '${companyName}',
      languagePickerText: 'Sprache',
    },
  },
  login: {
    login: {
      pageTitle: 'Anmelden | ${clientName}',
      title: 'Anmelden',
      description: 'Weiter zu ${clientName}',
      buttonText: 'Weiter',
      ...names,
      passwordPlaceholder: 'Passwort',
      forgotPasswordText: 'Passwort vergessen?',
      signupActionText: 'Zum ersten Mal hier?',
      signupActionLinkText: 'Konto erstellen',
      separatorText: 'oder',
      codeText: 'Stattdessen einen Einmalcode verwenden',
      passwordlessEmailText: 'Weiter mit E-Mail-Code',
      passwordlessSmsText: 'Weiter mit SMS-Code',
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
      pageTitle: 'Konto erstellen | ${clientName}',
      title: 'Erstellen Sie Ihr Konto',
      description: 'Weiter zu ${clientName}',
      buttonText: 'Weiter',
      emailPlaceholder: 'E-Mail-Adresse',
      usernamePlaceholder: 'Benutzername',
      phonePlaceholder: 'Telefonnummer',
      optionalText: '${label} (freiwillig)',
      passwordPlaceholder: 'Passwort',
      loginActionText: 'Sie haben schon ein Konto?',
      loginActionLinkText: 'Anmelden',
      countryPlaceholder: 'Land oder Region',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Wählen Sie ein Passwort.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  passkeys: {
    'passkey-enrollment': {
      pageTitle: 'Passkey erstellen | ${clientName}',
      title: 'Nächstes Mal schneller anmelden',
      description: 'Mit einem Passkey melden Sie sich bei ${companyName} ohne Passwort an.',
      signupTitle: 'Erstellen Sie einen Passkey',
      signupFailedText: 'Es wurde kein Passkey erstellt. Bitte versuchen Sie es erneut.',
      signupWithoutText: 'Dieser Browser kann keine Passkeys erstellen. Wählen Sie stattdessen ein Passwort.',
      signupNotAvailableText:
        'Dieser Browser kann keine Passkeys erstellen, und ein Konto braucht hier einen. Versuchen Sie es mit einem anderen Browser oder Gerät.',
      signupPasswordText: 'Stattdessen ein Passwort wählen',
      editText: 'Ändern',
      loginActionText: 'Sie haben schon ein Konto?',
      loginActionLinkText: 'Anmelden',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
      signupCodeText: 'Ohne Passkey fortfahren',
      signupByCodeText:
        'Dieser Browser kann keine Passkeys erstellen. Fahren Sie ohne fort: Beim nächsten Mal melden Sie sich mit einem Code an.',
    },
    'passkey-enrollment-local': {
      pageTitle: 'Erstellen Sie einen Passkey auf diesem Gerät | ${clientName}',
      title: 'Erstellen Sie einen Passkey auf diesem Gerät',
      description:
        'Sie haben sich mit dem Passkey eines anderen Geräts angemeldet. Mit einem eigenen braucht dieses Gerät kein anderes.',
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      pageTitle: 'Wer sind Sie? | ${clientName}',
      title: 'Anmelden',
      description: 'Weiter zu ${clientName}',
      buttonText: 'Weiter',
      'passkey-needed': 'Hier melden Sie sich mit einem Passkey an: Verwenden Sie die Schaltfläche unten.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      ...names,
      separatorText: 'oder',
      passwordlessEmailText: 'Weiter mit E-Mail-Code',
      passwordlessSmsText: 'Weiter mit SMS-Code',
      signupActionText: 'Zum ersten Mal hier?',
      signupActionLinkText: 'Konto erstellen',
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      pageTitle: 'Geben Sie Ihr Passwort ein | ${clientName}',
      title: 'Geben Sie Ihr Passwort ein',
      description: 'Weiter zu ${clientName}',
      buttonText: 'Weiter',
      passwordPlaceholder: 'Passwort',
      editText: 'Ändern',
      forgotPasswordText: 'Passwort vergessen?',
      codeText: 'Stattdessen einen Einmalcode verwenden',
      ...password,
      ...formErrors,
      ...signInErrors,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      pageTitle: 'Ohne Passwort anmelden | ${clientName}',
      title: 'Anmelden',
      descriptionEmail: 'Wir schicken Ihnen einen Code per E-Mail. Sie brauchen kein Passwort.',
      descriptionSms: 'Wir schicken einen Code an Ihr Telefon. Sie brauchen kein Passwort.',
      descriptionBoth: 'Wir schicken Ihnen einen Code. Sie brauchen kein Passwort.',
      buttonText: 'Weiter',
      ...names,
      passwordText: 'Stattdessen ein Passwort verwenden',
      ...formErrors,
      'no-name': 'Geben Sie Ihre Telefonnummer oder E-Mail-Adresse ein.',
      'no-email': 'Geben Sie Ihre E-Mail-Adresse ein.',
      'invalid-email-format': 'Geben Sie eine E-Mail-Adresse in der Form name@example.com ein.',
      'no-phone-number': 'Geben Sie Ihre Telefonnummer ein.',
      'invalid-phone-number': signUpErrors['invalid-phone-number'],
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
    'login-passwordless-email-code': {
      pageTitle: 'Code aus Ihrer E-Mail eingeben | ${clientName}',
      description: 'Wenn man sich mit ${address} hier anmelden kann, ist ein Code unterwegs.',
      editText: 'Ändern',
      linkText: 'Stattdessen einen Link senden',
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      pageTitle: 'Link in Ihrer E-Mail öffnen | ${clientName}',
      description:
        'Wenn man sich mit ${address} hier anmelden kann, ist ein Link unterwegs. Öffnen Sie ihn in diesem Browser.',
      editText: 'Ändern',
      codeText: 'Anderswo geöffnet? Geben Sie den Code ein, der Ihnen dort angezeigt wurde.',
      codeActionText: 'Stattdessen einen Code senden',
      ...codeByEmail,
      resendActionText: 'Neuen Link senden',
      resentText: 'Ein neuer Link ist unterwegs.',
    },
    'login-passwordless-sms-otp': {
      pageTitle: 'Code von Ihrem Telefon eingeben | ${clientName}',
      description: 'Wenn man sich mit ${address} hier anmelden kann, ist ein Code unterwegs.',
      editText: 'Ändern',
      ...codeBySms,
    },
    'login-passwordless-link': {
      pageTitle: 'Anmeldung fortsetzen | ${clientName}',
      title: 'Gleich geschafft',
      description: 'Sie haben diesen Link angefordert, um sich als ${address} bei ${clientName} anzumelden.',
      buttonText: 'Anmelden',
      ...formErrors,
    },
    'login-passwordless-other-device': {
      pageTitle: 'Melden Sie sich dort an, wo Sie begonnen haben | ${companyName}',
      title: 'Geben Sie diesen Code dort ein, wo Sie begonnen haben',
      description:
        'Sie haben diesen Link in einem anderen Browser angefordert. Gehen Sie dorthin zurück und geben Sie diesen Code ein:',
      warningText:
        'Wenn Sie nicht selbst mit der Anmeldung begonnen haben, schließen Sie diese Seite und geben Sie den Code niemandem.',
    },
    'login-passwordless-link-error': {
      pageTitle: 'Problem mit dem Anmeldelink | ${companyName}',
      title: 'Dieser Link funktioniert nicht',
      description:
        'Er ist abgelaufen, wurde bereits verwendet oder ist unvollständig. Gehen Sie dorthin zurück, wo Sie begonnen haben, und lassen Sie sich einen neuen schicken.',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      pageTitle: 'Geben Sie den Code aus unserer E-Mail ein | ${clientName}',
      description: 'Wenn man sich mit ${address} hier anmelden kann, ist ein Code unterwegs.',
      editText: 'Ändern',
      passwordText: 'Stattdessen Ihr Passwort verwenden',
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      pageTitle: 'Geben Sie den Code aus unserer SMS ein | ${clientName}',
      description: 'Wenn man sich mit ${address} hier anmelden kann, ist ein Code unterwegs.',
      editText: 'Ändern',
      passwordText: 'Stattdessen Ihr Passwort verwenden',
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      pageTitle: 'E-Mail-Adresse mit einem Code bestätigen | ${clientName}',
      description:
        'Wir haben eine Nachricht an ${address} geschickt. Geben Sie den Code daraus ein, um zu bestätigen, dass die Adresse Ihnen gehört.',
      editText: 'Ändern',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      pageTitle: 'Telefonnummer mit einem Code bestätigen | ${clientName}',
      description:
        'Wir haben eine Nachricht an ${address} geschickt. Geben Sie den Code daraus ein, um zu bestätigen, dass die Nummer Ihnen gehört.',
      editText: 'Ändern',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      pageTitle: 'Ihr neues Konto | ${clientName}',
      title: 'Erstellen Sie Ihr Konto',
      description: 'Weiter zu ${clientName}',
      buttonText: 'Weiter',
      emailPlaceholder: 'E-Mail-Adresse',
      usernamePlaceholder: 'Benutzername',
      phonePlaceholder: 'Telefonnummer',
      optionalText: '${label} (freiwillig)',
      loginActionText: 'Sie haben schon ein Konto?',
      loginActionLinkText: 'Anmelden',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      countryPlaceholder: 'Land oder Region',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      pageTitle: 'Wählen Sie ein Passwort | ${clientName}',
      title: 'Wählen Sie ein Passwort',
      description: 'Weiter zu ${clientName}',
      buttonText: 'Weiter',
      passwordPlaceholder: 'Passwort',
      editText: 'Ändern',
      loginActionText: 'Sie haben schon ein Konto?',
      loginActionLinkText: 'Anmelden',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Wählen Sie ein Passwort.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Passwort zurücksetzen | ${companyName}',
      title: 'Passwort vergessen?',
      descriptionEmail:
        'Nennen Sie uns Ihre E-Mail-Adresse; wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen.',
      descriptionUsername:
        'Nennen Sie uns Ihre E-Mail-Adresse oder Ihren Benutzernamen; wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen.',
      descriptionEmailByCode:
        'Nennen Sie uns Ihre E-Mail-Adresse; wir schicken Ihnen einen Code, mit dem Sie ein neues Passwort wählen.',
      descriptionUsernameByCode:
        'Nennen Sie uns Ihre E-Mail-Adresse oder Ihren Benutzernamen; wir schicken Ihnen einen Code, mit dem Sie ein neues Passwort wählen.',
      placeholderEmail: 'E-Mail-Adresse',
      placeholderUsername: 'E-Mail-Adresse oder Benutzername',
      buttonText: 'Weiter',
      backToLoginLinkText: 'Zurück zur Anmeldung',
      ...formErrors,
      'no-email': 'Geben Sie Ihre E-Mail-Adresse ein.',
      'no-username': 'Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein.',
      'too-many-email':
        'Wir haben bereits mehrere E-Mails geschickt. Warten Sie ein paar Minuten und versuchen Sie es dann erneut.',
    },
    'reset-password-email': {
      pageTitle: 'Sehen Sie in Ihre E-Mails | ${companyName}',
      title: 'Sehen Sie in Ihre E-Mails',
      emailDescription: 'Wenn es ein Konto für ${email} gibt, ist ein Link zum Wählen eines neuen Passworts unterwegs.',
      usernameDescription:
        'Wenn es ein Konto für ${email} gibt, ist ein Link zum Wählen eines neuen Passworts an dessen E-Mail-Adresse unterwegs.',
      resendText: 'Nichts angekommen? Sehen Sie auch im Spam-Ordner nach.',
      resendLinkText: 'Noch einmal senden',
      resentText: 'Noch einmal gesendet.',
      backToLoginLinkText: 'Zurück zur Anmeldung',
    },
    'reset-password': {
      pageTitle: 'Neues Passwort wählen | ${companyName}',
      title: 'Wählen Sie ein neues Passwort',
      description: 'Melden Sie sich nach der Änderung mit dem neuen an.',
      descriptionEmail: 'Damit ändern Sie das Passwort von ${email}.',
      buttonText: 'Weiter',
      passwordPlaceholder: 'Neues Passwort',
      reEnterPasswordPlaceholder: 'Neues Passwort wiederholen',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': 'Wählen Sie ein neues Passwort.',
      'no-re-enter-password': 'Geben Sie das neue Passwort ein zweites Mal ein.',
      'password-mismatch': 'Die beiden Passwörter stimmen nicht überein.',
    },
    'reset-password-success': {
      pageTitle: 'Passwort geändert | ${companyName}',
      eventTitle: 'Passwort geändert',
      description: 'Sie können sich jetzt mit Ihrem neuen Passwort anmelden.',
      buttonText: 'Weiter zu ${clientName}',
    },
    'reset-password-error': {
      pageTitle: 'Problem mit dem Link | ${companyName}',
      ...ticketErrors,
      descriptionExpired:
        'Links zum Zurücksetzen eines Passworts gelten nur begrenzte Zeit. Fordern Sie einen neuen an.',
      descriptionUsed:
        'Ein Link zum Zurücksetzen eines Passworts funktioniert nur einmal. Fordern Sie bei Bedarf einen neuen an.',
      descriptionGeneric:
        'Vielleicht wurde er beim Kopieren abgeschnitten. Öffnen Sie ihn noch einmal aus der E-Mail oder fordern Sie einen neuen an.',
      requestLinkText: 'Neuen Link anfordern',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'E-Mail-Adresse bestätigen | ${companyName}',
      title: 'Bestätigen Sie Ihre E-Mail-Adresse',
      description: 'Noch ein Schritt: Bestätigen Sie, dass diese Adresse Ihnen gehört.',
      descriptionEmail: 'Noch ein Schritt: Bestätigen Sie, dass ${email} Ihnen gehört.',
      buttonText: 'Weiter',
    },
    'email-verification-result': {
      pageTitle: 'Bestätigung der E-Mail-Adresse | ${companyName}',
      verifiedTitle: 'E-Mail-Adresse bestätigt',
      errorTitle: 'E-Mail-Adresse nicht bestätigt',
      verifiedDescription: 'Danke. Ihre E-Mail-Adresse ist bestätigt.',
      alreadyVerifiedDescription: 'Diese E-Mail-Adresse wurde schon früher bestätigt. Es bleibt nichts zu tun.',
      invalidAccountOrCodeDescription:
        'Dieser Link ist abgelaufen, wurde bereits verwendet oder ist unvollständig. Melden Sie sich an, um einen neuen zu erhalten.',
      unknownErrorDescription: 'Bei uns ist etwas schiefgegangen. Bitte öffnen Sie den Link gleich noch einmal.',
      buttonText: 'Weiter zu ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: 'Sehen Sie in Ihre E-Mails | ${companyName}',
      title: 'Sehen Sie in Ihre E-Mails',
      description:
        'Wir haben einen Link an ${email} geschickt. Öffnen Sie ihn, um zu bestätigen, dass die Adresse Ihnen gehört, und kommen Sie dann zurück.',
      resendText: 'Nichts angekommen? Sehen Sie auch im Spam-Ordner nach.',
      resendActionText: 'Noch einmal senden',
      resentText: 'Noch einmal gesendet.',
      backToLoginLinkText: 'Zurück zur Anmeldung',
      'challenge-required': formErrors['challenge-required'],
      alertListTitle: formErrors.alertListTitle,
    },
  },
  account: {
    account: {
      pageTitle: 'Ihr Konto | ${companyName}',
      title: 'Ihr Konto',
      signedInText: 'Sie sind als ${account} angemeldet.',
      nameLabel: 'Name',
      nicknameLabel: 'Wie wir Sie nennen sollen',
      buttonText: 'Speichern',
      savedText: 'Gespeichert.',
      passwordLinkText: 'Passwort',
      passwordLinkDescription: 'Ein neues wählen',
      emailLinkText: 'E-Mail-Adresse',
      securityLinkText: 'Anmeldemethoden',
      securityLinkDescription: 'Passkeys, Authenticator-Apps, Wieder\u00ADherstellungs\u00ADcodes',
      sessionsLinkText: 'Geräte',
      sessionsLinkDescription: 'Wo Sie angemeldet sind',
      appsLinkText: 'Anwendungen',
      appsLinkDescription: 'Wer für Sie handeln darf',
      identitiesLinkText: 'Verknüpfte Konten',
      identitiesLinkDescription: 'Andere Konten, die zu diesem führen',
      dataLinkText: 'Ihre Daten',
      dataLinkDescription: 'Herunterladen oder Ihr Konto löschen',
      signOutLinkText: 'Abmelden',
      'invalid-name': 'Verwenden Sie höchstens {max, plural, one {# Zeichen} other {# Zeichen}} für Ihren Namen.',
      ...formErrors,
    },
    'account-password': {
      pageTitle: 'Passwort | ${companyName}',
      title: 'Wählen Sie ein neues Passwort',
      description: 'Hier bleiben Sie angemeldet. Alle anderen Geräte werden abgemeldet.',
      passwordPlaceholder: 'Neues Passwort',
      buttonText: 'Passwort ändern',
      backText: 'Ihr Konto',
      savedText: 'Ihr Passwort wurde geändert.',
      ...password,
      ...passwordRules,
      ...passwordErrors,
      ...formErrors,
      'no-password': 'Wählen Sie ein Passwort.',
    },
    'account-email': {
      pageTitle: 'E-Mail-Adresse | ${companyName}',
      title: 'Ihre E-Mail-Adresse',
      description:
        'Derzeit ist es ${email}. Wir schicken einen Link an die neue Adresse; sie gilt, sobald Sie diesen Link geöffnet haben.',
      descriptionNone:
        'Sie haben noch keine. Wir schicken einen Link an die Adresse; sie gilt, sobald Sie diesen Link geöffnet haben.',
      emailPlaceholder: 'Neue E-Mail-Adresse',
      buttonText: 'Link senden',
      backText: 'Ihr Konto',
      sentText: 'Wenn diese Adresse Ihre sein kann, haben wir einen Link an ${email} geschickt.',
      ...formErrors,
      'no-email': 'Geben Sie Ihre E-Mail-Adresse ein.',
      'invalid-email-format': 'Geben Sie eine E-Mail-Adresse in der Form name@example.com ein.',
      'too-many-email':
        'Es wurden zu viele E-Mails angefordert. Warten Sie ein paar Minuten und versuchen Sie es dann erneut.',
    },
    'account-email-confirm': {
      pageTitle: 'Bestätigen Sie Ihre E-Mail-Adresse | ${companyName}',
      title: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
      description: 'Von nun an ist ${email} die Adresse des Kontos ${account} bei ${companyName}.',
      warningText:
        'Bestätigen Sie nur, wenn dieses Konto Ihres ist: Wer es hat, behält es, mit Ihrer Adresse. Hat jemand anderes sie eingetragen, schließen Sie diese Seite; dann ändert sich nichts.',
      buttonText: 'Bestätigen',
      doneTitle: 'Ihre E-Mail-Adresse wurde geändert',
      failedTitle: 'Dieser Link funktioniert nicht',
      failedDescription:
        'Er ist abgelaufen, wurde bereits verwendet, oder die Adresse gehört zu einem anderen Konto. Fordern Sie einen neuen an.',
      backText: 'Ihr Konto',
    },
    'account-sessions': {
      pageTitle: 'Geräte | ${companyName}',
      title: 'Wo Sie angemeldet sind',
      currentText: 'Dieses Gerät',
      lastSeenText: 'Zuletzt verwendet am ${time}',
      signedInText: 'Angemeldet am ${time}',
      endButtonText: 'Abmelden',
      endAllButtonText: 'Überall sonst abmelden',
      deviceText: '${browser} auf ${system}',
      unknownDeviceText: 'Ein Gerät, das wir nicht erkennen',
      noneText: 'Sie sind sonst nirgends angemeldet.',
      backText: 'Ihr Konto',
      ...formErrors,
    },
    'account-security': {
      pageTitle: 'Anmeldemethoden | ${companyName}',
      title: 'Anmeldemethoden',
      description: 'Womit Sie sich ausweisen können.',
      noneText: 'Noch nichts.',
      totpText: 'Authenticator-App',
      phoneText: 'Codes an ${address}',
      emailText: 'Codes an ${address}',
      recoveryText: 'Wieder\u00ADherstellungs\u00ADcode',
      webauthnText: 'Sicherheitsschlüssel oder Gerät',
      passkeyText: 'Passkey',
      addedText: 'Hinzugefügt am ${time}',
      removeButtonText: 'Entfernen',
      addTotpButtonText: 'Authenticator-App hinzufügen',
      addPasskeyButtonText: 'Passkey hinzufügen',
      addKeyButtonText: 'Sicherheits\u00ADschlüssel hinzufügen',
      newRecoveryButtonText: 'Neuen Wieder\u00ADherstellungs\u00ADcode holen',
      passkeyFailedText: 'Es wurde kein Passkey erstellt. Bitte versuchen Sie es erneut.',
      passkeyTakenText: passkeyEnrollment.passkeyTakenText,
      keyFailedText: securityKey.failedText,
      keyTakenText: securityKey.takenText,
      backText: 'Ihr Konto',
      ...formErrors,
      'passkey-failed': 'Dieser Passkey konnte nicht hinzugefügt werden. Bitte versuchen Sie es erneut.',
      'webauthn-failed': securityKey['webauthn-failed'],
    },
    'account-totp': {
      pageTitle: 'Authenticator-App | ${companyName}',
      title: 'Fügen Sie eine Authenticator-App hinzu',
      description: 'Scannen Sie diesen Code mit der App und geben Sie dann den Code ein, den sie anzeigt.',
      secretText: 'Keine Kamera? Geben Sie stattdessen dies in die App ein:',
      qrAltText: 'Ein QR-Code für die App',
      codePlaceholder: 'Sechsstelliger Code',
      buttonText: 'Hinzufügen',
      backText: 'Anmeldemethoden',
      ...formErrors,
      'wrong-code': 'Das ist nicht der Code, den die App jetzt anzeigt. Bitte versuchen Sie es erneut.',
      'too-many-tries': 'Es gab zu viele Versuche. Warten Sie ein paar Minuten und versuchen Sie es dann erneut.',
    },
    'account-recovery-code': {
      pageTitle: 'Wiederherstellungscode | ${companyName}',
      title: 'Ihr neuer Wieder\u00ADherstellungs\u00ADcode',
      description:
        'Bewahren Sie ihn dort auf, wo Sie ihn ohne Ihre Geräte finden. Er lässt Sie einmal hinein; jeder frühere Code gilt nicht mehr.',
      copyText: 'Kopieren',
      copiedText: 'Kopiert',
      printText: 'Drucken',
      backText: 'Ich habe ihn aufbewahrt',
    },
    'account-apps': {
      pageTitle: 'Anwendungen | ${companyName}',
      title: 'Anwendungen, die für Sie handeln dürfen',
      noneText: 'Keine.',
      revokeButtonText: 'Erlaubnis zurücknehmen',
      backText: 'Ihr Konto',
      ...formErrors,
    },
    'account-identities': {
      pageTitle: 'Verknüpfte Konten | ${companyName}',
      title: 'Konten, die zu diesem führen',
      primaryText: 'Ihr erstes Konto',
      unlinkButtonText: 'Verknüpfung aufheben',
      backText: 'Ihr Konto',
      ...formErrors,
    },
    'account-data': {
      pageTitle: 'Ihre Daten | ${companyName}',
      title: 'Ihre Daten',
      downloadText: 'Alles, was über Sie gespeichert ist, als Datei.',
      downloadLinkText: 'Meine Daten herunterladen',
      deleteTitle: 'Konto löschen',
      deleteText:
        'Ihr Konto und alles, was dazu gehört, wird sofort und endgültig gelöscht. Geben Sie ${account} ein, um zu zeigen, dass Sie es ernst meinen.',
      confirmPlaceholder: 'Hier eingeben',
      buttonText: 'Mein Konto löschen',
      backText: 'Ihr Konto',
      ...formErrors,
      'not-confirmed': 'Das ist nicht, was Sie eingeben sollten.',
    },
    'account-deleted': {
      pageTitle: 'Konto gelöscht | ${companyName}',
      title: 'Ihr Konto ist gelöscht',
      description: 'Danke, dass Sie hier waren.',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Wieder anmelden | ${companyName}',
      title: 'Verschaffen Sie sich wieder Zugang',
      description:
        'Zu viele Anmeldeversuche an Ihrem Konto sind gescheitert; von dort aus kann sich deshalb niemand mehr anmelden.',
      descriptionEmail:
        'Zu viele Anmeldeversuche am Konto von ${email} sind gescheitert; von dort aus kann sich deshalb niemand mehr anmelden.',
      deviceText:
        'Fahren Sie nur auf einem eigenen Gerät fort: Es behält von nun an den Zugang, was auch immer andere versuchen.',
      buttonText: 'Weiter',
    },
    'user-block-result': {
      pageTitle: 'Zurück zu Ihrem Konto | ${companyName}',
      liftedTitle: 'Sie können sich wieder anmelden',
      invalidTitle: 'Dieser Link funktioniert nicht',
      liftedDescription:
        'Wenn nicht Sie es waren: Niemand ist hineingekommen. Falls Sie ein Passwort haben, das andere kennen könnten, wählen Sie ein neues.',
      invalidDescription:
        'Er ist abgelaufen, wurde bereits verwendet oder ist unvollständig. Falls Sie ein Passwort haben, können Sie trotzdem ein neues wählen.',
      buttonText: 'Weiter zu ${clientName}',
    },
  },
  mfa: {
    'mfa-begin-enroll-options': {
      pageTitle: 'Schützen Sie Ihr Konto | ${clientName}',
      title: 'Schützen Sie Ihr Konto',
      description:
        'Fügen Sie einen zweiten Weg hinzu, um zu zeigen, dass Sie es sind. Wir fragen danach zusätzlich zu dem, was Sie gerade angegeben haben.',
      ...factors,
      ...formErrors,
    },
    'mfa-login-options': {
      pageTitle: 'Anderen Weg wählen | ${clientName}',
      title: 'Bestätigen Sie, dass Sie es sind',
      description: 'Wählen Sie, was Sie zur Hand haben.',
      ...factors,
      ...formErrors,
    },
    'mfa-enroll-result': {
      pageTitle: 'Weg zum Anmelden hinzufügen | ${companyName}',
      enrolledTitle: 'Hinzugefügt',
      enrolledDescription: 'Damit können Sie von nun an zeigen, dass Sie es sind.',
      alreadyEnrolledTitle: 'Es gibt schon einen',
      alreadyEnrolledDescription:
        'Sie haben schon früher einen Weg hinzugefügt, um zu zeigen, dass Sie es sind. Es bleibt nichts zu tun.',
      alreadyUsedTitle: 'Dieser Link wurde bereits verwendet',
      alreadyUsedDescription: 'Was damit hinzugefügt wurde, bleibt. Wenn Sie das nicht waren, sagen Sie uns Bescheid.',
      expiredTicketTitle: 'Dieser Link ist abgelaufen',
      expiredTicketDescription: 'Bitten Sie den Absender um einen neuen.',
      invalidTicketTitle: 'Dieser Link funktioniert nicht',
      invalidTicketDescription: 'Öffnen Sie ihn genau so, wie er in der E-Mail steht, oder bitten Sie um einen neuen.',
      genericErrorTitle: 'Zurzeit kann nichts hinzugefügt werden',
      genericErrorDescription: 'Worum dieser Link bittet, wird nicht angeboten. Sagen Sie dem Absender Bescheid.',
      buttonText: 'Weiter',
    },
  },
  'mfa-otp': {
    'mfa-otp-enrollment-qr': {
      pageTitle: 'Fügen Sie eine Authenticator-App hinzu | ${clientName}',
      title: 'Fügen Sie eine Authenticator-App hinzu',
      description:
        'Scannen Sie dieses Bild mit einer Authenticator-App und geben Sie dann den Code ein, den die App anzeigt.',
      qrCodeAltText: 'QR-Code zum Scannen mit einer Authenticator-App',
      codeEnrollmentText: 'Ich kann es nicht scannen',
      pickAuthenticatorText: 'Anderen Weg versuchen',
      codePlaceholder: 'Code',
      buttonText: 'Weiter',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-enrollment-code': {
      pageTitle: 'Authenticator-App mit Schlüssel hinzufügen | ${clientName}',
      title: 'Fügen Sie eine Authenticator-App hinzu',
      description:
        'Geben Sie diesen Schlüssel in eine Authenticator-App ein und dann hier den Code, den die App anzeigt.',
      secretText: 'Schlüssel',
      qrEnrollmentText: 'Stattdessen ein Bild scannen',
      pickAuthenticatorText: 'Anderen Weg versuchen',
      codePlaceholder: 'Code',
      buttonText: 'Weiter',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-challenge': {
      pageTitle: 'Code Ihrer Authenticator-App | ${clientName}',
      title: 'Bestätigen Sie, dass Sie es sind',
      description: 'Geben Sie den Code ein, den Ihre Authenticator-App anzeigt.',
      ...secondProof,
      ...formErrors,
      ...codeErrors,
    },
  },
  'mfa-webauthn': {
    'mfa-webauthn-roaming-enrollment': {
      pageTitle: 'Sicherheitsschlüssel hinzufügen | ${clientName}',
      title: 'Sicherheits\u00ADschlüssel hinzufügen',
      description:
        'Halten Sie Ihren Sicherheitsschlüssel bereit und fahren Sie fort. Ihr Browser sagt Ihnen, was zu tun ist.',
      ...securityKey,
    },
    'mfa-webauthn-platform-enrollment': {
      pageTitle: 'Dieses Gerät hinzufügen | ${clientName}',
      title: 'Dieses Gerät hinzufügen',
      description: 'Zeigen Sie von nun an mit Fingerabdruck, Gesicht oder Bildschirmsperre, dass Sie es sind.',
      ...ownDevice,
    },
    'mfa-webauthn-roaming-challenge': {
      pageTitle: 'Verwenden Sie Ihren Sicherheitsschlüssel | ${clientName}',
      title: 'Verwenden Sie Ihren Sicherheits\u00ADschlüssel',
      description:
        'Halten Sie Ihren Sicherheitsschlüssel bereit und fahren Sie fort. Ihr Browser sagt Ihnen, was zu tun ist.',
      ...securityKey,
    },
    'mfa-webauthn-platform-challenge': {
      pageTitle: 'Auf diesem Gerät bestätigen | ${clientName}',
      title: 'Bestätigen Sie, dass Sie es sind',
      description: 'Fahren Sie mit Fingerabdruck, Gesicht oder Bildschirmsperre fort.',
      ...ownDevice,
    },
    'mfa-webauthn-change-key-nickname': {
      pageTitle: 'Einen Namen geben | ${clientName}',
      title: 'Benennen Sie Ihren Sicherheits\u00ADschlüssel',
      description: 'Wenn Sie mehrere haben, erkennen Sie am Namen, welcher gemeint ist.',
      nicknamePlaceholder: 'Name des Sicherheitsschlüssels',
      titlePlatform: 'Benennen Sie dieses Gerät',
      descriptionPlatform: 'Wenn Sie mehrere haben, erkennen Sie am Namen, welches gemeint ist.',
      nicknamePlaceholderPlatform: 'Name des Geräts',
      buttonText: 'Weiter',
      ...formErrors,
      'no-nickname': 'Geben Sie einen Namen ein.',
      'nickname-too-long': 'Dieser Name ist zu lang. Verwenden Sie höchstens 100 Zeichen.',
    },
    'mfa-webauthn-enrollment-success': {
      pageTitle: 'Hinzugefügt | ${clientName}',
      title: 'Ihr Sicherheits\u00ADschlüssel ist hinzugefügt',
      description: 'Mit diesem Schlüssel können Sie von nun an zeigen, dass Sie es sind.',
      titlePlatform: 'Dieses Gerät ist hinzugefügt',
      descriptionPlatform: 'Auf diesem Gerät können Sie von nun an zeigen, dass Sie es sind.',
      buttonText: 'Weiter',
    },
    'mfa-webauthn-not-available-error': {
      pageTitle: 'Hier nicht verfügbar | ${clientName}',
      errorTitle: 'Ihr Schlüssel kann hier nicht verwendet werden',
      errorDescription:
        'Er wurde an einer anderen unserer Adressen hinzugefügt; nur sie kann danach fragen. Melden Sie sich dort an oder versuchen Sie einen anderen Weg.',
      pickAuthenticatorText: 'Anderen Weg versuchen',
    },
  },
  'mfa-email': {
    'mfa-email-challenge': {
      pageTitle: 'Code aus Ihrer E-Mail | ${clientName}',
      title: 'Sehen Sie in Ihre E-Mails',
      description: 'Wir haben einen Code an ${email} geschickt.',
      editText: 'Andere Adresse verwenden',
      ...sentCode,
    },
    'mfa-email-list': {
      pageTitle: 'E-Mail-Adresse auswählen | ${clientName}',
      title: 'An welche Adresse sollen wir einen Code senden?',
      backText: 'Zurück',
      ...formErrors,
    },
  },
  'mfa-sms': {
    'mfa-sms-enrollment': {
      pageTitle: 'Fügen Sie Ihr Telefon hinzu | ${clientName}',
      title: 'Fügen Sie Ihr Telefon hinzu',
      description: 'Wir schicken einen Code per SMS dorthin, wann immer Sie zeigen sollen, dass Sie es sind.',
      buttonText: 'Weiter',
      ...phoneEnrollment,
    },
    'mfa-sms-challenge': {
      pageTitle: 'Code aus Ihren Nachrichten | ${clientName}',
      title: 'Sehen Sie in Ihre Nachrichten',
      description: 'Wir haben einen Code an ${phoneNumber} geschickt.',
      editText: 'Andere Nummer verwenden',
      ...sentCode,
    },
    'mfa-sms-list': {
      pageTitle: 'Telefon auswählen | ${clientName}',
      title: 'Auf welchem Telefon soll der Code Sie erreichen?',
      backText: 'Zurück',
      ...formErrors,
    },
  },
  'mfa-voice': {
    'mfa-voice-enrollment': {
      pageTitle: 'Telefon für Anrufe hinzufügen | ${clientName}',
      title: 'Fügen Sie Ihr Telefon hinzu',
      description: 'Wir rufen dort an und lesen einen Code vor, wann immer Sie zeigen sollen, dass Sie es sind.',
      buttonText: 'Weiter',
      ...phoneEnrollment,
    },
    'mfa-voice-challenge': {
      pageTitle: 'Code aus unserem Anruf | ${clientName}',
      title: 'Wir rufen Sie an',
      description: 'Eine Stimme liest unter ${phoneNumber} einen Code vor.',
      editText: 'Andere Nummer verwenden',
      ...sentCode,
      resendActionText: 'Noch einmal anrufen',
      resentText: 'Wir rufen noch einmal an. Nur der neueste Code gilt.',
    },
  },
  'mfa-phone': {
    'mfa-phone-enrollment': {
      pageTitle: 'Telefon hinzufügen | ${clientName}',
      title: 'Fügen Sie Ihr Telefon hinzu',
      description:
        'Wir schicken einen Code dorthin, wann immer Sie zeigen sollen, dass Sie es sind. Wie soll der erste kommen?',
      smsButtonText: 'SMS',
      voiceButtonText: 'Anruf',
      ...phoneEnrollment,
    },
    'mfa-phone-challenge': {
      pageTitle: 'Nachricht oder Anruf | ${clientName}',
      title: 'Bestätigen Sie, dass Sie es sind',
      description: 'Wie soll ein Code an ${phoneNumber} kommen?',
      smsButtonText: 'SMS',
      voiceButtonText: 'Anruf',
      pickAuthenticatorText: 'Anderen Weg versuchen',
      editText: 'Andere Nummer verwenden',
      ...formErrors,
    },
  },
  'mfa-recovery-code': {
    'mfa-recovery-code-enrollment': {
      pageTitle: 'Ihr Wiederherstellungscode | ${clientName}',
      title: 'Bewahren Sie Ihren Wieder\u00ADherstellungs\u00ADcode auf',
      ...savedCode,
    },
    'mfa-recovery-code-challenge': {
      pageTitle: 'Wiederherstellungscode | ${clientName}',
      title: 'Verwenden Sie Ihren Wieder\u00ADherstellungs\u00ADcode',
      description:
        'Geben Sie den Wiederherstellungscode ein, den Sie aufbewahrt haben. Er gilt einmal; Sie erhalten den nächsten.',
      buttonText: 'Weiter',
      placeholder: 'Wiederherstellungscode',
      pickAuthenticatorText: 'Anderen Weg versuchen',
      ...formErrors,
      ...codeErrors,
      'no-recovery-code': 'Geben Sie Ihren Wiederherstellungscode ein.',
    },
    'mfa-recovery-code-challenge-new-code': {
      pageTitle: 'Ihr neuer Wiederherstellungscode | ${clientName}',
      title: 'Bewahren Sie Ihren neuen Wieder\u00ADherstellungs\u00ADcode auf',
      ...savedCode,
    },
  },
  consent: {
    consent: {
      pageTitle: 'Zugriff erlauben | ${clientName}',
      title: 'Zugriff erlauben?',
      messageSingleTenant: '${clientName} bittet um Zugriff auf Ihr Konto bei ${companyName}.',
      ...consent,
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'Wissen, wer Sie sind',
      profile: 'Ihren Namen, Ihr Bild und andere Profilangaben sehen',
      email: 'Ihre E-Mail-Adresse sehen',
      address: 'Ihre Postanschrift sehen',
      phone: 'Ihre Telefonnummer sehen',
      offline_access: 'Diesen Zugriff behalten, während Sie nicht da sind',
    },
  },
  'customized-consent': {
    'customized-consent': {
      pageTitle: 'Dies erlauben | ${clientName}',
      title: 'Dies erlauben?',
      messageSingleTenant: '${clientName} möchte dies einmal mit Ihrem ${companyName}-Konto tun.',
      detailsTitle: 'Sie bittet genau um dies:',
      ...consent,
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: 'Gerät verbinden | ${companyName}',
      title: 'Gerät verbinden',
      description: 'Geben Sie den Code ein, den Ihr Gerät anzeigt.',
      placeholder: 'Code',
      buttonText: 'Weiter',
      ...formErrors,
      'no-code': 'Geben Sie den Code ein, den Ihr Gerät anzeigt.',
      'invalid-code':
        'Diesen Code gibt es nicht. Vergleichen Sie ihn mit dem auf Ihrem Gerät und versuchen Sie es erneut.',
      'expired-code': 'Dieser Code ist abgelaufen. Holen Sie auf Ihrem Gerät einen neuen.',
      'used-code': 'Dieser Code wurde bereits verwendet. Holen Sie auf Ihrem Gerät einen neuen.',
    },
    'device-code-confirmation': {
      pageTitle: 'Gerät bestätigen | ${clientName}',
      title: 'Ist das Ihr Gerät?',
      description: 'Ein Gerät möchte ${clientName} mit Ihrem Konto bei ${companyName} verwenden.',
      inputCodeText: 'Es zeigt diesen Code:',
      deviceTitle: 'Die Anfrage kam von hier:',
      addressLabel: 'Netzwerkadresse',
      userAgentLabel: 'Es nennt sich',
      warningText:
        'Fahren Sie nur fort, wenn Sie dieses Gerät vor sich haben und selbst damit begonnen haben. Wenn Ihnen jemand den Code oder einen Link geschickt hat, will er in Ihr Konto.',
      confirmText: 'Ja, verbinden',
      cancelText: 'Nein, es ist nicht meines',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: 'Gerät verbunden | ${clientName}',
      eventTitle: 'Ihr Gerät ist verbunden',
      description: '${clientName} macht dort von selbst weiter. Sie können diese Seite schließen.',
    },
    'device-code-activation-denied': {
      pageTitle: 'Gerät nicht verbunden | ${companyName}',
      eventTitle: 'Das Gerät ist nicht verbunden',
      description: 'Es hat keinen Zugriff auf Ihr Konto. Sie können diese Seite schließen.',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: 'Anfrage ansehen | ${clientName}',
      title: 'Ihre Zustimmung wird gebraucht',
      description: '${clientName} bittet Sie, etwas zu genehmigen. Melden Sie sich an, um zu sehen, was es ist.',
      buttonText: 'Anfrage ansehen',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: 'Anfrage genehmigen | ${clientName}',
      title: 'Stimmen Sie zu?',
      description: '${clientName} bittet um Ihre Zustimmung.',
      bindingMessageTitle: 'Vergleichen Sie dies mit dem, was Ihnen dort gesagt oder gezeigt wurde:',
      scopesTitle: 'Die App könnte dann:',
      detailsTitle: 'Sie bittet genau um dies:',
      warningText: 'Genehmigen Sie nur, wovon Sie wissen. Wenn Sie dies nicht erwartet haben, lehnen Sie ab.',
      acceptButtonText: 'Genehmigen',
      declineButtonText: 'Ablehnen',
      pickerTitle: 'Angemeldet als ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: 'Anfrage genehmigt | ${clientName}',
      eventTitle: 'Sie haben die Anfrage genehmigt',
      description: '${clientName} macht von selbst weiter. Sie können diese Seite schließen.',
    },
    'async-approval-denied': {
      pageTitle: 'Anfrage abgelehnt | ${clientName}',
      eventTitle: 'Sie haben die Anfrage abgelehnt',
      description: '${clientName} hat nichts erhalten. Sie können diese Seite schließen.',
    },
    'async-approval-error': {
      pageTitle: 'Problem mit der Anfrage | ${companyName}',
      goneTitle: 'Diese Anfrage wartet nicht mehr',
      goneDescription: 'Sie ist abgelaufen oder wurde bereits beantwortet, oder der Link ist unvollständig.',
      refusedTitle: 'Diese Anfrage kann nicht genehmigt werden',
      refusedDescription: 'Ihr Konto oder die App darf dies zurzeit nicht. Es wurde nichts genehmigt.',
    },
    'async-approval-wrong-user': {
      pageTitle: 'Anderes Konto | ${companyName}',
      eventTitle: 'Diese Anfrage gilt einem anderen Konto',
      description:
        'Öffnen Sie den Link aus der E-Mail noch einmal und melden Sie sich mit dem Konto an, an das die E-Mail ging.',
    },
  },
  logout: {
    logout: {
      pageTitle: 'Abmelden | ${clientName}',
      title: 'Abmelden?',
      userSalute: 'Angemeldet als ${userName}',
      description: 'Damit endet Ihre Sitzung bei ${companyName} in diesem Browser.',
      acceptButtonText: 'Abmelden',
      declineButtonText: 'Angemeldet bleiben',
    },
    'logout-complete': {
      pageTitle: 'Abgemeldet | ${companyName}',
      eventTitle: 'Sie sind abgemeldet',
      description: 'Sie können diese Seite jetzt schließen.',
      buttonText: 'Weiter zu ${clientName}',
    },
    'logout-continue': {
      pageTitle: 'Abmeldung läuft | ${companyName}',
      title: 'Sie werden abgemeldet',
      description: 'Ihre anderen Apps werden benachrichtigt. Gleich geht es zurück.',
      buttonText: 'Weiter',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'Diese Seite ist abgelaufen',
      expiredDescription:
        'Sie war zu lange geöffnet oder wurde bereits verwendet. Gehen Sie zurück zur App und beginnen Sie von vorn.',
      noCookiesTitle: 'Diese Seite braucht Cookies',
      noCookiesDescription:
        'Ihr Browser hat keine gesendet. Erlauben Sie Cookies für diese Website, oder kehren Sie zu dem Browser zurück, in dem Sie begonnen haben; gehen Sie dann zurück zur App und beginnen Sie von vorn.',
      notFoundTitle: 'Hier ist nichts',
      notFoundDescription: 'Die Adresse ist vielleicht falsch geschrieben, oder die Seite ist umgezogen.',
      invalidTitle: 'Diese Anfrage kann nicht beantwortet werden',
      invalidDescription:
        'Die App, die Sie hierher geschickt hat, hat etwas Ungültiges angefragt. Wer sie entwickelt, findet den Grund unten.',
      deniedTitle: 'Zugriff verweigert',
      deniedDescription:
        'Sie dürfen hier nicht weiter. Wenn Sie das für einen Irrtum halten, fragen Sie die Betreiber dieses Dienstes.',
      tooManyTitle: 'Zu viele Anfragen',
      tooManyDescription: 'Warten Sie ein paar Minuten und versuchen Sie es dann erneut.',
      unavailableTitle: 'Wir sind gerade nicht erreichbar',
      unavailableDescription: 'Das sollte bald vorbei sein. Bitte versuchen Sie es gleich noch einmal.',
      unknownTitle: 'Etwas ist schiefgegangen',
      unknownDescription:
        'Es liegt an uns, nicht an Ihnen, und wurde vermerkt. Bitte versuchen Sie es gleich noch einmal.',
      detailsTitle: 'Angaben für Entwickler',
      errorLabel: 'Fehler',
      descriptionLabel: 'Beschreibung',
      requestLabel: 'Anfrage',
      backLinkText: 'Zurück',
      unverifiedDescription:
        'Die App, die Sie hierher geschickt hat, ist nicht geprüft: Jeder könnte sie registriert haben. Fahren Sie nur fort, wenn Sie diesen Ort kennen.',
      unverifiedLinkText: 'Weiter zu ${host}',
      supportLinkText: 'Hilfe erhalten',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {
      text: '${code} ist Ihr Code für ${companyName}. Sagen Sie ihn niemandem.',
      voice:
        'Guten Tag. Ihr Code für ${companyName} lautet: ${pause} ${code}. ${pause} Noch einmal, Ihr Code lautet: ${pause} ${code}.',
    },
    otp_enroll: {
      text: '${code} ist Ihr Code, um dieses Telefon bei ${companyName} hinzuzufügen. Sagen Sie ihn niemandem.',
      voice:
        'Guten Tag. Ihr Code, um dieses Telefon bei ${companyName} hinzuzufügen, lautet: ${pause} ${code}. ${pause} Noch einmal, Ihr Code lautet: ${pause} ${code}.',
    },
  },
  mail: {
    layout: {
      linkHint: 'Wenn die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
      title: 'Bestätigen Sie Ihre E-Mail-Adresse',
      body: 'Diese Adresse wurde für ein Konto bei ${companyName} angegeben. Bestätigen Sie, dass sie Ihnen gehört:',
      buttonText: 'E-Mail-Adresse bestätigen',
      note: 'Der Link funktioniert einmal, bis ${expires}. Wenn Sie nicht darum gebeten haben, ignorieren Sie diese E-Mail; dann geschieht nichts.',
    },
    'verify-email-by-code': {
      subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
      title: 'Bestätigen Sie Ihre E-Mail-Adresse',
      body: 'Diese Adresse wurde für ein Konto bei ${companyName} angegeben. Um zu bestätigen, dass sie Ihnen gehört, geben Sie diesen Code dort ein, wo danach gefragt wurde:',
      buttonText: 'Hilfe erhalten',
      note: 'Der Code gilt einmal, bis ${expires}. Sagen Sie ihn niemandem. Wenn Sie nicht darum gebeten haben, ignorieren Sie diese E-Mail; dann geschieht nichts.',
    },
    welcome: {
      subject: 'Willkommen bei ${companyName}',
      title: 'Willkommen',
      body: 'Ihr Konto bei ${companyName} ist bereit.',
      buttonText: 'Hilfe erhalten',
      note: 'Wenn Sie es nicht angelegt haben, hat jemand anderes Ihre Adresse angegeben; bitte sagen Sie uns Bescheid.',
    },
    'reset-password': {
      subject: 'Wählen Sie ein neues Passwort',
      title: 'Wählen Sie ein neues Passwort',
      body: 'Jemand, hoffentlich Sie, möchte das Passwort Ihres Kontos bei ${companyName} zurücksetzen:',
      buttonText: 'Neues Passwort wählen',
      note: 'Der Link funktioniert einmal, bis ${expires}. Wenn Sie nicht darum gebeten haben, ignorieren Sie diese E-Mail; Ihr Passwort bleibt, wie es ist.',
    },
    'reset-password-by-code': {
      subject: 'Wählen Sie ein neues Passwort',
      title: 'Wählen Sie ein neues Passwort',
      body: 'Jemand, hoffentlich Sie, möchte das Passwort Ihres Kontos bei ${companyName} zurücksetzen. Um ein neues zu wählen, geben Sie diesen Code dort ein, wo danach gefragt wurde:',
      buttonText: 'Hilfe erhalten',
      note: 'Der Code gilt einmal, bis ${expires}. Sagen Sie ihn niemandem. Wenn Sie nicht darum gebeten haben, ignorieren Sie diese E-Mail; Ihr Passwort bleibt, wie es ist.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Sie haben schon ein Konto',
      title: 'Sie haben schon ein Konto',
      body: 'Jemand, hoffentlich Sie, wollte mit dieser Adresse ein Konto bei ${companyName} erstellen. Es gibt schon eines: Melden Sie sich damit an, oder wählen Sie ein neues Passwort, wenn Sie das alte nicht kennen:',
      buttonText: 'Neues Passwort wählen',
      note: 'Der Link funktioniert einmal, bis ${expires}. Wenn Sie das nicht waren, ignorieren Sie diese E-Mail; Ihr Konto bleibt, wie es ist.',
    },
    'account-exists-without-reset': {
      subject: 'Sie haben schon ein Konto',
      title: 'Sie haben schon ein Konto',
      body: 'Jemand, hoffentlich Sie, wollte mit dieser Adresse ein Konto bei ${companyName} erstellen. Es gibt schon eines: Gehen Sie zurück und melden Sie sich damit an wie sonst auch, zum Beispiel mit Ihrem Passkey oder mit einem Code, den wir Ihnen schicken.',
      buttonText: 'Hilfe erhalten',
      note: 'Wenn Sie das nicht waren, ignorieren Sie diese E-Mail; Ihr Konto bleibt, wie es ist.',
    },
    'blocked-account': {
      subject: 'Jemand wollte sich an Ihrem Konto anmelden',
      title: 'Zu viele gescheiterte Versuche',
      body: 'Jemand, vielleicht Sie, hat immer wieder vergeblich versucht, sich bei Ihrem Konto bei ${companyName} anzumelden, bis wir es unterbunden haben. Wenn Sie das waren, verschaffen Sie sich wieder Zugang:',
      buttonText: 'Wieder Zugang erhalten',
      note: 'Der Link funktioniert einmal, bis ${expires}. Wenn Sie das nicht waren: Niemand ist hineingekommen. Falls Sie ein Passwort haben, das andere kennen könnten, wählen Sie ein neues.',
    },
    'enroll-factor': {
      subject: 'Machen Sie Ihr Konto sicherer',
      title: 'Fügen Sie einen zweiten Weg hinzu, um zu zeigen, dass Sie es sind',
      body: 'Ihr Konto bei ${companyName} soll besser geschützt sein. Fügen Sie eine Authenticator-App oder ein Telefon hinzu:',
      buttonText: 'Einrichten',
      note: 'Der Link funktioniert einmal, bis ${expires}.',
    },
    'stolen-credentials': {
      subject: 'Ihr Passwort ist anderen bekannt',
      title: 'Ihr Passwort ist anderen bekannt',
      body: 'Das Passwort Ihres Kontos bei ${companyName} steht auf Listen, die anderswo gestohlen wurden; andere könnten es also ausprobieren. Wählen Sie eines, das Sie sonst nirgends verwenden:',
      buttonText: 'Neues Passwort wählen',
      note: 'Der Link funktioniert einmal, bis ${expires}. Danach nutzen Sie „Passwort vergessen?“ auf der Anmeldeseite.',
    },
    'async-approval': {
      subject: '${clientName} bittet um Ihre Zustimmung',
      title: '${clientName} bittet um Ihre Zustimmung',
      body: 'Jemand, hoffentlich Sie, verwendet ${clientName}; um weiterzumachen, braucht die App Ihre Zustimmung. Sehen Sie, worum sie bittet:',
      buttonText: 'Anfrage ansehen',
      note: 'Sie haben bis ${expires} Zeit. Wenn Sie nichts davon wissen, ignorieren Sie diese E-Mail; ohne Sie wird nichts genehmigt.',
    },
    'magic-link': {
      subject: 'Anmelden bei ${companyName}',
      title: 'Anmelden',
      body: 'Öffnen Sie diesen Link in dem Browser, in dem Sie ihn angefordert haben.',
      buttonText: 'Anmelden',
      note: 'Er funktioniert einmal, bis ${expires}. Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese E-Mail: Ohne Sie kommt damit niemand hinein.',
    },
    'one-time-code': {
      subject: 'Ihr Code für ${companyName}',
      title: 'Ihr Code',
      body: 'Geben Sie diesen Code dort ein, wo danach gefragt wurde:',
      buttonText: 'Hilfe erhalten',
      note: 'Er gilt einmal, bis ${expires}. Sagen Sie ihn niemandem: Wir fragen nie am Telefon oder per E-Mail danach. Wenn Sie keinen Code angefordert haben, wollte sich vielleicht jemand als Sie anmelden; falls Sie ein Passwort haben, wählen Sie ein neues.',
    },
    'sign-in-code': {
      subject: 'Ihr Code für ${companyName}',
      title: 'Ihr Code',
      body: 'Geben Sie diesen Code dort ein, wo danach gefragt wurde:',
      buttonText: 'Hilfe erhalten',
      note: 'Er gilt einmal, bis ${expires}. Sagen Sie ihn niemandem: Wir fragen nie am Telefon oder per E-Mail danach. Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese E-Mail; ohne ihn kommt niemand hinein.',
    },
    'confirm-email': {
      subject: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
      title: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
      body: 'Jemand, hoffentlich Sie, möchte dies zur Adresse eines Kontos bei ${companyName} machen.',
      buttonText: 'Diese Adresse bestätigen',
      note: 'Der Link funktioniert einmal, bis ${expires}. Wenn Sie nichts davon wissen, ignorieren Sie diese E-Mail; es ändert sich nichts.',
    },
    'password-changed': {
      subject: 'Ihr Passwort wurde geändert',
      title: 'Ihr Passwort wurde geändert',
      body: 'Das Passwort Ihres Kontos bei ${companyName} wurde am ${time} geändert.',
      buttonText: 'Hilfe erhalten',
      note: 'Wenn Sie das waren, ist alles in Ordnung. Wenn nicht, war jemand anderes in Ihrem Konto: Setzen Sie das Passwort sofort über „Passwort vergessen?“ zurück.',
    },
    'factor-added': {
      subject: 'Ihrem Konto wurde ein zweiter Faktor hinzugefügt',
      title: 'Ein zweiter Faktor wurde hinzugefügt',
      body: 'Am ${time} wurde Ihrem Konto bei ${companyName} ein neuer Weg hinzugefügt, um zu zeigen, dass Sie es sind.',
      buttonText: 'Hilfe erhalten',
      note: 'Wenn Sie das waren, ist alles in Ordnung. Wenn nicht, war jemand anderes in Ihrem Konto: Sagen Sie uns sofort Bescheid und wählen Sie, falls Sie ein Passwort haben, ein neues.',
    },
    'factor-removed': {
      subject: 'Ein zweiter Faktor wurde aus Ihrem Konto entfernt',
      title: 'Ein zweiter Faktor wurde entfernt',
      body: 'Am ${time} wurde aus Ihrem Konto bei ${companyName} ein Weg entfernt, um zu zeigen, dass Sie es sind.',
      buttonText: 'Hilfe erhalten',
      note: 'Wenn Sie das waren, ist alles in Ordnung. Wenn nicht, war jemand anderes in Ihrem Konto: Sagen Sie uns sofort Bescheid und wählen Sie, falls Sie ein Passwort haben, ein neues.',
    },
    'codes-locked': {
      subject: 'Codes gelten für Ihr Konto nicht mehr',
      title: 'Codes gelten nicht mehr',
      body: 'Jemand ist bei der Anmeldung an Ihrem Konto bei ${companyName} über den ersten Schritt hinausgekommen und hat hundertmal hintereinander einen falschen Code eingegeben. Seit ${time} werden Codes abgelehnt, auch richtige.',
      buttonText: 'Hilfe erhalten',
      note: 'Mit einem Sicherheitsschlüssel oder Ihrem Wiederherstellungscode kommen Sie hinein; sonst wenden Sie sich an den Betreiber von ${companyName}. Wenn Sie das nicht waren, kennt vielleicht jemand Ihr Passwort: Wählen Sie ein neues.',
    },
    'passkey-added': {
      subject: 'Ihrem Konto wurde ein Passkey hinzugefügt',
      title: 'Ein Passkey wurde hinzugefügt',
      body: 'Am ${time} wurde Ihrem Konto bei ${companyName} ein Passkey hinzugefügt. Wer ihn hat, kann sich anmelden.',
      buttonText: 'Hilfe erhalten',
      note: 'Wenn Sie das waren, ist alles in Ordnung. Wenn nicht, war jemand anderes in Ihrem Konto: Entfernen Sie den Passkey und wählen Sie, falls Sie ein Passwort haben, ein neues.',
    },
    'passkey-removed': {
      subject: 'Ein Passkey wurde aus Ihrem Konto entfernt',
      title: 'Ein Passkey wurde entfernt',
      body: 'Am ${time} wurde aus Ihrem Konto bei ${companyName} ein Passkey entfernt. Mit ihm kann sich niemand mehr anmelden.',
      buttonText: 'Hilfe erhalten',
      note: 'Wenn Sie das waren, ist alles in Ordnung. Wenn nicht, war jemand anderes in Ihrem Konto: Sagen Sie uns sofort Bescheid und wählen Sie, falls Sie ein Passwort haben, ein neues.',
    },
    'email-changed': {
      subject: 'Ihre E-Mail-Adresse wurde geändert',
      title: 'Ihre E-Mail-Adresse wurde geändert',
      body: 'Am ${time} wurde die E-Mail-Adresse Ihres Kontos bei ${companyName} von ${oldEmail} in ${newEmail} geändert.',
      buttonText: 'Hilfe erhalten',
      note: 'Wenn Sie das waren, ist alles in Ordnung. Wenn nicht, melden Sie es sofort den Betreibern von ${companyName}.',
    },
  },
}

export default { name: 'Deutsch', prompts } satisfies Translation
