// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Dutch. Addresses the person as «je», as most sign-in pages there do.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'Wachtwoord tonen',
  hidePasswordText: 'Wachtwoord verbergen',
}

const passwordRules = {
  passwordSecurityText: 'Je wachtwoord moet bevatten:',
  'password-policy-length-at-least': 'Minstens {count, plural, one {# teken} other {# tekens}}',
  'password-policy-contains-at-least': 'Minstens ${count} van deze ${total}:',
  'password-policy-lower-case': 'Een kleine letter (a–z)',
  'password-policy-upper-case': 'Een hoofdletter (A–Z)',
  'password-policy-numbers': 'Een cijfer (0–9)',
  'password-policy-special-characters': 'Een speciaal teken (zoals !@#$%)',
  'password-policy-identical-chars':
    'Niet meer dan {count, plural, one {# gelijk teken} other {# gelijke tekens}} achter elkaar',
}

const passwordErrors = {
  'password-too-weak': 'Dit wachtwoord voldoet niet aan de regels hieronder.',
  'password-too-common':
    'Dit wachtwoord staat op lijsten met veelgebruikte wachtwoorden. Kies er een dat moeilijker te raden is.',
  'password-too-long': 'Dit wachtwoord is te lang. Gebruik hoogstens {max, plural, one {# teken} other {# tekens}}.',
  'password-contains-user-information': 'Dit wachtwoord bevat iets over jou. Kies er een zonder zulke gegevens.',
  'password-breached':
    'Dit wachtwoord staat op lijsten die elders zijn gestolen, dus anderen kunnen het proberen. Kies er een dat je nergens anders gebruikt.',
  'password-previously-used': 'Je hebt dit wachtwoord al eens gebruikt. Kies een nieuw wachtwoord.',
}

const formErrors = {
  alertListTitle: 'Verbeter het volgende:',
  'form-expired': 'Deze pagina stond te lang open. Probeer het nog een keer.',
  'challenge-required':
    'Er kwamen veel pogingen van je netwerk, dus controleren we of je geen robot bent. Probeer het nog een keer.',
  'ip-blocked': 'Er kwamen te veel pogingen van je netwerk. Wacht een paar minuten en probeer het dan opnieuw.',
  'server-busy': 'Het is nu erg druk bij ons. Probeer het over een paar seconden opnieuw.',
  'upstream-unavailable': 'We kunnen nu niet nagaan wie je bent. Probeer het over een paar minuten opnieuw.',
}

const passkey = {
  passkeyButtonText: 'Doorgaan met een passkey',
  passkeyFailedText: 'Er is geen passkey gebruikt. Probeer het opnieuw, of log anders in.',
}

const passkeyErrors = {
  'passkey-failed': 'Deze passkey kon niet worden gebruikt. Probeer het opnieuw, of kies een andere manier.',
  'passkey-expired': 'Dat duurde te lang. Probeer het nog een keer.',
}

const passkeySignInErrors = {
  ...passkeyErrors,
  'passkey-unverified':
    'Je e-mailadres is nog niet bevestigd. We hebben je de link opnieuw gestuurd; gebruik daarna je passkey nog een keer.',
}

const passkeyEnrollment = {
  passkeyBenefit1Title: 'Niets te onthouden',
  passkeyBenefit1Description: 'Je logt in met je vingerafdruk, je gezicht of je schermvergrendeling.',
  passkeyBenefit2Title: 'Niets te stelen',
  passkeyBenefit2Description: 'Hij werkt alleen op deze site, dus niemand kan hem je aftroggelen.',
  createButtonText: 'Passkey maken',
  continueButtonText: 'Niet nu',
  doNotShowAgainText: 'Niet meer vragen op dit apparaat',
  passkeyFailedText: 'Er is geen passkey gemaakt. Probeer het opnieuw, of ga zonder verder.',
  passkeyTakenText: 'Dit apparaat heeft al een passkey voor je account.',
  notAvailableText: 'Deze browser kan geen passkeys maken. Je kunt zonder verdergaan.',
  'too-many-passkeys-tried': 'Er zijn te veel pogingen gedaan. Wacht een paar minuten, of ga zonder passkey verder.',
  'passkeys-full':
    'Je account heeft zoveel passkeys als het kan hebben. Verwijder er eerst een die je niet meer gebruikt.',
}

const factors = {
  authenticatorNamesOTP: 'Authenticator-app',
  authenticatorNamesSMS: 'Telefoon',
  authenticatorNamesEmail: 'E-mail',
  authenticatorNamesRecoveryCode: 'Herstelcode',
  authenticatorNamesWebauthnRoaming: 'Beveiligingssleutel',
  authenticatorNamesWebauthnPlatform: 'Vingerafdruk, gezicht of schermvergrendeling van dit apparaat',
}

const codeErrors = {
  'invalid-otp-code-format': 'Vul de code in.',
  'invalid-code': 'Deze code klopt niet. Controleer hem en probeer het opnieuw.',
  'invalid-expired-code': 'Deze code geldt niet meer. Vraag een nieuwe aan.',
  'too-many-failures':
    'Er zijn te veel codes geprobeerd op dit account. Wacht een paar minuten en probeer het dan opnieuw.',
  'codes-locked':
    'Te veel codes op dit account waren onjuist. Codes werken niet meer: kies een andere manier of vraag de beheerder om hulp.',
  'too-many-codes': 'We hebben al meerdere codes gestuurd. Wacht een paar minuten en probeer het dan opnieuw.',
}

const secondProof = {
  buttonText: 'Doorgaan',
  codePlaceholder: 'Code',
  rememberMeText: 'Een tijdje niet meer vragen op dit apparaat',
  pickAuthenticatorText: 'Probeer een andere manier',
}

const secondKey = {
  continueButtonText: 'Doorgaan',
  rememberMeText: secondProof.rememberMeText,
  pickAuthenticatorText: secondProof.pickAuthenticatorText,
  notAvailableText: 'Deze browser kan er niet om vragen. Probeer een andere manier, of een andere browser.',
  ...formErrors,
  'webauthn-failed': 'Dat werkte niet. Probeer het opnieuw, of kies een andere manier.',
  'webauthn-expired': 'Dat duurde te lang. Probeer het nog een keer.',
  'too-many-failures':
    'Er zijn te veel pogingen gedaan op dit account. Wacht een paar minuten en probeer het dan opnieuw.',
}

const securityKey = {
  ...secondKey,
  failedText: 'Er is geen beveiligingssleutel gebruikt. Probeer het opnieuw, of kies een andere manier.',
  takenText: 'Deze beveiligingssleutel is al toegevoegd. Kies een andere.',
}

const ownDevice = {
  ...secondKey,
  failedText: 'Je apparaat heeft niet bevestigd dat jij het bent. Probeer het opnieuw, of kies een andere manier.',
  takenText: 'Dit apparaat is al toegevoegd.',
}

const sentCode = {
  ...secondProof,
  resendActionText: 'Opnieuw versturen',
  resendText: 'Niet ontvangen?',
  resentText: 'We hebben een andere code gestuurd. Alleen de nieuwste geldt.',
  ...formErrors,
  ...codeErrors,
}

const phoneEnrollment = {
  countryPlaceholder: 'Land of regio',
  placeholder: 'Telefoonnummer',
  hint: 'Zoals je het in je land kiest, of volledig: +44\u00a07700\u00a0900123',
  pickAuthenticatorText: 'Probeer een andere manier',
  ...formErrors,
  'no-phone': 'Vul je telefoonnummer in.',
  'invalid-phone-format': 'Vul het nummer in met landnummer, bijvoorbeeld +44\u00a07700\u00a0900123.',
  'too-many-codes': codeErrors['too-many-codes'],
}

const savedCode = {
  description:
    'Bewaar hem waar je hem zonder dit apparaat kunt vinden. Hij laat je één keer binnen als je niets anders bij de hand hebt.',
  buttonText: 'Ik heb hem bewaard',
  copyText: 'Kopiëren',
  copiedText: 'Gekopieerd',
  printText: 'Afdrukken',
}

const ticketErrors = {
  eventTitleExpired: 'Deze link is verlopen',
  eventTitleUsed: 'Deze link is al gebruikt',
  eventTitleGeneric: 'Deze link werkt niet',
}

const firstCodeErrors = {
  'no-code': 'Vul de code in die we je hebben gestuurd.',
  'wrong-code': 'Deze code klopt niet. Controleer hem, of laat een nieuwe sturen.',
  'expired-code': 'Deze code is verlopen of te vaak geprobeerd. Laat een nieuwe sturen.',
  'too-many-codes': codeErrors['too-many-codes'],
  'same-user-login': 'Hier zijn te veel codes geprobeerd. Wacht even en laat dan een nieuwe sturen.',
}

const codeByEmail = {
  title: 'Bekijk je e-mail',
  buttonText: 'Doorgaan',
  placeholder: 'Code',
  resendText: 'Niets ontvangen? Kijk ook in je spammap.',
  resendActionText: 'Nieuwe code sturen',
  resentText: 'Er is een nieuwe code onderweg.',
  ...formErrors,
  ...firstCodeErrors,
}

const codeBySms = {
  title: 'Kijk op je telefoon',
  buttonText: 'Doorgaan',
  placeholder: 'Code',
  resendText: 'Niets ontvangen? Het kan een minuut duren.',
  resendActionText: 'Nieuwe code sturen',
  resentText: 'Er is een nieuwe code onderweg.',
  ...formErrors,
  ...firstCodeErrors,
}

const names = {
  countryPlaceholder: 'Land of regio',
  emailPlaceholder: 'E-mailadres',
  usernamePlaceholder: 'E-mailadres of gebruikersnaam',
  usernameOnlyPlaceholder: 'Gebruikersnaam',
  phonePlaceholder: 'Telefoonnummer',
  phoneOrEmailPlaceholder: 'Telefoonnummer of e-mailadres',
  phoneOrUsernamePlaceholder: 'Telefoonnummer of gebruikersnaam',
  phoneOrUsernameOrEmailPlaceholder: 'Telefoonnummer, gebruikersnaam of e-mailadres',
}

const noName = {
  'no-email': 'Vul je e-mailadres in.',
  'no-username': 'Vul je e-mailadres of gebruikersnaam in.',
  'no-name': 'Vul in waarmee je inlogt.',
}

const signInErrors = {
  'wrong-credentials': 'Deze gegevens kloppen niet. Controleer ze en probeer het opnieuw.',
  'wrong-credentials-or-unverified':
    'Deze gegevens kloppen niet, of het e-mailadres is nog niet bevestigd. Als alleen dat nog ontbreekt, hebben we je de link opnieuw gestuurd.',
  'same-user-login':
    'Er zijn te veel pogingen gedaan op dit account. Is het van jou, zoek dan een e-mail van ons waarmee je weer binnenkomt, of kies een nieuw wachtwoord.',
  'password-breached':
    'Je wachtwoord staat op lijsten die elders zijn gestolen en laat hier daarom niemand meer binnen. Kies een nieuw wachtwoord via ‘Wachtwoord vergeten?’.',
  'no-password': 'Vul je wachtwoord in.',
}

const signUpErrors = {
  'invalid-signup': 'We konden met deze gegevens geen account maken. Heb je er al een, log dan daarmee in.',
  'no-email': 'Vul je e-mailadres in.',
  'invalid-email-format': 'Vul een e-mailadres in zoals naam@example.com.',
  'no-username': 'Kies een gebruikersnaam.',
  'invalid-username': 'Gebruik ${min} tot ${max} letters, cijfers of tekens uit ${characters} voor je gebruikersnaam.',
  'no-phone-number': 'Vul je telefoonnummer in.',
  'invalid-phone-number': 'Vul je telefoonnummer in met landnummer, zoals +44\u00a07700\u00a0900123.',
  'no-identifier': 'Vul minstens een van deze velden in.',
}

const consent = {
  pickerTitle: 'Ingelogd als ${userName}',
  scopesTitle: 'De app zou kunnen:',
  apisTitle: 'De app vraagt toegang tot:',
  unverifiedTitle: 'Deze app is niet gecontroleerd',
  unverifiedText:
    'De app heeft zichzelf onder deze naam geregistreerd. Niemand bij ${companyName} heeft nagegaan wie erachter zit.',
  unverifiedHostText: 'De app beschrijft zichzelf op ${host}.',
  returnHostText: 'Als je dit toestaat, word je naar ${host} gestuurd.',
  returnDeviceText:
    'Als je dit toestaat, krijgt een app op dit apparaat toegang. Ga alleen verder als je die zelf net hebt gestart.',
  acceptButtonText: 'Toestaan',
  declineButtonText: 'Weigeren',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Fout: ${pageTitle}',
      workingText: 'We controleren of je geen robot bent…',
      workDoneText: 'Gecontroleerd: je kunt verder.',
      workWaitText:
        'We controleren of je geen robot bent: wacht {seconds, plural, one {# seconde} other {# seconden}} voordat je verdergaat.',
      logoAltText: '${companyName}',
      languagePickerText: 'Taal',
    },
  },
  login: {
    login: {
      pageTitle: 'Inloggen | ${clientName}',
      title: 'Inloggen',
      description: 'Ga verder naar ${clientName}',
      buttonText: 'Doorgaan',
      ...names,
      passwordPlaceholder: 'Wachtwoord',
      forgotPasswordText: 'Wachtwoord vergeten?',
      signupActionText: 'Nieuw hier?',
      signupActionLinkText: 'Maak een account',
      separatorText: 'of',
      codeText: 'Eenmalige code gebruiken',
      passwordlessEmailText: 'Doorgaan met een code per e-mail',
      passwordlessSmsText: 'Doorgaan met een code per sms',
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
      pageTitle: 'Account maken | ${clientName}',
      title: 'Maak je account',
      description: 'Ga verder naar ${clientName}',
      buttonText: 'Doorgaan',
      emailPlaceholder: 'E-mailadres',
      usernamePlaceholder: 'Gebruikersnaam',
      phonePlaceholder: 'Telefoonnummer',
      optionalText: '${label} (optioneel)',
      passwordPlaceholder: 'Wachtwoord',
      loginActionText: 'Heb je al een account?',
      loginActionLinkText: 'Inloggen',
      countryPlaceholder: 'Land of regio',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Kies een wachtwoord.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  passkeys: {
    'passkey-enrollment': {
      pageTitle: 'Passkey maken | ${clientName}',
      title: 'Log de volgende keer sneller in',
      description: 'Met een passkey log je bij ${companyName} in zonder wachtwoord.',
      signupTitle: 'Maak een passkey',
      signupFailedText: 'Er is geen passkey gemaakt. Probeer het opnieuw.',
      signupWithoutText: 'Deze browser kan geen passkeys maken. Kies dan een wachtwoord.',
      signupNotAvailableText:
        'Deze browser kan geen passkeys maken, en voor een account is er hier een nodig. Probeer een andere browser of een ander apparaat.',
      signupPasswordText: 'Kies liever een wachtwoord',
      editText: 'Wijzigen',
      loginActionText: 'Heb je al een account?',
      loginActionLinkText: 'Inloggen',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
      signupCodeText: 'Doorgaan zonder passkey',
      signupByCodeText:
        'Deze browser kan geen passkeys maken. Ga zonder verder: de volgende keer log je in met een code.',
    },
    'passkey-enrollment-local': {
      pageTitle: 'Maak een passkey op dit apparaat | ${clientName}',
      title: 'Maak een passkey op dit apparaat',
      description:
        'Je bent ingelogd met de passkey van een ander apparaat. Met een eigen passkey heeft dit apparaat geen ander nodig.',
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      pageTitle: 'Wie ben je? | ${clientName}',
      title: 'Inloggen',
      description: 'Ga verder naar ${clientName}',
      buttonText: 'Doorgaan',
      'passkey-needed': 'Hier log je in met een passkey: gebruik de knop hieronder.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      ...names,
      separatorText: 'of',
      passwordlessEmailText: 'Doorgaan met een code per e-mail',
      passwordlessSmsText: 'Doorgaan met een code per sms',
      signupActionText: 'Nieuw hier?',
      signupActionLinkText: 'Maak een account',
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      pageTitle: 'Vul je wachtwoord in | ${clientName}',
      title: 'Vul je wachtwoord in',
      description: 'Ga verder naar ${clientName}',
      buttonText: 'Doorgaan',
      passwordPlaceholder: 'Wachtwoord',
      editText: 'Wijzigen',
      forgotPasswordText: 'Wachtwoord vergeten?',
      codeText: 'Eenmalige code gebruiken',
      ...password,
      ...formErrors,
      ...signInErrors,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      pageTitle: 'Inloggen zonder wachtwoord | ${clientName}',
      title: 'Inloggen',
      descriptionEmail: 'We sturen je een code per e-mail. Je hebt geen wachtwoord nodig.',
      descriptionSms: 'We sturen een code naar je telefoon. Je hebt geen wachtwoord nodig.',
      descriptionBoth: 'We sturen je een code. Je hebt geen wachtwoord nodig.',
      buttonText: 'Doorgaan',
      ...names,
      passwordText: 'Toch een wachtwoord gebruiken',
      ...formErrors,
      'no-name': 'Vul je telefoonnummer of e-mailadres in.',
      'no-email': 'Vul je e-mailadres in.',
      'invalid-email-format': 'Vul een e-mailadres in zoals naam@example.com.',
      'no-phone-number': 'Vul je telefoonnummer in.',
      'invalid-phone-number': signUpErrors['invalid-phone-number'],
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
    'login-passwordless-email-code': {
      pageTitle: 'Vul de code uit je e-mail in | ${clientName}',
      description: 'Als ${address} hier kan inloggen, is een code onderweg.',
      editText: 'Wijzigen',
      linkText: 'Stuur me liever een link',
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      pageTitle: 'Open de link in je e-mail | ${clientName}',
      description: 'Als ${address} hier kan inloggen, is een link onderweg. Open hem in deze browser.',
      editText: 'Wijzigen',
      codeText: 'Ergens anders geopend? Vul de code in die je daar zag.',
      codeActionText: 'Stuur me liever een code',
      ...codeByEmail,
      resendActionText: 'Nieuwe link sturen',
      resentText: 'Er is een nieuwe link onderweg.',
    },
    'login-passwordless-sms-otp': {
      pageTitle: 'Vul de code van je telefoon in | ${clientName}',
      description: 'Als ${address} hier kan inloggen, is een code onderweg.',
      editText: 'Wijzigen',
      ...codeBySms,
    },
    'login-passwordless-link': {
      pageTitle: 'Verder met inloggen | ${clientName}',
      title: 'Bijna klaar',
      description: 'Je hebt om deze link gevraagd om bij ${clientName} in te loggen als ${address}.',
      buttonText: 'Inloggen',
      ...formErrors,
    },
    'login-passwordless-other-device': {
      pageTitle: 'Log in waar je begon | ${companyName}',
      title: 'Vul deze code in waar je begon',
      description: 'Je hebt in een andere browser om deze link gevraagd. Ga daarheen terug en vul deze code in:',
      warningText: 'Ben je niet zelf met inloggen begonnen, sluit deze pagina dan en geef de code aan niemand.',
    },
    'login-passwordless-link-error': {
      pageTitle: 'Probleem met de inloglink | ${companyName}',
      title: 'Deze link werkt niet',
      description: 'Hij is verlopen, al gebruikt of onvolledig. Ga terug naar waar je begon en laat een nieuwe sturen.',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      pageTitle: 'Vul de code in die we hebben gemaild | ${clientName}',
      description: 'Als ${address} hier kan inloggen, is een code onderweg.',
      editText: 'Wijzigen',
      passwordText: 'Toch je wachtwoord gebruiken',
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      pageTitle: 'Vul de code in die we hebben ge-sms’t | ${clientName}',
      description: 'Als ${address} hier kan inloggen, is een code onderweg.',
      editText: 'Wijzigen',
      passwordText: 'Toch je wachtwoord gebruiken',
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      pageTitle: 'Bevestig je e-mailadres met een code | ${clientName}',
      description:
        'We hebben een bericht naar ${address} gestuurd. Vul de code daaruit in om te bevestigen dat het adres van jou is.',
      editText: 'Wijzigen',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      pageTitle: 'Bevestig je telefoon met een code | ${clientName}',
      description:
        'We hebben een bericht naar ${address} gestuurd. Vul de code daaruit in om te bevestigen dat het nummer van jou is.',
      editText: 'Wijzigen',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      pageTitle: 'Je nieuwe account | ${clientName}',
      title: 'Maak je account',
      description: 'Ga verder naar ${clientName}',
      buttonText: 'Doorgaan',
      emailPlaceholder: 'E-mailadres',
      usernamePlaceholder: 'Gebruikersnaam',
      phonePlaceholder: 'Telefoonnummer',
      optionalText: '${label} (optioneel)',
      loginActionText: 'Heb je al een account?',
      loginActionLinkText: 'Inloggen',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      countryPlaceholder: 'Land of regio',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      pageTitle: 'Kies een wachtwoord | ${clientName}',
      title: 'Kies een wachtwoord',
      description: 'Ga verder naar ${clientName}',
      buttonText: 'Doorgaan',
      passwordPlaceholder: 'Wachtwoord',
      editText: 'Wijzigen',
      loginActionText: 'Heb je al een account?',
      loginActionLinkText: 'Inloggen',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Kies een wachtwoord.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Wachtwoord opnieuw instellen | ${companyName}',
      title: 'Wachtwoord vergeten?',
      descriptionEmail: 'Geef je e-mailadres op, dan sturen we je een link om een nieuw wachtwoord te kiezen.',
      descriptionUsername:
        'Geef je e-mailadres of gebruikersnaam op, dan sturen we je een link om een nieuw wachtwoord te kiezen.',
      descriptionEmailByCode: 'Geef je e-mailadres op, dan sturen we je een code om een nieuw wachtwoord te kiezen.',
      descriptionUsernameByCode:
        'Geef je e-mailadres of gebruikersnaam op, dan sturen we je een code om een nieuw wachtwoord te kiezen.',
      placeholderEmail: 'E-mailadres',
      placeholderUsername: 'E-mailadres of gebruikersnaam',
      buttonText: 'Doorgaan',
      backToLoginLinkText: 'Terug naar inloggen',
      ...formErrors,
      'no-email': 'Vul je e-mailadres in.',
      'no-username': 'Vul je e-mailadres of gebruikersnaam in.',
      'too-many-email': 'We hebben al meerdere e-mails gestuurd. Wacht een paar minuten en probeer het dan opnieuw.',
    },
    'reset-password-email': {
      pageTitle: 'Bekijk je e-mail | ${companyName}',
      title: 'Bekijk je e-mail',
      emailDescription: 'Als er een account is voor ${email}, is een link om een nieuw wachtwoord te kiezen onderweg.',
      usernameDescription:
        'Als er een account is voor ${email}, is een link om een nieuw wachtwoord te kiezen onderweg naar het e-mailadres ervan.',
      resendText: 'Niets ontvangen? Kijk ook in je spammap.',
      resendLinkText: 'Opnieuw versturen',
      resentText: 'Opnieuw verstuurd.',
      backToLoginLinkText: 'Terug naar inloggen',
    },
    'reset-password': {
      pageTitle: 'Kies een nieuw wachtwoord | ${companyName}',
      title: 'Kies een nieuw wachtwoord',
      description: 'Log na de wijziging in met het nieuwe.',
      descriptionEmail: 'Hiermee wijzig je het wachtwoord van ${email}.',
      buttonText: 'Doorgaan',
      passwordPlaceholder: 'Nieuw wachtwoord',
      reEnterPasswordPlaceholder: 'Herhaal nieuw wachtwoord',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': 'Kies een nieuw wachtwoord.',
      'no-re-enter-password': 'Vul het nieuwe wachtwoord een tweede keer in.',
      'password-mismatch': 'De twee wachtwoorden zijn verschillend.',
    },
    'reset-password-success': {
      pageTitle: 'Wachtwoord gewijzigd | ${companyName}',
      eventTitle: 'Wachtwoord gewijzigd',
      description: 'Je kunt nu inloggen met je nieuwe wachtwoord.',
      buttonText: 'Ga verder naar ${clientName}',
    },
    'reset-password-error': {
      pageTitle: 'Probleem met de link | ${companyName}',
      ...ticketErrors,
      descriptionExpired:
        'Links om een wachtwoord opnieuw in te stellen zijn beperkte tijd geldig. Vraag een nieuwe aan.',
      descriptionUsed:
        'Een link om een wachtwoord opnieuw in te stellen werkt maar één keer. Vraag zo nodig een nieuwe aan.',
      descriptionGeneric:
        'Misschien is hij bij het kopiëren afgebroken. Open hem opnieuw vanuit de e-mail, of vraag een nieuwe aan.',
      requestLinkText: 'Nieuwe link aanvragen',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'Bevestig je e-mailadres | ${companyName}',
      title: 'Bevestig je e-mailadres',
      description: 'Nog één stap: bevestig dat dit adres van jou is.',
      descriptionEmail: 'Nog één stap: bevestig dat ${email} van jou is.',
      buttonText: 'Doorgaan',
    },
    'email-verification-result': {
      pageTitle: 'Bevestiging van e-mailadres | ${companyName}',
      verifiedTitle: 'E-mailadres bevestigd',
      errorTitle: 'E-mailadres niet bevestigd',
      verifiedDescription: 'Bedankt. Je e-mailadres is bevestigd.',
      alreadyVerifiedDescription: 'Dit e-mailadres was al eerder bevestigd. Je hoeft niets meer te doen.',
      invalidAccountOrCodeDescription:
        'Deze link is verlopen, al gebruikt of onvolledig. Log in om een nieuwe te krijgen.',
      unknownErrorDescription: 'Er ging bij ons iets mis. Open de link zo meteen opnieuw.',
      buttonText: 'Ga verder naar ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: 'Bekijk je e-mail | ${companyName}',
      title: 'Bekijk je e-mail',
      description:
        'We hebben een link naar ${email} gestuurd. Open hem om te bevestigen dat het adres van jou is en kom dan terug.',
      resendText: 'Niets ontvangen? Kijk ook in je spammap.',
      resendActionText: 'Opnieuw versturen',
      resentText: 'Opnieuw verstuurd.',
      backToLoginLinkText: 'Terug naar inloggen',
      'challenge-required': formErrors['challenge-required'],
      alertListTitle: formErrors.alertListTitle,
    },
  },
  account: {
    account: {
      pageTitle: 'Je account | ${companyName}',
      title: 'Je account',
      signedInText: 'Je bent ingelogd als ${account}.',
      nameLabel: 'Naam',
      nicknameLabel: 'Hoe we je noemen',
      buttonText: 'Opslaan',
      savedText: 'Opgeslagen.',
      passwordLinkText: 'Wachtwoord',
      passwordLinkDescription: 'Kies een nieuw wachtwoord',
      emailLinkText: 'E-mailadres',
      securityLinkText: 'Manieren om in te loggen',
      securityLinkDescription: 'Passkeys, authenticator-apps, herstelcodes',
      sessionsLinkText: 'Apparaten',
      sessionsLinkDescription: 'Waar je bent ingelogd',
      appsLinkText: 'Toepassingen',
      appsLinkDescription: 'Wie namens jou mag handelen',
      identitiesLinkText: 'Gekoppelde accounts',
      identitiesLinkDescription: 'Andere accounts die naar dit account leiden',
      dataLinkText: 'Je gegevens',
      dataLinkDescription: 'Download ze, of verwijder je account',
      signOutLinkText: 'Uitloggen',
      'invalid-name': 'Gebruik hoogstens {max, plural, one {# teken} other {# tekens}} voor je naam.',
      ...formErrors,
    },
    'account-password': {
      pageTitle: 'Wachtwoord | ${companyName}',
      title: 'Kies een nieuw wachtwoord',
      description: 'Hier blijf je ingelogd. Alle andere apparaten worden uitgelogd.',
      passwordPlaceholder: 'Nieuw wachtwoord',
      buttonText: 'Wachtwoord wijzigen',
      backText: 'Je account',
      savedText: 'Je wachtwoord is gewijzigd.',
      ...password,
      ...passwordRules,
      ...passwordErrors,
      ...formErrors,
      'no-password': 'Kies een wachtwoord.',
    },
    'account-email': {
      pageTitle: 'E-mailadres | ${companyName}',
      title: 'Je e-mailadres',
      description:
        'Nu is het ${email}. We sturen een link naar het nieuwe adres; het telt zodra je die link hebt geopend.',
      descriptionNone:
        'Je hebt er nog geen. We sturen een link naar het adres; het telt zodra je die link hebt geopend.',
      emailPlaceholder: 'Nieuw e-mailadres',
      buttonText: 'Link sturen',
      backText: 'Je account',
      sentText: 'Als dat adres van jou kan zijn, hebben we een link naar ${email} gestuurd.',
      ...formErrors,
      'no-email': 'Vul je e-mailadres in.',
      'invalid-email-format': 'Vul een e-mailadres in zoals naam@example.com.',
      'too-many-email': 'Er zijn te veel e-mails aangevraagd. Wacht een paar minuten en probeer het dan opnieuw.',
    },
    'account-email-confirm': {
      pageTitle: 'Bevestig je e-mailadres | ${companyName}',
      title: 'Bevestig je nieuwe e-mailadres',
      description: 'Vanaf nu is ${email} het adres van het account ${account} bij ${companyName}.',
      warningText:
        'Bevestig alleen als dit account van jou is: wie het heeft, houdt het, met jouw adres. Heeft iemand anders het ingevuld, sluit dan deze pagina; er verandert niets.',
      buttonText: 'Bevestigen',
      doneTitle: 'Je e-mailadres is gewijzigd',
      failedTitle: 'Deze link werkt niet',
      failedDescription:
        'Hij is verlopen, al gebruikt, of het adres hoort bij een ander account. Vraag een nieuwe aan.',
      backText: 'Je account',
    },
    'account-sessions': {
      pageTitle: 'Apparaten | ${companyName}',
      title: 'Waar je bent ingelogd',
      currentText: 'Dit apparaat',
      lastSeenText: 'Laatst gebruikt op ${time}',
      signedInText: 'Ingelogd op ${time}',
      endButtonText: 'Uitloggen',
      endAllButtonText: 'Overal elders uitloggen',
      deviceText: '${browser} op ${system}',
      unknownDeviceText: 'Een apparaat dat we niet herkennen',
      noneText: 'Je bent nergens anders ingelogd.',
      backText: 'Je account',
      ...formErrors,
    },
    'account-security': {
      pageTitle: 'Manieren om in te loggen | ${companyName}',
      title: 'Manieren om in te loggen',
      description: 'Waarmee je kunt bewijzen wie je bent.',
      noneText: 'Nog niets.',
      totpText: 'Authenticator-app',
      phoneText: 'Codes naar ${address}',
      emailText: 'Codes naar ${address}',
      recoveryText: 'Herstelcode',
      webauthnText: 'Beveiligingssleutel of apparaat',
      passkeyText: 'Passkey',
      addedText: 'Toegevoegd op ${time}',
      removeButtonText: 'Verwijderen',
      addTotpButtonText: 'Authenticator-app toevoegen',
      addPasskeyButtonText: 'Passkey toevoegen',
      addKeyButtonText: 'Beveiligingssleutel toevoegen',
      newRecoveryButtonText: 'Nieuwe herstelcode krijgen',
      passkeyFailedText: 'Er is geen passkey gemaakt. Probeer het opnieuw.',
      passkeyTakenText: passkeyEnrollment.passkeyTakenText,
      keyFailedText: securityKey.failedText,
      keyTakenText: securityKey.takenText,
      backText: 'Je account',
      ...formErrors,
      'passkey-failed': 'Deze passkey kon niet worden toegevoegd. Probeer het opnieuw.',
      'webauthn-failed': securityKey['webauthn-failed'],
    },
    'account-totp': {
      pageTitle: 'Authenticator-app | ${companyName}',
      title: 'Voeg een authenticator-app toe',
      description: 'Scan deze code met de app en vul dan de code in die hij toont.',
      secretText: 'Geen camera? Typ dan dit in de app:',
      qrAltText: 'Een QR-code voor de app',
      codePlaceholder: 'Code van zes cijfers',
      buttonText: 'Toevoegen',
      backText: 'Manieren om in te loggen',
      ...formErrors,
      'wrong-code': 'Dit is niet de code die de app nu toont. Probeer het opnieuw.',
      'too-many-tries': 'Er waren te veel pogingen. Wacht een paar minuten en probeer het dan opnieuw.',
    },
    'account-recovery-code': {
      pageTitle: 'Herstelcode | ${companyName}',
      title: 'Je nieuwe herstelcode',
      description:
        'Bewaar hem waar je hem zonder je apparaten kunt vinden. Hij laat je één keer binnen; eerdere codes werken niet meer.',
      copyText: 'Kopiëren',
      copiedText: 'Gekopieerd',
      printText: 'Afdrukken',
      backText: 'Ik heb hem bewaard',
    },
    'account-apps': {
      pageTitle: 'Toepassingen | ${companyName}',
      title: 'Toepassingen die namens jou mogen handelen',
      noneText: 'Geen.',
      revokeButtonText: 'Toestemming intrekken',
      backText: 'Je account',
      ...formErrors,
    },
    'account-identities': {
      pageTitle: 'Gekoppelde accounts | ${companyName}',
      title: 'Accounts die naar dit account leiden',
      primaryText: 'Je eerste account',
      unlinkButtonText: 'Loskoppelen',
      backText: 'Je account',
      ...formErrors,
    },
    'account-data': {
      pageTitle: 'Je gegevens | ${companyName}',
      title: 'Je gegevens',
      downloadText: 'Alles wat over je wordt bewaard, als bestand.',
      downloadLinkText: 'Mijn gegevens downloaden',
      deleteTitle: 'Je account verwijderen',
      deleteText:
        'Je account en alles wat erbij hoort wordt meteen en voorgoed verwijderd. Typ ${account} om te bevestigen dat je het meent.',
      confirmPlaceholder: 'Typ het hier',
      buttonText: 'Mijn account verwijderen',
      backText: 'Je account',
      ...formErrors,
      'not-confirmed': 'Dit is niet wat je moest typen.',
    },
    'account-deleted': {
      pageTitle: 'Account verwijderd | ${companyName}',
      title: 'Je account is verwijderd',
      description: 'Bedankt dat je hier was.',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Weer inloggen | ${companyName}',
      title: 'Krijg weer toegang',
      description:
        'Er zijn te veel pogingen mislukt om in te loggen op je account, dus vanaf die plek kan niemand er meer op inloggen.',
      descriptionEmail:
        'Er zijn te veel pogingen mislukt om in te loggen op het account van ${email}, dus vanaf die plek kan niemand er meer op inloggen.',
      deviceText: 'Ga alleen verder op een apparaat van jezelf: vanaf nu houdt het toegang, wat anderen ook proberen.',
      buttonText: 'Doorgaan',
    },
    'user-block-result': {
      pageTitle: 'Terug in je account | ${companyName}',
      liftedTitle: 'Je kunt weer inloggen',
      invalidTitle: 'Deze link werkt niet',
      liftedDescription:
        'Was jij het niet, dan is er niemand binnengekomen. Heb je een wachtwoord dat anderen kunnen kennen, kies dan een nieuw.',
      invalidDescription:
        'Hij is verlopen, al gebruikt of onvolledig. Heb je een wachtwoord, dan kun je nog steeds een nieuw kiezen.',
      buttonText: 'Ga verder naar ${clientName}',
    },
  },
  mfa: {
    'mfa-begin-enroll-options': {
      pageTitle: 'Bescherm je account | ${clientName}',
      title: 'Bescherm je account',
      description:
        'Voeg een tweede manier toe om te laten zien dat jij het bent. We vragen erom naast wat je net hebt opgegeven.',
      ...factors,
      ...formErrors,
    },
    'mfa-login-options': {
      pageTitle: 'Kies een andere manier | ${clientName}',
      title: 'Laat zien dat jij het bent',
      description: 'Kies wat je bij de hand hebt.',
      ...factors,
      ...formErrors,
    },
    'mfa-enroll-result': {
      pageTitle: 'Manier om in te loggen toevoegen | ${companyName}',
      enrolledTitle: 'Toegevoegd',
      enrolledDescription: 'Voortaan kun je zo laten zien dat jij het bent.',
      alreadyEnrolledTitle: 'Je hebt er al een',
      alreadyEnrolledDescription:
        'Je hebt al eerder een manier toegevoegd om te laten zien dat jij het bent. Je hoeft niets meer te doen.',
      alreadyUsedTitle: 'Deze link is al gebruikt',
      alreadyUsedDescription: 'Wat ermee is toegevoegd, blijft. Was jij het niet, laat het ons dan weten.',
      expiredTicketTitle: 'Deze link is verlopen',
      expiredTicketDescription: 'Vraag de afzender om een nieuwe.',
      invalidTicketTitle: 'Deze link werkt niet',
      invalidTicketDescription: 'Open hem precies zoals hij in de e-mail staat, of vraag een nieuwe.',
      genericErrorTitle: 'Er kan nu niets worden toegevoegd',
      genericErrorDescription: 'Wat deze link vraagt, wordt niet aangeboden. Laat het de afzender weten.',
      buttonText: 'Doorgaan',
    },
  },
  'mfa-otp': {
    'mfa-otp-enrollment-qr': {
      pageTitle: 'Voeg een authenticator-app toe | ${clientName}',
      title: 'Voeg een authenticator-app toe',
      description: 'Scan deze afbeelding met een authenticator-app en vul dan de code in die de app toont.',
      qrCodeAltText: 'QR-code om met een authenticator-app te scannen',
      codeEnrollmentText: 'Ik kan hem niet scannen',
      pickAuthenticatorText: 'Probeer een andere manier',
      codePlaceholder: 'Code',
      buttonText: 'Doorgaan',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-enrollment-code': {
      pageTitle: 'Authenticator-app toevoegen met een sleutel | ${clientName}',
      title: 'Voeg een authenticator-app toe',
      description: 'Typ deze sleutel in een authenticator-app en vul dan de code in die de app toont.',
      secretText: 'Sleutel',
      qrEnrollmentText: 'Toch een afbeelding scannen',
      pickAuthenticatorText: 'Probeer een andere manier',
      codePlaceholder: 'Code',
      buttonText: 'Doorgaan',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-challenge': {
      pageTitle: 'Code van je authenticator-app | ${clientName}',
      title: 'Laat zien dat jij het bent',
      description: 'Vul de code in die je authenticator-app toont.',
      ...secondProof,
      ...formErrors,
      ...codeErrors,
    },
  },
  'mfa-webauthn': {
    'mfa-webauthn-roaming-enrollment': {
      pageTitle: 'Voeg een beveiligingssleutel toe | ${clientName}',
      title: 'Voeg een beveiligingssleutel toe',
      description: 'Houd je beveiligingssleutel bij de hand en ga door. Je browser vertelt je wat je moet doen.',
      ...securityKey,
    },
    'mfa-webauthn-platform-enrollment': {
      pageTitle: 'Voeg dit apparaat toe | ${clientName}',
      title: 'Voeg dit apparaat toe',
      description: 'Laat voortaan met je vingerafdruk, je gezicht of je schermvergrendeling zien dat jij het bent.',
      ...ownDevice,
    },
    'mfa-webauthn-roaming-challenge': {
      pageTitle: 'Gebruik je beveiligingssleutel | ${clientName}',
      title: 'Gebruik je beveiligingssleutel',
      description: 'Houd je beveiligingssleutel bij de hand en ga door. Je browser vertelt je wat je moet doen.',
      ...securityKey,
    },
    'mfa-webauthn-platform-challenge': {
      pageTitle: 'Bevestig op dit apparaat | ${clientName}',
      title: 'Laat zien dat jij het bent',
      description: 'Ga door met je vingerafdruk, je gezicht of je schermvergrendeling.',
      ...ownDevice,
    },
    'mfa-webauthn-change-key-nickname': {
      pageTitle: 'Geef een naam | ${clientName}',
      title: 'Geef je beveiligingssleutel een naam',
      description: 'Als je er meer hebt, weet je aan de naam welke bedoeld is.',
      nicknamePlaceholder: 'Naam van de beveiligingssleutel',
      titlePlatform: 'Geef dit apparaat een naam',
      descriptionPlatform: 'Als je er meer hebt, weet je aan de naam welk bedoeld is.',
      nicknamePlaceholderPlatform: 'Naam van het apparaat',
      buttonText: 'Doorgaan',
      ...formErrors,
      'no-nickname': 'Vul een naam in.',
      'nickname-too-long': 'Deze naam is te lang. Gebruik hoogstens 100 tekens.',
    },
    'mfa-webauthn-enrollment-success': {
      pageTitle: 'Toegevoegd | ${clientName}',
      title: 'Je beveiligingssleutel is toegevoegd',
      description: 'Met deze sleutel kun je voortaan laten zien dat jij het bent.',
      titlePlatform: 'Dit apparaat is toegevoegd',
      descriptionPlatform: 'Op dit apparaat kun je voortaan laten zien dat jij het bent.',
      buttonText: 'Doorgaan',
    },
    'mfa-webauthn-not-available-error': {
      pageTitle: 'Hier niet beschikbaar | ${clientName}',
      errorTitle: 'Je sleutel kan hier niet worden gebruikt',
      errorDescription:
        'Hij is toegevoegd op een ander adres van ons, en alleen dat kan erom vragen. Log daar in, of probeer een andere manier.',
      pickAuthenticatorText: 'Probeer een andere manier',
    },
  },
  'mfa-email': {
    'mfa-email-challenge': {
      pageTitle: 'Code uit je e-mail | ${clientName}',
      title: 'Bekijk je e-mail',
      description: 'We hebben een code naar ${email} gestuurd.',
      editText: 'Een ander adres gebruiken',
      ...sentCode,
    },
    'mfa-email-list': {
      pageTitle: 'Kies een e-mailadres | ${clientName}',
      title: 'Naar welk adres sturen we een code?',
      backText: 'Terug',
      ...formErrors,
    },
  },
  'mfa-sms': {
    'mfa-sms-enrollment': {
      pageTitle: 'Voeg je telefoon toe | ${clientName}',
      title: 'Voeg je telefoon toe',
      description: 'We sturen er een code per sms naartoe wanneer je moet laten zien dat jij het bent.',
      buttonText: 'Doorgaan',
      ...phoneEnrollment,
    },
    'mfa-sms-challenge': {
      pageTitle: 'Code uit je berichten | ${clientName}',
      title: 'Bekijk je berichten',
      description: 'We hebben een code naar ${phoneNumber} gestuurd.',
      editText: 'Een ander nummer gebruiken',
      ...sentCode,
    },
    'mfa-sms-list': {
      pageTitle: 'Kies een telefoon | ${clientName}',
      title: 'Op welke telefoon wil je een code ontvangen?',
      backText: 'Terug',
      ...formErrors,
    },
  },
  'mfa-voice': {
    'mfa-voice-enrollment': {
      pageTitle: 'Telefoon toevoegen die we bellen | ${clientName}',
      title: 'Voeg je telefoon toe',
      description: 'We bellen en lezen een code voor wanneer je moet laten zien dat jij het bent.',
      buttonText: 'Doorgaan',
      ...phoneEnrollment,
    },
    'mfa-voice-challenge': {
      pageTitle: 'Code uit ons telefoongesprek | ${clientName}',
      title: 'We bellen je',
      description: 'Een stem leest een code voor op ${phoneNumber}.',
      editText: 'Een ander nummer gebruiken',
      ...sentCode,
      resendActionText: 'Opnieuw bellen',
      resentText: 'We bellen nog een keer. Alleen de nieuwste code geldt.',
    },
  },
  'mfa-phone': {
    'mfa-phone-enrollment': {
      pageTitle: 'Telefoon toevoegen | ${clientName}',
      title: 'Voeg je telefoon toe',
      description:
        'We sturen er een code naartoe wanneer je moet laten zien dat jij het bent. Hoe moet de eerste komen?',
      smsButtonText: 'Sms',
      voiceButtonText: 'Telefoongesprek',
      ...phoneEnrollment,
    },
    'mfa-phone-challenge': {
      pageTitle: 'Bericht of telefoongesprek | ${clientName}',
      title: 'Laat zien dat jij het bent',
      description: 'Hoe moet een code naar ${phoneNumber} komen?',
      smsButtonText: 'Sms',
      voiceButtonText: 'Telefoongesprek',
      pickAuthenticatorText: 'Probeer een andere manier',
      editText: 'Een ander nummer gebruiken',
      ...formErrors,
    },
  },
  'mfa-recovery-code': {
    'mfa-recovery-code-enrollment': {
      pageTitle: 'Je herstelcode | ${clientName}',
      title: 'Bewaar je herstelcode',
      ...savedCode,
    },
    'mfa-recovery-code-challenge': {
      pageTitle: 'Herstelcode | ${clientName}',
      title: 'Gebruik je herstelcode',
      description: 'Vul de herstelcode in die je hebt bewaard. Hij geldt één keer; je krijgt de volgende.',
      buttonText: 'Doorgaan',
      placeholder: 'Herstelcode',
      pickAuthenticatorText: 'Probeer een andere manier',
      ...formErrors,
      ...codeErrors,
      'no-recovery-code': 'Vul je herstelcode in.',
    },
    'mfa-recovery-code-challenge-new-code': {
      pageTitle: 'Je nieuwe herstelcode | ${clientName}',
      title: 'Bewaar je nieuwe herstelcode',
      ...savedCode,
    },
  },
  consent: {
    consent: {
      pageTitle: 'Toegang geven | ${clientName}',
      title: 'Toegang geven?',
      messageSingleTenant: '${clientName} vraagt toegang tot je account bij ${companyName}.',
      ...consent,
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'Weten wie je bent',
      profile: 'Je naam, foto en andere profielgegevens zien',
      email: 'Je e-mailadres zien',
      address: 'Je postadres zien',
      phone: 'Je telefoonnummer zien',
      offline_access: 'Deze toegang houden terwijl je er niet bent',
    },
  },
  'customized-consent': {
    'customized-consent': {
      pageTitle: 'Dit toestaan | ${clientName}',
      title: 'Dit toestaan?',
      messageSingleTenant: '${clientName} vraagt dit één keer te mogen doen met je ${companyName}-account.',
      detailsTitle: 'De app vraagt precies dit:',
      ...consent,
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: 'Apparaat verbinden | ${companyName}',
      title: 'Verbind een apparaat',
      description: 'Vul de code in die je apparaat toont.',
      placeholder: 'Code',
      buttonText: 'Doorgaan',
      ...formErrors,
      'no-code': 'Vul de code in die je apparaat toont.',
      'invalid-code': 'Deze code bestaat niet. Vergelijk hem met die op je apparaat en probeer het opnieuw.',
      'expired-code': 'Deze code is verlopen. Haal een nieuwe op je apparaat.',
      'used-code': 'Deze code is al gebruikt. Haal een nieuwe op je apparaat.',
    },
    'device-code-confirmation': {
      pageTitle: 'Bevestig je apparaat | ${clientName}',
      title: 'Is dit jouw apparaat?',
      description: 'Een apparaat wil ${clientName} gebruiken met je account bij ${companyName}.',
      inputCodeText: 'Het toont deze code:',
      deviceTitle: 'De vraag kwam hiervandaan:',
      addressLabel: 'Netwerkadres',
      userAgentLabel: 'Het noemt zichzelf',
      warningText:
        'Ga alleen verder als je dit apparaat voor je hebt en er zelf mee begonnen bent. Heeft iemand je de code of een link gestuurd, dan wil die in je account komen.',
      confirmText: 'Ja, verbinden',
      cancelText: 'Nee, het is niet van mij',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: 'Apparaat verbonden | ${clientName}',
      eventTitle: 'Je apparaat is verbonden',
      description: '${clientName} gaat daar vanzelf verder. Je kunt deze pagina sluiten.',
    },
    'device-code-activation-denied': {
      pageTitle: 'Apparaat niet verbonden | ${companyName}',
      eventTitle: 'Het apparaat is niet verbonden',
      description: 'Het heeft geen toegang tot je account. Je kunt deze pagina sluiten.',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: 'Verzoek bekijken | ${clientName}',
      title: 'Je goedkeuring wordt gevraagd',
      description: '${clientName} vraagt je iets goed te keuren. Log in om te zien wat het is.',
      buttonText: 'Verzoek bekijken',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: 'Verzoek goedkeuren | ${clientName}',
      title: 'Keur je dit goed?',
      description: '${clientName} vraagt je goedkeuring.',
      bindingMessageTitle: 'Vergelijk dit met wat je daar is verteld of getoond:',
      scopesTitle: 'De app zou kunnen:',
      detailsTitle: 'De app vraagt precies dit:',
      warningText: 'Keur alleen goed wat je kent. Verwachtte je dit niet, weiger dan.',
      acceptButtonText: 'Goedkeuren',
      declineButtonText: 'Weigeren',
      pickerTitle: 'Ingelogd als ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: 'Verzoek goedgekeurd | ${clientName}',
      eventTitle: 'Je hebt het verzoek goedgekeurd',
      description: '${clientName} gaat vanzelf verder. Je kunt deze pagina sluiten.',
    },
    'async-approval-denied': {
      pageTitle: 'Verzoek geweigerd | ${clientName}',
      eventTitle: 'Je hebt het verzoek geweigerd',
      description: '${clientName} heeft niets gekregen. Je kunt deze pagina sluiten.',
    },
    'async-approval-error': {
      pageTitle: 'Probleem met het verzoek | ${companyName}',
      goneTitle: 'Dit verzoek wacht niet meer',
      goneDescription: 'Het is verlopen of al beantwoord, of de link is onvolledig.',
      refusedTitle: 'Dit verzoek kan niet worden goedgekeurd',
      refusedDescription: 'Je account of de app mag dit op dit moment niet. Er is niets goedgekeurd.',
    },
    'async-approval-wrong-user': {
      pageTitle: 'Ander account | ${companyName}',
      eventTitle: 'Dit verzoek is voor een ander account',
      description: 'Open de link in de e-mail opnieuw en log in met het account waaraan de e-mail is gestuurd.',
    },
  },
  logout: {
    logout: {
      pageTitle: 'Uitloggen | ${clientName}',
      title: 'Uitloggen?',
      userSalute: 'Ingelogd als ${userName}',
      description: 'Hiermee eindigt je sessie bij ${companyName} in deze browser.',
      acceptButtonText: 'Uitloggen',
      declineButtonText: 'Ingelogd blijven',
    },
    'logout-complete': {
      pageTitle: 'Uitgelogd | ${companyName}',
      eventTitle: 'Je bent uitgelogd',
      description: 'Je kunt deze pagina nu sluiten.',
      buttonText: 'Ga verder naar ${clientName}',
    },
    'logout-continue': {
      pageTitle: 'Uitloggen | ${companyName}',
      title: 'Je wordt uitgelogd',
      description: 'Je andere apps krijgen bericht. Je gaat zo meteen terug.',
      buttonText: 'Doorgaan',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'Deze pagina is verlopen',
      expiredDescription: 'Ze stond te lang open of is al gebruikt. Ga terug naar de app en begin opnieuw.',
      noCookiesTitle: 'Deze pagina heeft cookies nodig',
      noCookiesDescription:
        'Je browser heeft er geen gestuurd. Sta cookies toe voor deze site, of ga terug naar de browser waarin je begon; ga dan terug naar de app en begin opnieuw.',
      notFoundTitle: 'Hier is niets',
      notFoundDescription: 'Misschien is het adres verkeerd getypt, of is de pagina verplaatst.',
      invalidTitle: 'Dit verzoek kan niet worden beantwoord',
      invalidDescription:
        'De app die je hierheen stuurde, vroeg iets dat niet geldig is. De ontwikkelaars vinden de reden hieronder.',
      deniedTitle: 'Toegang geweigerd',
      deniedDescription:
        'Je mag hier niet verder. Denk je dat dat niet klopt, vraag het dan aan de beheerders van deze dienst.',
      tooManyTitle: 'Te veel verzoeken',
      tooManyDescription: 'Wacht een paar minuten en probeer het dan opnieuw.',
      unavailableTitle: 'We zijn nu niet bereikbaar',
      unavailableDescription: 'Dat duurt waarschijnlijk niet lang. Probeer het zo meteen opnieuw.',
      unknownTitle: 'Er ging iets mis',
      unknownDescription: 'Het ligt aan ons, niet aan jou, en het is vastgelegd. Probeer het zo meteen opnieuw.',
      detailsTitle: 'Details voor ontwikkelaars',
      errorLabel: 'Fout',
      descriptionLabel: 'Beschrijving',
      requestLabel: 'Verzoek',
      backLinkText: 'Ga terug',
      unverifiedDescription:
        'De app die je hierheen stuurde, is niet gecontroleerd: iedereen kan hem hebben geregistreerd. Ga alleen verder als je deze plek kent.',
      unverifiedLinkText: 'Ga verder naar ${host}',
      supportLinkText: 'Hulp krijgen',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {
      text: '${code} is je code voor ${companyName}. Vertel hem aan niemand.',
      voice:
        'Hallo. Je code voor ${companyName} is: ${pause} ${code}. ${pause} Nog een keer, je code is: ${pause} ${code}.',
    },
    otp_enroll: {
      text: '${code} is je code om deze telefoon bij ${companyName} toe te voegen. Vertel hem aan niemand.',
      voice:
        'Hallo. Je code om deze telefoon bij ${companyName} toe te voegen is: ${pause} ${code}. ${pause} Nog een keer, je code is: ${pause} ${code}.',
    },
  },
  mail: {
    layout: {
      linkHint: 'Werkt de knop niet, kopieer dan dit adres naar je browser:',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'Bevestig je e-mailadres',
      title: 'Bevestig je e-mailadres',
      body: 'Dit adres is opgegeven voor een account bij ${companyName}. Bevestig dat het van jou is:',
      buttonText: 'E-mailadres bevestigen',
      note: 'De link werkt één keer, tot ${expires}. Heb je hier niet om gevraagd, negeer deze e-mail dan; er gebeurt niets.',
    },
    'verify-email-by-code': {
      subject: 'Bevestig je e-mailadres',
      title: 'Bevestig je e-mailadres',
      body: 'Dit adres is opgegeven voor een account bij ${companyName}. Vul deze code in waar erom werd gevraagd, om te bevestigen dat het van jou is:',
      buttonText: 'Hulp krijgen',
      note: 'De code kan één keer worden gebruikt, tot ${expires}. Vertel hem aan niemand. Heb je hier niet om gevraagd, negeer deze e-mail dan; er gebeurt niets.',
    },
    welcome: {
      subject: 'Welkom bij ${companyName}',
      title: 'Welkom',
      body: 'Je account bij ${companyName} is klaar.',
      buttonText: 'Hulp krijgen',
      note: 'Heb je het niet aangemaakt, dan heeft iemand anders je adres opgegeven; laat het ons weten.',
    },
    'reset-password': {
      subject: 'Kies een nieuw wachtwoord',
      title: 'Kies een nieuw wachtwoord',
      body: 'Iemand, hopelijk jij, heeft gevraagd het wachtwoord van je account bij ${companyName} opnieuw in te stellen:',
      buttonText: 'Kies een nieuw wachtwoord',
      note: 'De link werkt één keer, tot ${expires}. Heb je hier niet om gevraagd, negeer deze e-mail dan; je wachtwoord blijft zoals het is.',
    },
    'reset-password-by-code': {
      subject: 'Kies een nieuw wachtwoord',
      title: 'Kies een nieuw wachtwoord',
      body: 'Iemand, hopelijk jij, heeft gevraagd het wachtwoord van je account bij ${companyName} opnieuw in te stellen. Vul deze code in waar erom werd gevraagd, om een nieuw te kiezen:',
      buttonText: 'Hulp krijgen',
      note: 'De code kan één keer worden gebruikt, tot ${expires}. Vertel hem aan niemand. Heb je hier niet om gevraagd, negeer deze e-mail dan; je wachtwoord blijft zoals het is.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Je hebt al een account',
      title: 'Je hebt al een account',
      body: 'Iemand, hopelijk jij, probeerde met dit adres een account bij ${companyName} te maken. Er is er al een: log daarmee in, of kies een nieuw wachtwoord als je het oude niet weet:',
      buttonText: 'Kies een nieuw wachtwoord',
      note: 'De link werkt één keer, tot ${expires}. Was jij dit niet, negeer deze e-mail dan; je account blijft zoals het is.',
    },
    'account-exists-without-reset': {
      subject: 'Je hebt al een account',
      title: 'Je hebt al een account',
      body: 'Iemand, hopelijk jij, probeerde met dit adres een account bij ${companyName} te maken. Er is er al een: ga terug en log daarmee in zoals altijd, bijvoorbeeld met je passkey of met een code die we je sturen.',
      buttonText: 'Hulp krijgen',
      note: 'Was jij dit niet, negeer deze e-mail dan; je account blijft zoals het is.',
    },
    'blocked-account': {
      subject: 'Iemand probeerde in te loggen op je account',
      title: 'Te veel mislukte pogingen',
      body: 'Iemand, misschien jij, heeft steeds weer tevergeefs geprobeerd in te loggen op je account bij ${companyName}, tot we dat stopten. Was jij het, geef jezelf dan weer toegang:',
      buttonText: 'Geef me weer toegang',
      note: 'De link werkt één keer, tot ${expires}. Was jij het niet, dan is er niemand binnengekomen; heb je een wachtwoord dat anderen kunnen kennen, kies dan een nieuw.',
    },
    'enroll-factor': {
      subject: 'Maak je account veiliger',
      title: 'Voeg een tweede manier toe om te laten zien dat jij het bent',
      body: 'Je account bij ${companyName} moet beter worden beschermd. Voeg een authenticator-app of een telefoon toe:',
      buttonText: 'Instellen',
      note: 'De link werkt één keer, tot ${expires}.',
    },
    'stolen-credentials': {
      subject: 'Anderen kennen je wachtwoord',
      title: 'Anderen kennen je wachtwoord',
      body: 'Het wachtwoord van je account bij ${companyName} staat op lijsten die elders zijn gestolen, dus anderen kunnen het proberen. Kies er een dat je nergens anders gebruikt:',
      buttonText: 'Kies een nieuw wachtwoord',
      note: 'De link werkt één keer, tot ${expires}. Gebruik daarna ‘Wachtwoord vergeten?’ op de inlogpagina.',
    },
    'async-approval': {
      subject: '${clientName} vraagt je goedkeuring',
      title: '${clientName} vraagt je goedkeuring',
      body: 'Iemand, hopelijk jij, gebruikt ${clientName} en heeft je goedkeuring nodig om verder te gaan. Bekijk wat er wordt gevraagd:',
      buttonText: 'Verzoek bekijken',
      note: 'Je hebt tot ${expires} de tijd. Weet je hier niets van, negeer deze e-mail dan; zonder jou wordt er niets goedgekeurd.',
    },
    'magic-link': {
      subject: 'Inloggen bij ${companyName}',
      title: 'Inloggen',
      body: 'Open deze link in de browser waarin je erom vroeg.',
      buttonText: 'Inloggen',
      note: 'Hij werkt één keer, tot ${expires}. Heb je er niet om gevraagd, negeer deze e-mail dan: zonder jou komt niemand ermee binnen.',
    },
    'one-time-code': {
      subject: 'Je code voor ${companyName}',
      title: 'Je code',
      body: 'Vul deze code in waar erom werd gevraagd:',
      buttonText: 'Hulp krijgen',
      note: 'Hij kan één keer worden gebruikt, tot ${expires}. Vertel hem aan niemand: we vragen er nooit om per telefoon of e-mail. Heb je geen code gevraagd, dan probeert misschien iemand als jou in te loggen; heb je een wachtwoord, kies dan een nieuw.',
    },
    'sign-in-code': {
      subject: 'Je code voor ${companyName}',
      title: 'Je code',
      body: 'Vul deze code in waar erom werd gevraagd:',
      buttonText: 'Hulp krijgen',
      note: 'Hij kan één keer worden gebruikt, tot ${expires}. Vertel hem aan niemand: we vragen er nooit om per telefoon of e-mail. Heb je hem niet gevraagd, negeer deze e-mail dan; zonder de code komt niemand binnen.',
    },
    'confirm-email': {
      subject: 'Bevestig je nieuwe e-mailadres',
      title: 'Bevestig je nieuwe e-mailadres',
      body: 'Iemand, hopelijk jij, wil dat dit het adres wordt van een account bij ${companyName}.',
      buttonText: 'Dit adres bevestigen',
      note: 'De link werkt één keer, tot ${expires}. Weet je hier niets van, negeer deze e-mail dan; er verandert niets.',
    },
    'password-changed': {
      subject: 'Je wachtwoord is gewijzigd',
      title: 'Je wachtwoord is gewijzigd',
      body: 'Het wachtwoord van je account bij ${companyName} is op ${time} gewijzigd.',
      buttonText: 'Hulp krijgen',
      note: 'Was jij het, dan is alles goed. Zo niet, dan is iemand anders in je account geweest: stel het wachtwoord meteen opnieuw in via ‘Wachtwoord vergeten?’.',
    },
    'factor-added': {
      subject: 'Er is een tweede factor aan je account toegevoegd',
      title: 'Er is een tweede factor toegevoegd',
      body: 'Op ${time} is aan je account bij ${companyName} een nieuwe manier toegevoegd om te laten zien dat jij het bent.',
      buttonText: 'Hulp krijgen',
      note: 'Was jij het, dan is alles goed. Zo niet, dan is iemand anders in je account geweest: laat het ons meteen weten en kies een nieuw wachtwoord als je er een hebt.',
    },
    'factor-removed': {
      subject: 'Er is een tweede factor uit je account verwijderd',
      title: 'Er is een tweede factor verwijderd',
      body: 'Op ${time} is uit je account bij ${companyName} een manier verwijderd om te laten zien dat jij het bent.',
      buttonText: 'Hulp krijgen',
      note: 'Was jij het, dan is alles goed. Zo niet, dan is iemand anders in je account geweest: laat het ons meteen weten en kies een nieuw wachtwoord als je er een hebt.',
    },
    'codes-locked': {
      subject: 'Codes werken niet meer voor je account',
      title: 'Codes werken niet meer',
      body: 'Iemand is bij het inloggen op je account bij ${companyName} voorbij de eerste stap gekomen en heeft honderd keer achter elkaar een verkeerde code ingevoerd. Sinds ${time} worden codes geweigerd, ook juiste.',
      buttonText: 'Hulp krijgen',
      note: 'Met een beveiligingssleutel of je herstelcode kom je binnen; vraag anders de beheerder van ${companyName} om hulp. Was jij dit niet, dan kent iemand misschien je wachtwoord: kies een nieuw.',
    },
    'passkey-added': {
      subject: 'Er is een passkey aan je account toegevoegd',
      title: 'Er is een passkey toegevoegd',
      body: 'Op ${time} is een passkey toegevoegd aan je account bij ${companyName}. Wie hem heeft, kan inloggen.',
      buttonText: 'Hulp krijgen',
      note: 'Was jij het, dan is alles goed. Zo niet, dan is iemand anders in je account geweest: verwijder de passkey en kies een nieuw wachtwoord als je er een hebt.',
    },
    'passkey-removed': {
      subject: 'Er is een passkey uit je account verwijderd',
      title: 'Er is een passkey verwijderd',
      body: 'Op ${time} is een passkey uit je account bij ${companyName} verwijderd. Niemand kan er nog mee inloggen.',
      buttonText: 'Hulp krijgen',
      note: 'Was jij het, dan is alles goed. Zo niet, dan is iemand anders in je account geweest: laat het ons meteen weten en kies een nieuw wachtwoord als je er een hebt.',
    },
    'email-changed': {
      subject: 'Je e-mailadres is gewijzigd',
      title: 'Je e-mailadres is gewijzigd',
      body: 'Op ${time} is het e-mailadres van je account bij ${companyName} gewijzigd van ${oldEmail} in ${newEmail}.',
      buttonText: 'Hulp krijgen',
      note: 'Was jij het, dan is alles goed. Zo niet, meld het dan meteen aan de beheerders van ${companyName}.',
    },
  },
}

export default { name: 'Nederlands', prompts } satisfies Translation
