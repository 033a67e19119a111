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
  'ip-blocked':
    'Aus Ihrem Netzwerk kamen zu viele Versuche. Warten Sie ein paar Minuten und versuchen Sie es dann erneut.',
  'server-busy': 'Wir sind gerade stark ausgelastet. Bitte versuchen Sie es in einigen Sekunden erneut.',
  'upstream-unavailable':
    'Wir können gerade nicht prüfen, wer Sie sind. Bitte versuchen Sie es in ein paar Minuten erneut.',
}

const passkey = {}

const passkeyErrors = {}

const passkeyEnrollment = {}

const ticketErrors = {
  eventTitleExpired: 'Dieser Link ist abgelaufen',
  eventTitleUsed: 'Dieser Link wurde bereits verwendet',
  eventTitleGeneric: 'Dieser Link funktioniert nicht',
}

const codeErrors = {}

const codeByEmail = {
  title: 'Sehen Sie in Ihre E-Mails',
  buttonText: 'Weiter',
  placeholder: 'Code',
  resendText: 'Nichts angekommen? Sehen Sie auch im Spam-Ordner nach.',
  ...formErrors,
  ...codeErrors,
}

const codeBySms = {
  buttonText: 'Weiter',
  placeholder: 'Code',
  ...formErrors,
  ...codeErrors,
}

const names = {
  emailPlaceholder: 'E-Mail-Adresse',
  usernamePlaceholder: 'E-Mail-Adresse oder Benutzername',
  usernameOnlyPlaceholder: 'Benutzername',
}

const noName = {
  'no-email': 'Geben Sie Ihre E-Mail-Adresse ein.',
  'no-username': 'Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein.',
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
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Fehler: ${pageTitle}',
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
      emailPlaceholder: 'E-Mail-Adresse',
      usernamePlaceholder: 'E-Mail-Adresse oder Benutzername',
      passwordPlaceholder: 'Passwort',
      forgotPasswordText: 'Passwort vergessen?',
      signupActionText: 'Zum ersten Mal hier?',
      signupActionLinkText: 'Konto erstellen',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeyErrors,
      'wrong-credentials': 'Diese Angaben passen nicht zusammen. Prüfen Sie sie und versuchen Sie es erneut.',
      'wrong-credentials-or-unverified':
        'Diese Angaben passen nicht zusammen, oder die E-Mail-Adresse ist noch nicht bestätigt. Falls nur das fehlt, haben wir Ihnen den Link noch einmal geschickt.',
      'same-user-login':
        'Für dieses Konto gab es zu viele Versuche. Wenn es Ihres ist, suchen Sie nach einer E-Mail von uns, die Sie wieder hineinlässt, oder wählen Sie ein neues Passwort.',
      'password-breached':
        'Ihr Passwort steht auf Listen, die anderswo gestohlen wurden, und lässt deshalb hier niemanden mehr hinein. Wählen Sie über „Passwort vergessen?“ ein neues.',
      'no-email': 'Geben Sie Ihre E-Mail-Adresse ein.',
      'no-username': 'Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein.',
      'no-password': 'Geben Sie Ihr Passwort ein.',
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
      passwordPlaceholder: 'Passwort',
      loginActionText: 'Sie haben schon ein Konto?',
      loginActionLinkText: 'Anmelden',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'invalid-signup':
        'Mit diesen Angaben konnten wir kein Konto erstellen. Wenn Sie schon eines haben, melden Sie sich damit an.',
      'no-email': 'Geben Sie Ihre E-Mail-Adresse ein.',
      'invalid-email-format': 'Geben Sie eine E-Mail-Adresse in der Form name@example.com ein.',
      'no-username': 'Wählen Sie einen Benutzernamen.',
      'invalid-username':
        'Verwenden Sie für Ihren Benutzernamen ${min} bis ${max} Buchstaben, Ziffern oder Zeichen aus ${characters}.',
      'no-password': 'Wählen Sie ein Passwort.',
    },
  },
  passkeys: {
    'passkey-enrollment': {
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
    'passkey-enrollment-local': {
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      title: 'Anmelden',
      description: 'Weiter zu ${clientName}',
      buttonText: 'Weiter',
      ...names,
      signupActionText: 'Zum ersten Mal hier?',
      signupActionLinkText: 'Konto erstellen',
      ...formErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      description: 'Weiter zu ${clientName}',
      buttonText: 'Weiter',
      passwordPlaceholder: 'Passwort',
      forgotPasswordText: 'Passwort vergessen?',
      ...password,
      ...formErrors,
      ...signInErrors,
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      title: 'Anmelden',
      buttonText: 'Weiter',
      ...names,
      ...formErrors,
      'no-email': 'Geben Sie Ihre E-Mail-Adresse ein.',
      'invalid-email-format': 'Geben Sie eine E-Mail-Adresse in der Form name@example.com ein.',
    },
    'login-passwordless-email-code': {
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      ...codeByEmail,
    },
    'login-passwordless-sms-otp': {
      ...codeBySms,
    },
    'login-passwordless-link': {
      buttonText: 'Anmelden',
      ...formErrors,
    },
    'login-passwordless-other-device': {},
    'login-passwordless-link-error': {
      pageTitle: 'Problem mit dem Link | ${companyName}',
      title: 'Dieser Link funktioniert nicht',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      title: 'Erstellen Sie Ihr Konto',
      description: 'Weiter zu ${clientName}',
      buttonText: 'Weiter',
      emailPlaceholder: 'E-Mail-Adresse',
      usernamePlaceholder: 'Benutzername',
      loginActionText: 'Sie haben schon ein Konto?',
      loginActionLinkText: 'Anmelden',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      description: 'Weiter zu ${clientName}',
      buttonText: 'Weiter',
      passwordPlaceholder: 'Passwort',
      loginActionText: 'Sie haben schon ein Konto?',
      loginActionLinkText: 'Anmelden',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Wählen Sie ein Passwort.',
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
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Wieder anmelden | ${companyName}',
      title: 'Verschaffen Sie sich wieder Zugang',
      description:
        'An Ihrem Konto wurden zu viele falsche Passwörter ausprobiert; von dort aus kann sich deshalb niemand mehr anmelden.',
      descriptionEmail:
        'Am Konto von ${email} wurden zu viele falsche Passwörter ausprobiert; von dort aus kann sich deshalb niemand mehr anmelden.',
      deviceText:
        'Fahren Sie nur auf einem eigenen Gerät fort: Es behält von nun an den Zugang, was auch immer andere versuchen.',
      buttonText: 'Weiter',
    },
    'user-block-result': {
      pageTitle: 'Zurück zu Ihrem Konto | ${companyName}',
      liftedTitle: 'Sie können sich wieder anmelden',
      invalidTitle: 'Dieser Link funktioniert nicht',
      liftedDescription:
        'Wenn nicht Sie es waren, hat Ihr Passwort standgehalten. Wählen Sie ein neues, falls andere es kennen könnten.',
      invalidDescription:
        'Er ist abgelaufen, wurde bereits verwendet oder ist unvollständig. Sie können trotzdem ein neues Passwort wählen.',
      buttonText: 'Weiter zu ${clientName}',
    },
  },
  consent: {
    consent: {
      pageTitle: 'Zugriff erlauben | ${clientName}',
      title: 'Zugriff erlauben?',
      messageSingleTenant: '${clientName} bittet um Zugriff auf Ihr Konto bei ${companyName}.',
      pickerTitle: 'Angemeldet als ${userName}',
      scopesTitle: 'Die App könnte dann:',
      detailsTitle: 'Sie bittet genau um dies:',
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
    otp_verify: {},
    otp_enroll: {},
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
    'reset-password': {
      subject: 'Wählen Sie ein neues Passwort',
      title: 'Wählen Sie ein neues Passwort',
      body: 'Jemand, hoffentlich Sie, möchte das Passwort Ihres Kontos bei ${companyName} zurücksetzen:',
      buttonText: 'Neues Passwort wählen',
      note: 'Der Link funktioniert einmal, bis ${expires}. Wenn Sie nicht darum gebeten haben, ignorieren Sie diese E-Mail; Ihr Passwort bleibt, wie es ist.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Sie haben schon ein Konto',
      title: 'Sie haben schon ein Konto',
      body: 'Jemand, hoffentlich Sie, wollte mit dieser Adresse ein Konto bei ${companyName} erstellen. Es gibt schon eines: Melden Sie sich damit an, oder wählen Sie ein neues Passwort, wenn Sie das alte nicht kennen:',
      buttonText: 'Neues Passwort wählen',
      note: 'Der Link funktioniert einmal, bis ${expires}. Wenn Sie das nicht waren, ignorieren Sie diese E-Mail; Ihr Konto bleibt, wie es ist.',
    },
    'blocked-account': {
      subject: 'Jemand wollte sich an Ihrem Konto anmelden',
      title: 'Zu viele falsche Passwörter',
      body: 'An Ihrem Konto bei ${companyName} wurden falsche Passwörter ausprobiert, bis wir es unterbunden haben. Wenn Sie das waren, verschaffen Sie sich wieder Zugang:',
      buttonText: 'Wieder Zugang erhalten',
      note: 'Der Link funktioniert einmal, bis ${expires}. Wenn Sie das nicht waren, hat Ihr Passwort standgehalten; wählen Sie ein neues, falls andere es kennen könnten.',
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
      title: 'Anmelden',
      buttonText: 'Anmelden',
    },
    'one-time-code': {
      subject: 'Ihr Code für ${companyName}',
      title: 'Ihr Code',
      body: 'Geben Sie diesen Code dort ein, wo danach gefragt wurde:',
      buttonText: 'Hilfe erhalten',
      note: 'Er gilt einmal, bis ${expires}. Sagen Sie ihn niemandem: Wir fragen nie am Telefon oder per E-Mail danach. Wenn Sie keinen Code angefordert haben, kennt vielleicht jemand Ihr Passwort; wählen Sie ein neues.',
    },
    'password-changed': {
      subject: 'Ihr Passwort wurde geändert',
      title: 'Ihr Passwort wurde geändert',
      body: 'Das Passwort Ihres Kontos bei ${companyName} wurde am ${time} geändert.',
      buttonText: 'Hilfe erhalten',
      note: 'Wenn Sie das waren, ist alles in Ordnung. Wenn nicht, war jemand anderes in Ihrem Konto: Setzen Sie das Passwort sofort über „Passwort vergessen?“ zurück.',
    },
    'passkey-added': {
      buttonText: 'Hilfe erhalten',
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
