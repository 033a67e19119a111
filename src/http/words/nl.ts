// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Dutch. Addresses the person as «je», as most sign-in pages there do.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'Wachtwoord tonen',
  hidePasswordText: 'Wachtwoord verbergen',
}

const passwordRules = {
  passwordSecurityText: 'Je wachtwoord heeft nodig:',
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
  'ip-blocked': 'Er kwamen te veel pogingen van je netwerk. Wacht een paar minuten en probeer het dan opnieuw.',
  'server-busy': 'Het is nu erg druk bij ons. Probeer het over een paar seconden opnieuw.',
  'upstream-unavailable': 'We kunnen nu niet nagaan wie je bent. Probeer het over een paar minuten opnieuw.',
}

const passkey = {}

const passkeyErrors = {}

const passkeyEnrollment = {}

const ticketErrors = {
  eventTitleExpired: 'Deze link is verlopen',
  eventTitleUsed: 'Deze link is al gebruikt',
  eventTitleGeneric: 'Deze link werkt niet',
}

const codeErrors = {}

const codeByEmail = {
  title: 'Bekijk je e-mail',
  buttonText: 'Doorgaan',
  placeholder: 'Code',
  resendText: 'Niets ontvangen? Kijk ook in je spammap.',
  ...formErrors,
  ...codeErrors,
}

const codeBySms = {
  buttonText: 'Doorgaan',
  placeholder: 'Code',
  ...formErrors,
  ...codeErrors,
}

const names = {
  emailPlaceholder: 'E-mailadres',
  usernamePlaceholder: 'E-mailadres of gebruikersnaam',
  usernameOnlyPlaceholder: 'Gebruikersnaam',
}

const noName = {
  'no-email': 'Vul je e-mailadres in.',
  'no-username': 'Vul je e-mailadres of gebruikersnaam in.',
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
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Fout: ${pageTitle}',
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
      emailPlaceholder: 'E-mailadres',
      usernamePlaceholder: 'E-mailadres of gebruikersnaam',
      passwordPlaceholder: 'Wachtwoord',
      forgotPasswordText: 'Wachtwoord vergeten?',
      signupActionText: 'Nieuw hier?',
      signupActionLinkText: 'Maak een account',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeyErrors,
      'wrong-credentials': 'Deze gegevens kloppen niet. Controleer ze en probeer het opnieuw.',
      'wrong-credentials-or-unverified':
        'Deze gegevens kloppen niet, of het e-mailadres is nog niet bevestigd. Als alleen dat nog ontbreekt, hebben we je de link opnieuw gestuurd.',
      'same-user-login':
        'Er zijn te veel pogingen gedaan op dit account. Is het van jou, zoek dan een e-mail van ons waarmee je weer binnenkomt, of kies een nieuw wachtwoord.',
      'password-breached':
        'Je wachtwoord staat op lijsten die elders zijn gestolen en laat hier daarom niemand meer binnen. Kies een nieuw wachtwoord via ‘Wachtwoord vergeten?’.',
      'no-email': 'Vul je e-mailadres in.',
      'no-username': 'Vul je e-mailadres of gebruikersnaam in.',
      'no-password': 'Vul je wachtwoord in.',
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
      passwordPlaceholder: 'Wachtwoord',
      loginActionText: 'Heb je al een account?',
      loginActionLinkText: 'Inloggen',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'invalid-signup': 'We konden met deze gegevens geen account maken. Heb je er al een, log dan daarmee in.',
      'no-email': 'Vul je e-mailadres in.',
      'invalid-email-format': 'Vul een e-mailadres in zoals naam@example.com.',
      'no-username': 'Kies een gebruikersnaam.',
      'invalid-username':
        'Gebruik ${min} tot ${max} letters, cijfers of tekens uit ${characters} voor je gebruikersnaam.',
      'no-password': 'Kies een wachtwoord.',
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
      title: 'Inloggen',
      description: 'Ga verder naar ${clientName}',
      buttonText: 'Doorgaan',
      ...names,
      signupActionText: 'Nieuw hier?',
      signupActionLinkText: 'Maak een account',
      ...formErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      description: 'Ga verder naar ${clientName}',
      buttonText: 'Doorgaan',
      passwordPlaceholder: 'Wachtwoord',
      forgotPasswordText: 'Wachtwoord vergeten?',
      ...password,
      ...formErrors,
      ...signInErrors,
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      title: 'Inloggen',
      buttonText: 'Doorgaan',
      ...names,
      ...formErrors,
      'no-email': 'Vul je e-mailadres in.',
      'invalid-email-format': 'Vul een e-mailadres in zoals naam@example.com.',
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
      buttonText: 'Inloggen',
      ...formErrors,
    },
    'login-passwordless-other-device': {},
    'login-passwordless-link-error': {
      pageTitle: 'Probleem met de link | ${companyName}',
      title: 'Deze link werkt niet',
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
      title: 'Maak je account',
      description: 'Ga verder naar ${clientName}',
      buttonText: 'Doorgaan',
      emailPlaceholder: 'E-mailadres',
      usernamePlaceholder: 'Gebruikersnaam',
      loginActionText: 'Heb je al een account?',
      loginActionLinkText: 'Inloggen',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      description: 'Ga verder naar ${clientName}',
      buttonText: 'Doorgaan',
      passwordPlaceholder: 'Wachtwoord',
      loginActionText: 'Heb je al een account?',
      loginActionLinkText: 'Inloggen',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Kies een wachtwoord.',
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Wachtwoord opnieuw instellen | ${companyName}',
      title: 'Wachtwoord vergeten?',
      descriptionEmail: 'Geef je e-mailadres op, dan sturen we je een link om een nieuw wachtwoord te kiezen.',
      descriptionUsername:
        'Geef je e-mailadres of gebruikersnaam op, dan sturen we je een link om een nieuw wachtwoord te kiezen.',
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
      descriptionExpired: 'Links om een wachtwoord opnieuw in te stellen werken beperkte tijd. Vraag een nieuwe aan.',
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
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Weer inloggen | ${companyName}',
      title: 'Geef jezelf weer toegang',
      description:
        'Er zijn te veel verkeerde wachtwoorden geprobeerd op je account, dus vanaf die plek kan niemand er meer op inloggen.',
      descriptionEmail:
        'Er zijn te veel verkeerde wachtwoorden geprobeerd op het account van ${email}, dus vanaf die plek kan niemand er meer op inloggen.',
      deviceText: 'Ga alleen verder op een apparaat van jezelf: vanaf nu houdt het toegang, wat anderen ook proberen.',
      buttonText: 'Doorgaan',
    },
    'user-block-result': {
      pageTitle: 'Terug in je account | ${companyName}',
      liftedTitle: 'Je kunt weer inloggen',
      invalidTitle: 'Deze link werkt niet',
      liftedDescription:
        'Was jij het niet, dan heeft je wachtwoord standgehouden. Kies een nieuw als anderen het kunnen kennen.',
      invalidDescription: 'Hij is verlopen, al gebruikt of onvolledig. Je kunt nog steeds een nieuw wachtwoord kiezen.',
      buttonText: 'Ga verder naar ${clientName}',
    },
  },
  consent: {
    consent: {
      pageTitle: 'Toegang geven | ${clientName}',
      title: 'Toegang geven?',
      messageSingleTenant: '${clientName} vraagt toegang tot je account bij ${companyName}.',
      pickerTitle: 'Ingelogd als ${userName}',
      scopesTitle: 'De app zou kunnen:',
      detailsTitle: 'De app vraagt precies dit:',
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
    otp_verify: {},
    otp_enroll: {},
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
    'reset-password': {
      subject: 'Kies een nieuw wachtwoord',
      title: 'Kies een nieuw wachtwoord',
      body: 'Iemand, hopelijk jij, heeft gevraagd het wachtwoord van je account bij ${companyName} opnieuw in te stellen:',
      buttonText: 'Kies een nieuw wachtwoord',
      note: 'De link werkt één keer, tot ${expires}. Heb je hier niet om gevraagd, negeer deze e-mail dan; je wachtwoord blijft zoals het is.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Je hebt al een account',
      title: 'Je hebt al een account',
      body: 'Iemand, hopelijk jij, probeerde met dit adres een account bij ${companyName} te maken. Er is er al een: log daarmee in, of kies een nieuw wachtwoord als je het oude niet weet:',
      buttonText: 'Kies een nieuw wachtwoord',
      note: 'De link werkt één keer, tot ${expires}. Was jij dit niet, negeer deze e-mail dan; je account blijft zoals het is.',
    },
    'blocked-account': {
      subject: 'Iemand probeerde in te loggen op je account',
      title: 'Te veel verkeerde wachtwoorden',
      body: 'Op je account bij ${companyName} zijn verkeerde wachtwoorden geprobeerd, tot we dat stopten. Was jij het, geef jezelf dan weer toegang:',
      buttonText: 'Geef me weer toegang',
      note: 'De link werkt één keer, tot ${expires}. Was jij het niet, dan heeft je wachtwoord standgehouden; kies een nieuw als anderen het kunnen kennen.',
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
      title: 'Inloggen',
      buttonText: 'Inloggen',
    },
    'one-time-code': {
      subject: 'Je code voor ${companyName}',
      title: 'Je code',
      body: 'Vul deze code in waar erom werd gevraagd:',
      buttonText: 'Hulp krijgen',
      note: 'Hij kan één keer worden gebruikt, tot ${expires}. Vertel hem aan niemand: we vragen er nooit om per telefoon of e-mail. Heb je geen code gevraagd, dan kent iemand misschien je wachtwoord; kies een nieuw.',
    },
    'password-changed': {
      subject: 'Je wachtwoord is gewijzigd',
      title: 'Je wachtwoord is gewijzigd',
      body: 'Het wachtwoord van je account bij ${companyName} is op ${time} gewijzigd.',
      buttonText: 'Hulp krijgen',
      note: 'Was jij het, dan is alles goed. Zo niet, dan is iemand anders in je account geweest: stel het wachtwoord meteen opnieuw in via ‘Wachtwoord vergeten?’.',
    },
    'passkey-added': {
      buttonText: 'Hulp krijgen',
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
