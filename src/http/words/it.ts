// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Italian. Addresses the person with «tu» forms, as Italian sign-in pages of banks and public services (SPID, IO) do by now.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'Mostra password',
  hidePasswordText: 'Nascondi password',
}

const passwordRules = {
  passwordSecurityText: 'La tua password deve avere:',
  'password-policy-length-at-least': 'Almeno {count, plural, one {# carattere} other {# caratteri}}',
  'password-policy-contains-at-least': 'Almeno ${count} di questi ${total} elementi:',
  'password-policy-lower-case': 'Una lettera minuscola (a–z)',
  'password-policy-upper-case': 'Una lettera maiuscola (A–Z)',
  'password-policy-numbers': 'Un numero (0–9)',
  'password-policy-special-characters': 'Un carattere speciale (per esempio !@#$%)',
  'password-policy-identical-chars':
    'Non più di {count, plural, one {# carattere identico} other {# caratteri identici}} di seguito',
}

const passwordErrors = {
  'password-too-weak': 'Questa password non rispetta le regole qui sotto.',
  'password-too-common':
    'Questa password è negli elenchi delle password comuni. Scegline una più difficile da indovinare.',
  'password-too-long':
    'Questa password è troppo lunga. Usa al massimo {max, plural, one {# carattere} other {# caratteri}}.',
  'password-contains-user-information':
    'Questa password contiene qualcosa che ti riguarda. Scegline una che non lo contenga.',
  'password-breached':
    'Questa password è in elenchi rubati altrove, quindi altri potrebbero provarla. Scegline una che non usi da nessun’altra parte.',
  'password-previously-used': 'Hai già usato questa password. Scegline una nuova.',
}

const formErrors = {
  alertListTitle: 'Correggi quanto segue:',
  'form-expired': 'Questa pagina è rimasta aperta troppo a lungo. Riprova.',
  'challenge-required':
    'Dalla tua rete sono arrivati molti tentativi, quindi controlliamo che tu non sia un robot. Riprova.',
  'ip-blocked': 'Dalla tua rete sono arrivati troppi tentativi. Attendi qualche minuto, poi riprova.',
  'server-busy': 'In questo momento abbiamo molte richieste. Riprova tra qualche secondo.',
  'upstream-unavailable': 'In questo momento non possiamo verificare la tua identità. Riprova tra qualche minuto.',
}

const passkey = {
  passkeyButtonText: 'Continua con una passkey',
  passkeyFailedText: 'Non è stata usata nessuna passkey. Riprova, oppure accedi in un altro modo.',
}

const passkeyErrors = {
  'passkey-failed': 'Non è stato possibile usare questa passkey. Riprova, oppure scegli un altro modo.',
  'passkey-expired': 'Ci è voluto troppo tempo. Riprova.',
}

const passkeySignInErrors = {
  ...passkeyErrors,
  'passkey-unverified':
    'Il tuo indirizzo email non è ancora confermato. Ti abbiamo inviato di nuovo il link; poi usa ancora la tua passkey.',
}

const passkeyEnrollment = {
  passkeyBenefit1Title: 'Niente da ricordare',
  passkeyBenefit1Description: 'Accedi con l’impronta, il volto o il blocco dello schermo.',
  passkeyBenefit2Title: 'Niente da rubare',
  passkeyBenefit2Description: 'Funziona solo su questo sito, quindi nessuno può sottrartela con l’inganno.',
  createButtonText: 'Crea una passkey',
  continueButtonText: 'Non ora',
  doNotShowAgainText: 'Non chiedere più su questo dispositivo',
  passkeyFailedText: 'Non è stata creata nessuna passkey. Riprova, oppure continua senza.',
  passkeyTakenText: 'Questo dispositivo ha già una passkey per il tuo account.',
  notAvailableText: 'Questo browser non può creare passkey. Puoi continuare senza.',
  'too-many-passkeys-tried':
    'Sono stati fatti troppi tentativi. Attendi qualche minuto, oppure continua senza passkey.',
  'passkeys-full': 'Il tuo account ha già tutte le passkey che può avere. Prima rimuovine una che non usi più.',
}

const factors = {
  authenticatorNamesOTP: 'App di autenticazione',
  authenticatorNamesSMS: 'Telefono',
  authenticatorNamesEmail: 'Email',
  authenticatorNamesRecoveryCode: 'Codice di recupero',
  authenticatorNamesWebauthnRoaming: 'Chiave di sicurezza',
  authenticatorNamesWebauthnPlatform: 'Impronta, volto o blocco schermo di questo dispositivo',
}

const codeErrors = {
  'invalid-otp-code-format': 'Inserisci il codice.',
  'invalid-code': 'Questo codice non è giusto. Controllalo e riprova.',
  'invalid-expired-code': 'Questo codice non vale più. Chiedine uno nuovo.',
  'too-many-failures': 'Su questo account sono stati provati troppi codici. Attendi qualche minuto, poi riprova.',
  'codes-locked':
    'Troppi codici per questo account erano sbagliati. I codici non funzionano più: scegli un altro modo o chiedi aiuto a chi gestisce il servizio.',
  'too-many-codes': 'Abbiamo già inviato diversi codici. Attendi qualche minuto, poi riprova.',
}

const secondProof = {
  buttonText: 'Continua',
  codePlaceholder: 'Codice',
  rememberMeText: 'Non chiedermelo su questo dispositivo per un po’',
  pickAuthenticatorText: 'Prova in un altro modo',
}

const secondKey = {
  continueButtonText: 'Continua',
  rememberMeText: secondProof.rememberMeText,
  pickAuthenticatorText: secondProof.pickAuthenticatorText,
  notAvailableText: 'Non è possibile chiederla a questo browser. Prova in un altro modo, oppure con un altro browser.',
  ...formErrors,
  'webauthn-failed': 'Non ha funzionato. Riprova, oppure scegli un altro modo.',
  'webauthn-expired': 'Ci è voluto troppo tempo. Riprova.',
  'too-many-failures': 'Su questo account sono stati fatti troppi tentativi. Attendi qualche minuto, poi riprova.',
}

const securityKey = {
  ...secondKey,
  failedText: 'Non è stata usata nessuna chiave di sicurezza. Riprova, oppure scegli un altro modo.',
  takenText: 'Questa chiave di sicurezza è già stata aggiunta. Scegline un’altra.',
}

const ownDevice = {
  ...secondKey,
  failedText: 'Il tuo dispositivo non ha confermato che sei tu. Riprova, oppure scegli un altro modo.',
  takenText: 'Questo dispositivo è già stato aggiunto.',
}

const sentCode = {
  ...secondProof,
  resendActionText: 'Invia di nuovo',
  resendText: 'Non l’hai ricevuto?',
  resentText: 'Abbiamo inviato un altro codice. Vale solo il più recente.',
  ...formErrors,
  ...codeErrors,
}

const phoneEnrollment = {
  countryPlaceholder: 'Paese o regione',
  placeholder: 'Numero di telefono',
  hint: 'Come si compone nel tuo paese, oppure per intero: +44\u00a07700\u00a0900123',
  pickAuthenticatorText: 'Prova in un altro modo',
  ...formErrors,
  'no-phone': 'Inserisci il tuo numero di telefono.',
  'invalid-phone-format': 'Inserisci il numero con il prefisso del paese, per esempio +44\u00a07700\u00a0900123.',
  'too-many-codes': codeErrors['too-many-codes'],
}

const savedCode = {
  description:
    'Conservalo dove puoi trovarlo senza questo dispositivo. Ti fa entrare una volta quando non hai altro a portata di mano.',
  buttonText: 'L’ho salvato',
  copyText: 'Copia',
  copiedText: 'Copiato',
  printText: 'Stampa',
}

const ticketErrors = {
  eventTitleExpired: 'Questo link è scaduto',
  eventTitleUsed: 'Questo link è già stato usato',
  eventTitleGeneric: 'Questo link non funziona',
}

const firstCodeErrors = {
  'no-code': 'Inserisci il codice che ti abbiamo inviato.',
  'wrong-code': 'Questo codice non è giusto. Controllalo, oppure fattene inviare uno nuovo.',
  'expired-code': 'Questo codice è scaduto o è stato provato troppe volte. Fattene inviare uno nuovo.',
  'too-many-codes': codeErrors['too-many-codes'],
  'same-user-login': 'Qui sono stati provati troppi codici. Attendi un po’, poi fattene inviare uno nuovo.',
}

const codeByEmail = {
  title: 'Controlla la posta',
  buttonText: 'Continua',
  placeholder: 'Codice',
  resendText: 'Non è arrivato nulla? Guarda anche nella cartella dello spam.',
  resendActionText: 'Invia un nuovo codice',
  resentText: 'Un nuovo codice è in arrivo.',
  ...formErrors,
  ...firstCodeErrors,
}

const codeBySms = {
  title: 'Controlla il telefono',
  buttonText: 'Continua',
  placeholder: 'Codice',
  resendText: 'Non è arrivato nulla? Può volerci un minuto.',
  resendActionText: 'Invia un nuovo codice',
  resentText: 'Un nuovo codice è in arrivo.',
  ...formErrors,
  ...firstCodeErrors,
}

const names = {
  countryPlaceholder: 'Paese o regione',
  emailPlaceholder: 'Indirizzo email',
  usernamePlaceholder: 'Email o nome utente',
  usernameOnlyPlaceholder: 'Nome utente',
  phonePlaceholder: 'Numero di telefono',
  phoneOrEmailPlaceholder: 'Numero di telefono o email',
  phoneOrUsernamePlaceholder: 'Numero di telefono o nome utente',
  phoneOrUsernameOrEmailPlaceholder: 'Numero di telefono, nome utente o email',
}

const noName = {
  'no-email': 'Inserisci il tuo indirizzo email.',
  'no-username': 'Inserisci la tua email o il tuo nome utente.',
  'no-name': 'Inserisci ciò con cui accedi.',
}

const signInErrors = {
  'wrong-credentials': 'Questi dati non corrispondono. Controllali e riprova.',
  'wrong-credentials-or-unverified':
    'Questi dati non corrispondono, oppure l’indirizzo email non è ancora confermato. Se manca solo questo, ti abbiamo inviato di nuovo il link.',
  'same-user-login':
    'Sono stati fatti troppi tentativi su questo account. Se è tuo, cerca una nostra email che ti fa entrare di nuovo, oppure scegli una nuova password.',
  'password-breached':
    'La tua password è in elenchi rubati altrove, quindi qui non fa più entrare nessuno. Scegline una nuova con «Password dimenticata?».',
  'no-password': 'Inserisci la tua password.',
}

const signUpErrors = {
  'invalid-signup': 'Non è stato possibile creare un account con questi dati. Se ne hai già uno, accedi con quello.',
  'no-email': 'Inserisci il tuo indirizzo email.',
  'invalid-email-format': 'Inserisci un indirizzo email nel formato nome@example.com.',
  'no-username': 'Scegli un nome utente.',
  'invalid-username': 'Per il nome utente usa da ${min} a ${max} lettere, cifre o caratteri tra ${characters}.',
  'no-phone-number': 'Inserisci il tuo numero di telefono.',
  'invalid-phone-number':
    'Inserisci il tuo numero di telefono con il prefisso del paese, per esempio +44\u00a07700\u00a0900123.',
  'no-identifier': 'Compila almeno uno di questi campi.',
}

const consent = {
  pickerTitle: 'Accesso effettuato come ${userName}',
  scopesTitle: 'Potrebbe:',
  apisTitle: 'Chiede di accedere a:',
  unverifiedTitle: 'Questa app non è verificata',
  unverifiedText: 'Si è registrata da sola con questo nome. Nessuno in ${companyName} ha controllato chi c’è dietro.',
  unverifiedHostText: 'Si descrive su ${host}.',
  returnHostText: 'Se lo consenti, verrai indirizzato a ${host}.',
  returnDeviceText:
    'Se lo consenti, un’app su questo dispositivo ottiene l’accesso. Continua solo se l’hai appena avviata tu.',
  acceptButtonText: 'Consenti',
  declineButtonText: 'Rifiuta',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Errore: ${pageTitle}',
      workingText: 'Controlliamo che tu non sia un robot…',
      workDoneText: 'Controllato: puoi continuare.',
      workWaitText:
        'Controlliamo che tu non sia un robot: attendi {seconds, plural, one {# secondo} other {# secondi}} prima di continuare.',
      logoAltText: '${companyName}',
      languagePickerText: 'Lingua',
    },
  },
  login: {
    login: {
      pageTitle: 'Accedi | ${clientName}',
      title: 'Accedi',
      description: 'Continua su ${clientName}',
      buttonText: 'Continua',
      ...names,
      passwordPlaceholder: 'Password',
      forgotPasswordText: 'Password dimenticata?',
      signupActionText: 'È la prima volta?',
      signupActionLinkText: 'Crea un account',
      separatorText: 'oppure',
      codeText: 'Usa invece un codice monouso',
      passwordlessEmailText: 'Continua con un codice via email',
      passwordlessSmsText: 'Continua con un codice via SMS',
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
      pageTitle: 'Crea un account | ${clientName}',
      title: 'Crea il tuo account',
      description: 'Continua su ${clientName}',
      buttonText: 'Continua',
      emailPlaceholder: 'Indirizzo email',
      usernamePlaceholder: 'Nome utente',
      phonePlaceholder: 'Numero di telefono',
      optionalText: '${label} (facoltativo)',
      passwordPlaceholder: 'Password',
      loginActionText: 'Hai già un account?',
      loginActionLinkText: 'Accedi',
      countryPlaceholder: 'Paese o regione',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Scegli una password.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  passkeys: {
    'passkey-enrollment': {
      pageTitle: 'Crea una passkey | ${clientName}',
      title: 'Accedi più in fretta la prossima volta',
      description: 'Con una passkey accedi a ${companyName} senza password.',
      signupTitle: 'Crea una passkey',
      signupFailedText: 'Non è stata creata nessuna passkey. Riprova.',
      signupWithoutText: 'Questo browser non può creare passkey. Scegli invece una password.',
      signupNotAvailableText:
        'Questo browser non può creare passkey, e qui per un account ne serve una. Prova con un altro browser o un altro dispositivo.',
      signupPasswordText: 'Scegli invece una password',
      editText: 'Cambia',
      loginActionText: 'Hai già un account?',
      loginActionLinkText: 'Accedi',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
      signupCodeText: 'Continua senza passkey',
      signupByCodeText:
        'Questo browser non può creare passkey. Continua senza: la prossima volta accederai con un codice.',
    },
    'passkey-enrollment-local': {
      pageTitle: 'Crea una passkey su questo dispositivo | ${clientName}',
      title: 'Crea una passkey su questo dispositivo',
      description:
        'Hai effettuato l’accesso con la passkey di un altro dispositivo. Con una sua, questo dispositivo non ha bisogno di altri.',
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      pageTitle: 'Chi sei? | ${clientName}',
      title: 'Accedi',
      description: 'Continua su ${clientName}',
      buttonText: 'Continua',
      'passkey-needed': 'Qui si accede con una passkey: usa il pulsante qui sotto.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      ...names,
      separatorText: 'oppure',
      passwordlessEmailText: 'Continua con un codice via email',
      passwordlessSmsText: 'Continua con un codice via SMS',
      signupActionText: 'È la prima volta?',
      signupActionLinkText: 'Crea un account',
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      pageTitle: 'Inserisci la tua password | ${clientName}',
      title: 'Inserisci la tua password',
      description: 'Continua su ${clientName}',
      buttonText: 'Continua',
      passwordPlaceholder: 'Password',
      editText: 'Cambia',
      forgotPasswordText: 'Password dimenticata?',
      codeText: 'Usa invece un codice monouso',
      ...password,
      ...formErrors,
      ...signInErrors,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      pageTitle: 'Accedi senza password | ${clientName}',
      title: 'Accedi',
      descriptionEmail: 'Ti inviamo un codice via email. Non serve la password.',
      descriptionSms: 'Inviamo un codice al tuo telefono. Non serve la password.',
      descriptionBoth: 'Ti inviamo un codice. Non serve la password.',
      buttonText: 'Continua',
      ...names,
      passwordText: 'Usa invece una password',
      ...formErrors,
      'no-name': 'Inserisci il tuo numero di telefono o indirizzo email.',
      'no-email': 'Inserisci il tuo indirizzo email.',
      'invalid-email-format': 'Inserisci un indirizzo email nel formato nome@example.com.',
      'no-phone-number': 'Inserisci il tuo numero di telefono.',
      'invalid-phone-number': signUpErrors['invalid-phone-number'],
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
    'login-passwordless-email-code': {
      pageTitle: 'Inserisci il codice ricevuto via email | ${clientName}',
      description: 'Se ${address} può accedere qui, un codice è in arrivo.',
      editText: 'Cambia',
      linkText: 'Inviami invece un link',
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      pageTitle: 'Apri il link nell’email | ${clientName}',
      description: 'Se ${address} può accedere qui, un link è in arrivo. Aprilo in questo browser.',
      editText: 'Cambia',
      codeText: 'L’hai aperto altrove? Inserisci il codice che ti è stato mostrato lì.',
      codeActionText: 'Inviami invece un codice',
      ...codeByEmail,
      resendActionText: 'Invia un nuovo link',
      resentText: 'Un nuovo link è in arrivo.',
    },
    'login-passwordless-sms-otp': {
      pageTitle: 'Inserisci il codice ricevuto sul telefono | ${clientName}',
      description: 'Se ${address} può accedere qui, un codice è in arrivo.',
      editText: 'Cambia',
      ...codeBySms,
    },
    'login-passwordless-link': {
      pageTitle: 'Continua l’accesso | ${clientName}',
      title: 'Ci siamo quasi',
      description: 'Hai chiesto questo link per accedere a ${clientName} come ${address}.',
      buttonText: 'Accedi',
      ...formErrors,
    },
    'login-passwordless-other-device': {
      pageTitle: 'Accedi da dove hai iniziato | ${companyName}',
      title: 'Inserisci questo codice dove hai iniziato',
      description: 'Hai chiesto questo link in un altro browser. Torna lì e inserisci questo codice:',
      warningText: 'Se non hai iniziato tu ad accedere, chiudi questa pagina e non dire il codice a nessuno.',
    },
    'login-passwordless-link-error': {
      pageTitle: 'Problema con il link di accesso | ${companyName}',
      title: 'Questo link non funziona',
      description: 'È scaduto, è già stato usato o è incompleto. Torna dove hai iniziato e fattene inviare uno nuovo.',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      pageTitle: 'Inserisci il codice che ti abbiamo inviato via email | ${clientName}',
      description: 'Se ${address} può accedere qui, un codice è in arrivo.',
      editText: 'Cambia',
      passwordText: 'Usa invece la tua password',
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      pageTitle: 'Inserisci il codice che ti abbiamo inviato via SMS | ${clientName}',
      description: 'Se ${address} può accedere qui, un codice è in arrivo.',
      editText: 'Cambia',
      passwordText: 'Usa invece la tua password',
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      pageTitle: 'Conferma la tua email con un codice | ${clientName}',
      description:
        'Abbiamo inviato un messaggio a ${address}. Inserisci il codice che contiene per confermare che l’indirizzo è tuo.',
      editText: 'Cambia',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      pageTitle: 'Conferma il tuo telefono con un codice | ${clientName}',
      description:
        'Abbiamo inviato un messaggio a ${address}. Inserisci il codice che contiene per confermare che il numero è tuo.',
      editText: 'Cambia',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      pageTitle: 'Il tuo nuovo account | ${clientName}',
      title: 'Crea il tuo account',
      description: 'Continua su ${clientName}',
      buttonText: 'Continua',
      emailPlaceholder: 'Indirizzo email',
      usernamePlaceholder: 'Nome utente',
      phonePlaceholder: 'Numero di telefono',
      optionalText: '${label} (facoltativo)',
      loginActionText: 'Hai già un account?',
      loginActionLinkText: 'Accedi',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      countryPlaceholder: 'Paese o regione',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      pageTitle: 'Scegli una password | ${clientName}',
      title: 'Scegli una password',
      description: 'Continua su ${clientName}',
      buttonText: 'Continua',
      passwordPlaceholder: 'Password',
      editText: 'Cambia',
      loginActionText: 'Hai già un account?',
      loginActionLinkText: 'Accedi',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Scegli una password.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Reimposta la password | ${companyName}',
      title: 'Hai dimenticato la password?',
      descriptionEmail: 'Indicaci il tuo indirizzo email e ti invieremo un link per scegliere una nuova password.',
      descriptionUsername:
        'Indicaci la tua email o il tuo nome utente e ti invieremo un link per scegliere una nuova password.',
      descriptionEmailByCode:
        'Indicaci il tuo indirizzo email e ti invieremo un codice per scegliere una nuova password.',
      descriptionUsernameByCode:
        'Indicaci la tua email o il tuo nome utente e ti invieremo un codice per scegliere una nuova password.',
      placeholderEmail: 'Indirizzo email',
      placeholderUsername: 'Email o nome utente',
      buttonText: 'Continua',
      backToLoginLinkText: 'Torna all’accesso',
      ...formErrors,
      'no-email': 'Inserisci il tuo indirizzo email.',
      'no-username': 'Inserisci la tua email o il tuo nome utente.',
      'too-many-email': 'Abbiamo già inviato diverse email. Attendi qualche minuto, poi riprova.',
    },
    'reset-password-email': {
      pageTitle: 'Controlla la posta | ${companyName}',
      title: 'Controlla la posta',
      emailDescription: 'Se esiste un account per ${email}, un link per scegliere una nuova password è in arrivo.',
      usernameDescription:
        'Se esiste un account per ${email}, un link per scegliere una nuova password è in arrivo al suo indirizzo email.',
      resendText: 'Non è arrivato nulla? Guarda anche nella cartella dello spam.',
      resendLinkText: 'Invia di nuovo',
      resentText: 'Inviato di nuovo.',
      backToLoginLinkText: 'Torna all’accesso',
    },
    'reset-password': {
      pageTitle: 'Scegli una nuova password | ${companyName}',
      title: 'Scegli una nuova password',
      description: 'Dopo averla cambiata, accedi con quella nuova.',
      descriptionEmail: 'Questo cambia la password di ${email}.',
      buttonText: 'Continua',
      passwordPlaceholder: 'Nuova password',
      reEnterPasswordPlaceholder: 'Ripeti la nuova password',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': 'Scegli una nuova password.',
      'no-re-enter-password': 'Inserisci la nuova password una seconda volta.',
      'password-mismatch': 'Le due password sono diverse.',
    },
    'reset-password-success': {
      pageTitle: 'Password cambiata | ${companyName}',
      eventTitle: 'Password cambiata',
      description: 'Ora puoi accedere con la nuova password.',
      buttonText: 'Continua su ${clientName}',
    },
    'reset-password-error': {
      pageTitle: 'Problema con il link | ${companyName}',
      ...ticketErrors,
      descriptionExpired: 'I link per reimpostare una password funzionano per un tempo limitato. Chiedine uno nuovo.',
      descriptionUsed: 'Un link per reimpostare una password funziona una volta sola. Chiedine uno nuovo se ti serve.',
      descriptionGeneric:
        'Forse è stato tagliato durante la copia. Aprilo di nuovo dall’email, oppure chiedine uno nuovo.',
      requestLinkText: 'Chiedi un nuovo link',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'Conferma la tua email | ${companyName}',
      title: 'Conferma la tua email',
      description: 'Manca un passo: conferma che questo indirizzo è tuo.',
      descriptionEmail: 'Manca un passo: conferma che ${email} è tuo.',
      buttonText: 'Continua',
    },
    'email-verification-result': {
      pageTitle: 'Conferma dell’email | ${companyName}',
      verifiedTitle: 'Email confermata',
      errorTitle: 'Email non confermata',
      verifiedDescription: 'Grazie. Il tuo indirizzo email è confermato.',
      alreadyVerifiedDescription: 'Questo indirizzo email era già stato confermato. Non resta nulla da fare.',
      invalidAccountOrCodeDescription:
        'Questo link è scaduto, è già stato usato o è incompleto. Accedi per riceverne uno nuovo.',
      unknownErrorDescription: 'Qualcosa è andato storto da parte nostra. Riapri il link tra poco.',
      buttonText: 'Continua su ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: 'Controlla la posta | ${companyName}',
      title: 'Controlla la posta',
      description: 'Abbiamo inviato un link a ${email}. Aprilo per confermare che l’indirizzo è tuo, poi torna qui.',
      resendText: 'Non è arrivato nulla? Guarda anche nella cartella dello spam.',
      resendActionText: 'Invia di nuovo',
      resentText: 'Inviato di nuovo.',
      backToLoginLinkText: 'Torna all’accesso',
      'challenge-required': formErrors['challenge-required'],
      alertListTitle: formErrors.alertListTitle,
    },
  },
  account: {
    account: {
      pageTitle: 'Il tuo account | ${companyName}',
      title: 'Il tuo account',
      signedInText: 'Hai effettuato l’accesso come ${account}.',
      nameLabel: 'Nome',
      nicknameLabel: 'Come vuoi farti chiamare',
      buttonText: 'Salva',
      savedText: 'Salvato.',
      passwordLinkText: 'Password',
      passwordLinkDescription: 'Scegline una nuova',
      emailLinkText: 'Indirizzo email',
      securityLinkText: 'Modi per accedere',
      securityLinkDescription: 'Passkey, app di autenticazione, codici di recupero',
      sessionsLinkText: 'Dispositivi',
      sessionsLinkDescription: 'Dove hai effettuato l’accesso',
      appsLinkText: 'Applicazioni',
      appsLinkDescription: 'Chi può agire per te',
      identitiesLinkText: 'Account collegati',
      identitiesLinkDescription: 'Altri account che portano a questo',
      dataLinkText: 'I tuoi dati',
      dataLinkDescription: 'Scaricali, oppure elimina il tuo account',
      signOutLinkText: 'Esci',
      'invalid-name': 'Usa al massimo {max, plural, one {# carattere} other {# caratteri}} per il tuo nome.',
      ...formErrors,
    },
    'account-password': {
      pageTitle: 'Password | ${companyName}',
      title: 'Scegli una nuova password',
      description: 'Qui resti connesso. Tutti gli altri dispositivi vengono disconnessi.',
      passwordPlaceholder: 'Nuova password',
      buttonText: 'Cambia password',
      backText: 'Il tuo account',
      savedText: 'La tua password è stata cambiata.',
      ...password,
      ...passwordRules,
      ...passwordErrors,
      ...formErrors,
      'no-password': 'Scegli una password.',
    },
    'account-email': {
      pageTitle: 'Indirizzo email | ${companyName}',
      title: 'Il tuo indirizzo email',
      description: 'Ora è ${email}. Inviamo un link al nuovo indirizzo; vale da quando avrai aperto quel link.',
      descriptionNone: 'Non ne hai ancora uno. Inviamo un link all’indirizzo; vale da quando avrai aperto quel link.',
      emailPlaceholder: 'Nuovo indirizzo email',
      buttonText: 'Invia il link',
      backText: 'Il tuo account',
      sentText: 'Se quell’indirizzo può essere tuo, abbiamo inviato un link a ${email}.',
      ...formErrors,
      'no-email': 'Inserisci il tuo indirizzo email.',
      'invalid-email-format': 'Inserisci un indirizzo email nel formato nome@example.com.',
      'too-many-email': 'Sono state chieste troppe email. Attendi qualche minuto, poi riprova.',
    },
    'account-email-confirm': {
      pageTitle: 'Conferma il tuo indirizzo email | ${companyName}',
      title: 'Conferma il tuo nuovo indirizzo email',
      description: 'D’ora in poi ${email} sarà l’indirizzo dell’account ${account} presso ${companyName}.',
      warningText:
        'Conferma solo se questo account è tuo: chi lo possiede lo mantiene, con il tuo indirizzo. Se lo ha inserito qualcun altro, chiudi questa pagina e non cambierà nulla.',
      buttonText: 'Conferma',
      doneTitle: 'Il tuo indirizzo email è stato cambiato',
      failedTitle: 'Questo link non funziona',
      failedDescription:
        'È scaduto, è già stato usato, oppure l’indirizzo appartiene a un altro account. Chiedine uno nuovo.',
      backText: 'Il tuo account',
    },
    'account-sessions': {
      pageTitle: 'Dispositivi | ${companyName}',
      title: 'Dove hai effettuato l’accesso',
      currentText: 'Questo dispositivo',
      lastSeenText: 'Ultimo uso il ${time}',
      signedInText: 'Accesso effettuato il ${time}',
      endButtonText: 'Disconnetti',
      endAllButtonText: 'Disconnetti tutti gli altri',
      deviceText: '${browser} su ${system}',
      unknownDeviceText: 'Un dispositivo che non riconosciamo',
      noneText: 'Non hai effettuato l’accesso da nessun’altra parte.',
      backText: 'Il tuo account',
      ...formErrors,
    },
    'account-security': {
      pageTitle: 'Modi per accedere | ${companyName}',
      title: 'Modi per accedere',
      description: 'Con che cosa puoi dimostrare chi sei.',
      noneText: 'Ancora niente.',
      totpText: 'App di autenticazione',
      phoneText: 'Codici a ${address}',
      emailText: 'Codici a ${address}',
      recoveryText: 'Codice di recupero',
      webauthnText: 'Chiave di sicurezza o dispositivo',
      passkeyText: 'Passkey',
      addedText: 'Aggiunto il ${time}',
      removeButtonText: 'Rimuovi',
      addTotpButtonText: 'Aggiungi un’app di autenticazione',
      addPasskeyButtonText: 'Aggiungi una passkey',
      addKeyButtonText: 'Aggiungi una chiave di sicurezza',
      newRecoveryButtonText: 'Ottieni un nuovo codice di recupero',
      passkeyFailedText: 'Non è stata creata nessuna passkey. Riprova.',
      passkeyTakenText: passkeyEnrollment.passkeyTakenText,
      keyFailedText: securityKey.failedText,
      keyTakenText: securityKey.takenText,
      backText: 'Il tuo account',
      ...formErrors,
      'passkey-failed': 'Non è stato possibile aggiungere questa passkey. Riprova.',
      'webauthn-failed': securityKey['webauthn-failed'],
    },
    'account-totp': {
      pageTitle: 'App di autenticazione | ${companyName}',
      title: 'Aggiungi un’app di autenticazione',
      description: 'Scansiona questo codice con l’app, poi inserisci il codice che mostra.',
      secretText: 'Niente fotocamera? Inserisci invece questo nell’app:',
      qrAltText: 'Un codice QR per l’app',
      codePlaceholder: 'Codice di sei cifre',
      buttonText: 'Aggiungi',
      backText: 'Modi per accedere',
      ...formErrors,
      'wrong-code': 'Questo non è il codice che l’app mostra ora. Riprova.',
      'too-many-tries': 'Ci sono stati troppi tentativi. Attendi qualche minuto, poi riprova.',
    },
    'account-recovery-code': {
      pageTitle: 'Codice di recupero | ${companyName}',
      title: 'Il tuo nuovo codice di recupero',
      description:
        'Conservalo dove puoi trovarlo senza i tuoi dispositivi. Ti fa entrare una volta; ogni codice precedente non vale più.',
      copyText: 'Copia',
      copiedText: 'Copiato',
      printText: 'Stampa',
      backText: 'L’ho conservato',
    },
    'account-apps': {
      pageTitle: 'Applicazioni | ${companyName}',
      title: 'Applicazioni che possono agire per te',
      noneText: 'Nessuna.',
      revokeButtonText: 'Revoca il permesso',
      backText: 'Il tuo account',
      ...formErrors,
    },
    'account-identities': {
      pageTitle: 'Account collegati | ${companyName}',
      title: 'Account che portano a questo',
      primaryText: 'Il tuo primo account',
      unlinkButtonText: 'Scollega',
      backText: 'Il tuo account',
      ...formErrors,
    },
    'account-data': {
      pageTitle: 'I tuoi dati | ${companyName}',
      title: 'I tuoi dati',
      downloadText: 'Tutto ciò che è conservato su di te, in un file.',
      downloadLinkText: 'Scarica i miei dati',
      deleteTitle: 'Elimina il tuo account',
      deleteText:
        'Il tuo account e tutto ciò che gli appartiene vengono eliminati subito e per sempre. Inserisci ${account} per confermare che lo vuoi davvero.',
      confirmPlaceholder: 'Inseriscilo qui',
      buttonText: 'Elimina il mio account',
      backText: 'Il tuo account',
      ...formErrors,
      'not-confirmed': 'Questo non è ciò che ti è stato chiesto di inserire.',
    },
    'account-deleted': {
      pageTitle: 'Account eliminato | ${companyName}',
      title: 'Il tuo account è stato eliminato',
      description: 'Grazie per il tempo passato qui.',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Accedi di nuovo | ${companyName}',
      title: 'Riottieni l’accesso',
      description: 'Troppi tentativi di accesso al tuo account sono falliti, quindi da lì nessuno può più accedere.',
      descriptionEmail:
        'Troppi tentativi di accesso all’account di ${email} sono falliti, quindi da lì nessuno può più accedere.',
      deviceText:
        'Continua solo su un tuo dispositivo: da ora in poi manterrà l’accesso, qualunque cosa provino gli altri.',
      buttonText: 'Continua',
    },
    'user-block-result': {
      pageTitle: 'Di nuovo nel tuo account | ${companyName}',
      liftedTitle: 'Puoi accedere di nuovo',
      invalidTitle: 'Questo link non funziona',
      liftedDescription:
        'Se non eri tu a provare, nessuno è entrato. Se hai una password che altri possono conoscere, scegline una nuova.',
      invalidDescription:
        'È scaduto, è già stato usato o è incompleto. Se hai una password, puoi comunque sceglierne una nuova.',
      buttonText: 'Continua su ${clientName}',
    },
  },
  mfa: {
    'mfa-begin-enroll-options': {
      pageTitle: 'Proteggi il tuo account | ${clientName}',
      title: 'Proteggi il tuo account',
      description:
        'Aggiungi un secondo modo per dimostrare che sei tu. Te lo chiederemo oltre a ciò che hai appena fornito.',
      ...factors,
      ...formErrors,
    },
    'mfa-login-options': {
      pageTitle: 'Scegli un altro modo | ${clientName}',
      title: 'Dimostra che sei tu',
      description: 'Scegli ciò che hai a portata di mano.',
      ...factors,
      ...formErrors,
    },
    'mfa-enroll-result': {
      pageTitle: 'Aggiungi un modo per accedere | ${companyName}',
      enrolledTitle: 'Aggiunto',
      enrolledDescription: 'D’ora in poi puoi dimostrare così che sei tu.',
      alreadyEnrolledTitle: 'Ne hai già uno',
      alreadyEnrolledDescription: 'Hai già aggiunto un modo per dimostrare che sei tu. Non resta nulla da fare.',
      alreadyUsedTitle: 'Questo link è già stato usato',
      alreadyUsedDescription: 'Ciò che è stato aggiunto con il link resta. Se non eri tu, avvisaci.',
      expiredTicketTitle: 'Questo link è scaduto',
      expiredTicketDescription: 'Chiedine un altro a chi te l’ha inviato.',
      invalidTicketTitle: 'Questo link non funziona',
      invalidTicketDescription: 'Aprilo così com’è nell’email, oppure chiedine un altro.',
      genericErrorTitle: 'Al momento non si può aggiungere nulla',
      genericErrorDescription: 'Ciò che questo link chiede non è disponibile. Avvisa chi te l’ha inviato.',
      buttonText: 'Continua',
    },
  },
  'mfa-otp': {
    'mfa-otp-enrollment-qr': {
      pageTitle: 'Aggiungi un’app di autenticazione | ${clientName}',
      title: 'Aggiungi un’app di autenticazione',
      description: 'Scansiona questa immagine con un’app di autenticazione, poi inserisci il codice mostrato dall’app.',
      qrCodeAltText: 'Codice QR da scansionare con un’app di autenticazione',
      codeEnrollmentText: 'Non riesco a scansionarlo',
      pickAuthenticatorText: 'Prova in un altro modo',
      codePlaceholder: 'Codice',
      buttonText: 'Continua',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-enrollment-code': {
      pageTitle: 'Aggiungi un’app di autenticazione con la sua chiave | ${clientName}',
      title: 'Aggiungi un’app di autenticazione',
      description: 'Inserisci questa chiave in un’app di autenticazione, poi inserisci il codice mostrato dall’app.',
      secretText: 'Chiave',
      qrEnrollmentText: 'Scansiona invece un’immagine',
      pickAuthenticatorText: 'Prova in un altro modo',
      codePlaceholder: 'Codice',
      buttonText: 'Continua',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-challenge': {
      pageTitle: 'Codice della tua app di autenticazione | ${clientName}',
      title: 'Dimostra che sei tu',
      description: 'Inserisci il codice mostrato dalla tua app di autenticazione.',
      ...secondProof,
      ...formErrors,
      ...codeErrors,
    },
  },
  'mfa-webauthn': {
    'mfa-webauthn-roaming-enrollment': {
      pageTitle: 'Aggiungi una chiave di sicurezza | ${clientName}',
      title: 'Aggiungi una chiave di sicurezza',
      description: 'Tieni a portata di mano la chiave di sicurezza e continua. Il browser ti dirà che cosa fare.',
      ...securityKey,
    },
    'mfa-webauthn-platform-enrollment': {
      pageTitle: 'Aggiungi questo dispositivo | ${clientName}',
      title: 'Aggiungi questo dispositivo',
      description: 'D’ora in poi dimostra che sei tu con l’impronta, il volto o il blocco dello schermo.',
      ...ownDevice,
    },
    'mfa-webauthn-roaming-challenge': {
      pageTitle: 'Usa la tua chiave di sicurezza | ${clientName}',
      title: 'Usa la tua chiave di sicurezza',
      description: 'Tieni a portata di mano la chiave di sicurezza e continua. Il browser ti dirà che cosa fare.',
      ...securityKey,
    },
    'mfa-webauthn-platform-challenge': {
      pageTitle: 'Conferma su questo dispositivo | ${clientName}',
      title: 'Dimostra che sei tu',
      description: 'Continua con l’impronta, il volto o il blocco dello schermo.',
      ...ownDevice,
    },
    'mfa-webauthn-change-key-nickname': {
      pageTitle: 'Dai un nome | ${clientName}',
      title: 'Dai un nome alla tua chiave di sicurezza',
      description: 'Se ne hai più di una, dal nome saprai di quale si tratta.',
      nicknamePlaceholder: 'Nome della chiave di sicurezza',
      titlePlatform: 'Dai un nome a questo dispositivo',
      descriptionPlatform: 'Se ne hai più di uno, dal nome saprai di quale si tratta.',
      nicknamePlaceholderPlatform: 'Nome del dispositivo',
      buttonText: 'Continua',
      ...formErrors,
      'no-nickname': 'Inserisci un nome.',
      'nickname-too-long': 'Questo nome è troppo lungo. Usa al massimo 100 caratteri.',
    },
    'mfa-webauthn-enrollment-success': {
      pageTitle: 'Aggiunto | ${clientName}',
      title: 'La tua chiave di sicurezza è stata aggiunta',
      description: 'D’ora in poi puoi dimostrare che sei tu con questa chiave.',
      titlePlatform: 'Questo dispositivo è stato aggiunto',
      descriptionPlatform: 'D’ora in poi puoi dimostrare che sei tu su questo dispositivo.',
      buttonText: 'Continua',
    },
    'mfa-webauthn-not-available-error': {
      pageTitle: 'Non disponibile qui | ${clientName}',
      errorTitle: 'La tua chiave non può essere usata qui',
      errorDescription:
        'È stata aggiunta a un altro nostro indirizzo, il solo che può chiederla. Accedi da lì, oppure prova in un altro modo.',
      pickAuthenticatorText: 'Prova in un altro modo',
    },
  },
  'mfa-email': {
    'mfa-email-challenge': {
      pageTitle: 'Codice della tua email | ${clientName}',
      title: 'Controlla la posta',
      description: 'Abbiamo inviato un codice a ${email}.',
      editText: 'Usa un altro indirizzo',
      ...sentCode,
    },
    'mfa-email-list': {
      pageTitle: 'Scegli un indirizzo email | ${clientName}',
      title: 'A quale indirizzo inviamo il codice?',
      backText: 'Indietro',
      ...formErrors,
    },
  },
  'mfa-sms': {
    'mfa-sms-enrollment': {
      pageTitle: 'Aggiungi il tuo telefono | ${clientName}',
      title: 'Aggiungi il tuo telefono',
      description: 'Ti invieremo un codice via SMS ogni volta che dovrai dimostrare che sei tu.',
      buttonText: 'Continua',
      ...phoneEnrollment,
    },
    'mfa-sms-challenge': {
      pageTitle: 'Codice dei tuoi messaggi | ${clientName}',
      title: 'Controlla i messaggi',
      description: 'Abbiamo inviato un codice al ${phoneNumber}.',
      editText: 'Usa un altro numero',
      ...sentCode,
    },
    'mfa-sms-list': {
      pageTitle: 'Scegli un telefono | ${clientName}',
      title: 'Su quale telefono vuoi ricevere il codice?',
      backText: 'Indietro',
      ...formErrors,
    },
  },
  'mfa-voice': {
    'mfa-voice-enrollment': {
      pageTitle: 'Aggiungi un telefono da chiamare | ${clientName}',
      title: 'Aggiungi il tuo telefono',
      description: 'Ti chiameremo e leggeremo un codice ogni volta che dovrai dimostrare che sei tu.',
      buttonText: 'Continua',
      ...phoneEnrollment,
    },
    'mfa-voice-challenge': {
      pageTitle: 'Codice della nostra chiamata | ${clientName}',
      title: 'Ti stiamo chiamando',
      description: 'Una voce leggerà un codice al ${phoneNumber}.',
      editText: 'Usa un altro numero',
      ...sentCode,
      resendActionText: 'Chiama di nuovo',
      resentText: 'Stiamo chiamando di nuovo. Vale solo il codice più recente.',
    },
  },
  'mfa-phone': {
    'mfa-phone-enrollment': {
      pageTitle: 'Aggiungi un telefono | ${clientName}',
      title: 'Aggiungi il tuo telefono',
      description: 'Ti invieremo un codice ogni volta che dovrai dimostrare che sei tu. Come deve arrivare il primo?',
      smsButtonText: 'SMS',
      voiceButtonText: 'Telefonata',
      ...phoneEnrollment,
    },
    'mfa-phone-challenge': {
      pageTitle: 'Messaggio o chiamata | ${clientName}',
      title: 'Dimostra che sei tu',
      description: 'Come deve arrivare un codice al ${phoneNumber}?',
      smsButtonText: 'SMS',
      voiceButtonText: 'Telefonata',
      pickAuthenticatorText: 'Prova in un altro modo',
      editText: 'Usa un altro numero',
      ...formErrors,
    },
  },
  'mfa-recovery-code': {
    'mfa-recovery-code-enrollment': {
      pageTitle: 'Il tuo codice di recupero | ${clientName}',
      title: 'Salva il tuo codice di recupero',
      ...savedCode,
    },
    'mfa-recovery-code-challenge': {
      pageTitle: 'Codice di recupero | ${clientName}',
      title: 'Usa il tuo codice di recupero',
      description: 'Inserisci il codice di recupero che hai salvato. Vale una volta; riceverai il successivo.',
      buttonText: 'Continua',
      placeholder: 'Codice di recupero',
      pickAuthenticatorText: 'Prova in un altro modo',
      ...formErrors,
      ...codeErrors,
      'no-recovery-code': 'Inserisci il tuo codice di recupero.',
    },
    'mfa-recovery-code-challenge-new-code': {
      pageTitle: 'Il tuo nuovo codice di recupero | ${clientName}',
      title: 'Salva il tuo nuovo codice di recupero',
      ...savedCode,
    },
  },
  consent: {
    consent: {
      pageTitle: 'Consenti l’accesso | ${clientName}',
      title: 'Consentire l’accesso?',
      messageSingleTenant: '${clientName} chiede di accedere al tuo account ${companyName}.',
      ...consent,
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'Sapere chi sei',
      profile: 'Vedere il tuo nome, la tua foto e altri dati del profilo',
      email: 'Vedere il tuo indirizzo email',
      address: 'Vedere il tuo indirizzo postale',
      phone: 'Vedere il tuo numero di telefono',
      offline_access: 'Mantenere questo accesso quando non ci sei',
    },
  },
  'customized-consent': {
    'customized-consent': {
      pageTitle: 'Consentire questo | ${clientName}',
      title: 'Consentire questo?',
      messageSingleTenant: '${clientName} chiede di fare questo una volta con il tuo account ${companyName}.',
      detailsTitle: 'Chiede esattamente questo:',
      ...consent,
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: 'Collega un dispositivo | ${companyName}',
      title: 'Collega un dispositivo',
      description: 'Inserisci il codice mostrato dal tuo dispositivo.',
      placeholder: 'Codice',
      buttonText: 'Continua',
      ...formErrors,
      'no-code': 'Inserisci il codice mostrato dal tuo dispositivo.',
      'invalid-code': 'Questo codice non esiste. Confrontalo con quello sul tuo dispositivo e riprova.',
      'expired-code': 'Questo codice è scaduto. Ottienine uno nuovo sul tuo dispositivo.',
      'used-code': 'Questo codice è già stato usato. Ottienine uno nuovo sul tuo dispositivo.',
    },
    'device-code-confirmation': {
      pageTitle: 'Conferma il dispositivo | ${clientName}',
      title: 'Questo dispositivo è tuo?',
      description: 'Un dispositivo chiede di usare ${clientName} con il tuo account ${companyName}.',
      inputCodeText: 'Mostra questo codice:',
      deviceTitle: 'La richiesta è arrivata da qui:',
      addressLabel: 'Indirizzo di rete',
      userAgentLabel: 'Si presenta come',
      warningText:
        'Continua solo se hai davanti questo dispositivo e hai iniziato tu. Se qualcuno ti ha mandato il codice o un link, vuole entrare nel tuo account.',
      confirmText: 'Sì, collegalo',
      cancelText: 'No, non è mio',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: 'Dispositivo collegato | ${clientName}',
      eventTitle: 'Il tuo dispositivo è collegato',
      description: '${clientName} continua lì da sola. Puoi chiudere questa pagina.',
    },
    'device-code-activation-denied': {
      pageTitle: 'Dispositivo non collegato | ${companyName}',
      eventTitle: 'Il dispositivo non è collegato',
      description: 'Non ha accesso al tuo account. Puoi chiudere questa pagina.',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: 'Esamina una richiesta | ${clientName}',
      title: 'Serve la tua approvazione',
      description: '${clientName} ti chiede di approvare qualcosa. Accedi per vedere di che si tratta.',
      buttonText: 'Esamina la richiesta',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: 'Approva una richiesta | ${clientName}',
      title: 'Approvi?',
      description: '${clientName} chiede la tua approvazione.',
      bindingMessageTitle: 'Confronta questo con ciò che ti è stato detto o mostrato lì:',
      scopesTitle: 'Potrebbe:',
      detailsTitle: 'Chiede esattamente questo:',
      warningText: 'Approva solo ciò che conosci. Se non te lo aspettavi, rifiuta.',
      acceptButtonText: 'Approva',
      declineButtonText: 'Rifiuta',
      pickerTitle: 'Accesso effettuato come ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: 'Richiesta approvata | ${clientName}',
      eventTitle: 'Hai approvato la richiesta',
      description: '${clientName} continua da sola. Puoi chiudere questa pagina.',
    },
    'async-approval-denied': {
      pageTitle: 'Richiesta rifiutata | ${clientName}',
      eventTitle: 'Hai rifiutato la richiesta',
      description: '${clientName} non ha ottenuto nulla. Puoi chiudere questa pagina.',
    },
    'async-approval-error': {
      pageTitle: 'Problema con la richiesta | ${companyName}',
      goneTitle: 'Questa richiesta non è più in attesa',
      goneDescription: 'È scaduta o ha già avuto risposta, oppure il link è incompleto.',
      refusedTitle: 'Questa richiesta non può essere approvata',
      refusedDescription: 'Al momento il tuo account o l’app non possono farlo. Non è stato approvato nulla.',
    },
    'async-approval-wrong-user': {
      pageTitle: 'Un altro account | ${companyName}',
      eventTitle: 'Questa richiesta è per un altro account',
      description: 'Apri di nuovo il link nell’email e accedi con l’account a cui l’email è stata inviata.',
    },
  },
  logout: {
    logout: {
      pageTitle: 'Esci | ${clientName}',
      title: 'Vuoi uscire?',
      userSalute: 'Accesso effettuato come ${userName}',
      description: 'Questo chiude la tua sessione su ${companyName} in questo browser.',
      acceptButtonText: 'Esci',
      declineButtonText: 'Resta connesso',
    },
    'logout-complete': {
      pageTitle: 'Sei uscito | ${companyName}',
      eventTitle: 'Sei uscito',
      description: 'Ora puoi chiudere questa pagina.',
      buttonText: 'Continua su ${clientName}',
    },
    'logout-continue': {
      pageTitle: 'Uscita in corso | ${companyName}',
      title: 'Uscita in corso',
      description: 'Stiamo avvisando le tue altre app. Tra un momento torni indietro.',
      buttonText: 'Continua',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'Questa pagina è scaduta',
      expiredDescription: 'È rimasta aperta troppo a lungo o è già stata usata. Torna all’app e ricomincia.',
      noCookiesTitle: 'Questa pagina ha bisogno dei cookie',
      noCookiesDescription:
        'Il tuo browser non ne ha inviato nessuno. Consenti i cookie per questo sito, oppure torna al browser in cui hai iniziato; poi torna all’app e ricomincia.',
      notFoundTitle: 'Qui non c’è nulla',
      notFoundDescription: 'L’indirizzo potrebbe essere scritto male, oppure la pagina è stata spostata.',
      invalidTitle: 'Non è possibile rispondere a questa richiesta',
      invalidDescription:
        'L’app che ti ha mandato qui ha chiesto qualcosa di non valido. Chi la sviluppa trova il motivo qui sotto.',
      deniedTitle: 'Accesso negato',
      deniedDescription:
        'Non puoi continuare da qui. Se pensi che sia un errore, chiedi a chi gestisce questo servizio.',
      tooManyTitle: 'Troppe richieste',
      tooManyDescription: 'Attendi qualche minuto, poi riprova.',
      unavailableTitle: 'In questo momento non siamo disponibili',
      unavailableDescription: 'Dovrebbe passare presto. Riprova tra un momento.',
      unknownTitle: 'Qualcosa è andato storto',
      unknownDescription: 'È colpa nostra, non tua, ed è stato registrato. Riprova tra un momento.',
      detailsTitle: 'Dettagli per gli sviluppatori',
      errorLabel: 'Errore',
      descriptionLabel: 'Descrizione',
      requestLabel: 'Richiesta',
      backLinkText: 'Torna indietro',
      unverifiedDescription:
        'L’app che ti ha mandato qui non è verificata: chiunque potrebbe averla registrata. Continua solo se conosci questo posto.',
      unverifiedLinkText: 'Continua su ${host}',
      supportLinkText: 'Ottieni aiuto',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {
      text: '${code} è il tuo codice per ${companyName}. Non dirlo a nessuno.',
      voice:
        'Ciao. Il tuo codice per ${companyName} è: ${pause} ${code}. ${pause} Ripetiamo, il tuo codice è: ${pause} ${code}.',
    },
    otp_enroll: {
      text: '${code} è il tuo codice per aggiungere questo telefono su ${companyName}. Non dirlo a nessuno.',
      voice:
        'Ciao. Il tuo codice per aggiungere questo telefono su ${companyName} è: ${pause} ${code}. ${pause} Ripetiamo, il tuo codice è: ${pause} ${code}.',
    },
  },
  mail: {
    layout: {
      linkHint: 'Se il pulsante non funziona, copia questo indirizzo nel browser:',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'Conferma il tuo indirizzo email',
      title: 'Conferma il tuo indirizzo email',
      body: 'Questo indirizzo è stato indicato per un account ${companyName}. Conferma che è tuo:',
      buttonText: 'Conferma l’indirizzo email',
      note: 'Il link funziona una volta, fino al ${expires}. Se non l’hai chiesto tu, ignora questa email e non succede nulla.',
    },
    'verify-email-by-code': {
      subject: 'Conferma il tuo indirizzo email',
      title: 'Conferma il tuo indirizzo email',
      body: 'Questo indirizzo è stato indicato per un account ${companyName}. Per confermare che è tuo, inserisci questo codice dove ti è stato chiesto:',
      buttonText: 'Ottieni aiuto',
      note: 'Il codice si può usare una volta, fino al ${expires}. Non dirlo a nessuno. Se non l’hai chiesto tu, ignora questa email e non succede nulla.',
    },
    welcome: {
      subject: 'Ti diamo il benvenuto in ${companyName}',
      title: 'Ti diamo il benvenuto',
      body: 'Il tuo account ${companyName} è pronto.',
      buttonText: 'Ottieni aiuto',
      note: 'Se non l’hai creato tu, qualcun altro ha indicato il tuo indirizzo; per favore, avvisaci.',
    },
    'reset-password': {
      subject: 'Scegli una nuova password',
      title: 'Scegli una nuova password',
      body: 'Qualcuno, speriamo tu, ha chiesto di reimpostare la password del tuo account ${companyName}:',
      buttonText: 'Scegli una nuova password',
      note: 'Il link funziona una volta, fino al ${expires}. Se non l’hai chiesto tu, ignora questa email; la tua password resta com’è.',
    },
    'reset-password-by-code': {
      subject: 'Scegli una nuova password',
      title: 'Scegli una nuova password',
      body: 'Qualcuno, speriamo tu, ha chiesto di reimpostare la password del tuo account ${companyName}. Per sceglierne una nuova, inserisci questo codice dove ti è stato chiesto:',
      buttonText: 'Ottieni aiuto',
      note: 'Il codice si può usare una volta, fino al ${expires}. Non dirlo a nessuno. Se non l’hai chiesto tu, ignora questa email; la tua password resta com’è.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Hai già un account',
      title: 'Hai già un account',
      body: 'Qualcuno, speriamo tu, ha provato a creare un account ${companyName} con questo indirizzo. Ne esiste già uno: accedi con quello, oppure scegli una nuova password se non conosci la vecchia:',
      buttonText: 'Scegli una nuova password',
      note: 'Il link funziona una volta, fino al ${expires}. Se non eri tu, ignora questa email; il tuo account resta com’è.',
    },
    'account-exists-without-reset': {
      subject: 'Hai già un account',
      title: 'Hai già un account',
      body: 'Qualcuno, speriamo tu, ha provato a creare un account ${companyName} con questo indirizzo. Ne esiste già uno: torna indietro e accedi con quello come sempre, ad esempio con la tua passkey o con un codice che ti inviamo.',
      buttonText: 'Ottieni aiuto',
      note: 'Se non eri tu, ignora questa email; il tuo account resta com’è.',
    },
    'blocked-account': {
      subject: 'Qualcuno ha provato ad accedere al tuo account',
      title: 'Troppi tentativi falliti',
      body: 'Qualcuno, forse tu, ha provato più volte senza successo ad accedere al tuo account ${companyName}, finché non lo abbiamo fermato. Se eri tu, riottieni l’accesso:',
      buttonText: 'Riottieni l’accesso',
      note: 'Il link funziona una volta, fino al ${expires}. Se non eri tu, nessuno è entrato; se hai una password che altri possono conoscere, scegline una nuova.',
    },
    'enroll-factor': {
      subject: 'Rendi più sicuro il tuo account',
      title: 'Aggiungi un secondo modo per dimostrare che sei tu',
      body: 'Il tuo account ${companyName} deve essere protetto meglio. Aggiungi un’app di autenticazione o un telefono:',
      buttonText: 'Configura',
      note: 'Il link funziona una volta, fino al ${expires}.',
    },
    'stolen-credentials': {
      subject: 'Altri conoscono la tua password',
      title: 'Altri conoscono la tua password',
      body: 'La password del tuo account ${companyName} è in elenchi rubati altrove, quindi altri potrebbero provarla. Scegline una che non usi da nessun’altra parte:',
      buttonText: 'Scegli una nuova password',
      note: 'Il link funziona una volta, fino al ${expires}. In seguito usa «Password dimenticata?» nella pagina di accesso.',
    },
    'async-approval': {
      subject: '${clientName} chiede la tua approvazione',
      title: '${clientName} chiede la tua approvazione',
      body: 'Qualcuno, speriamo tu, sta usando ${clientName}, che ha bisogno della tua approvazione per continuare. Guarda che cosa chiede:',
      buttonText: 'Esamina la richiesta',
      note: 'Hai tempo fino al ${expires}. Se non ne sai nulla, ignora questa email; senza di te non viene approvato nulla.',
    },
    'magic-link': {
      subject: 'Accedi a ${companyName}',
      title: 'Accedi',
      body: 'Apri questo link nel browser in cui l’hai chiesto.',
      buttonText: 'Accedi',
      note: 'Funziona una volta, fino al ${expires}. Se non l’hai chiesto tu, ignora questa email: senza di te nessuno può entrare con il link.',
    },
    'one-time-code': {
      subject: 'Il tuo codice per ${companyName}',
      title: 'Il tuo codice',
      body: 'Inserisci questo codice dove ti è stato chiesto:',
      buttonText: 'Ottieni aiuto',
      note: 'Si può usare una volta, fino al ${expires}. Non dirlo a nessuno: non lo chiediamo mai per telefono o email. Se non hai chiesto un codice, forse qualcuno sta provando ad accedere al tuo posto; se hai una password, scegline una nuova.',
    },
    'sign-in-code': {
      subject: 'Il tuo codice per ${companyName}',
      title: 'Il tuo codice',
      body: 'Inserisci questo codice dove ti è stato chiesto:',
      buttonText: 'Ottieni aiuto',
      note: 'Si può usare una volta, fino al ${expires}. Non dirlo a nessuno: non lo chiediamo mai per telefono o email. Se non lo hai chiesto, ignora questa email; senza codice non entra nessuno.',
    },
    'confirm-email': {
      subject: 'Conferma il tuo nuovo indirizzo email',
      title: 'Conferma il tuo nuovo indirizzo email',
      body: 'Qualcuno, speriamo tu, vuole che questo sia l’indirizzo di un account ${companyName}.',
      buttonText: 'Conferma questo indirizzo',
      note: 'Il link funziona una volta, fino al ${expires}. Se non ne sai nulla, ignora questa email; non cambia nulla.',
    },
    'password-changed': {
      subject: 'La tua password è stata cambiata',
      title: 'La tua password è stata cambiata',
      body: 'La password del tuo account ${companyName} è stata cambiata il ${time}.',
      buttonText: 'Ottieni aiuto',
      note: 'Se eri tu, va tutto bene. Altrimenti qualcun altro è entrato nel tuo account: usa «Password dimenticata?» per reimpostarla subito.',
    },
    'factor-added': {
      subject: 'Un secondo fattore è stato aggiunto al tuo account',
      title: 'È stato aggiunto un secondo fattore',
      body: 'Il ${time} è stato aggiunto al tuo account ${companyName} un nuovo modo per dimostrare che sei tu.',
      buttonText: 'Ottieni aiuto',
      note: 'Se eri tu, va tutto bene. Altrimenti qualcun altro è entrato nel tuo account: avvisaci subito e, se hai una password, scegline una nuova.',
    },
    'factor-removed': {
      subject: 'Un secondo fattore è stato rimosso dal tuo account',
      title: 'È stato rimosso un secondo fattore',
      body: 'Il ${time} è stato rimosso dal tuo account ${companyName} un modo per dimostrare che sei tu.',
      buttonText: 'Ottieni aiuto',
      note: 'Se eri tu, va tutto bene. Altrimenti qualcun altro è entrato nel tuo account: avvisaci subito e, se hai una password, scegline una nuova.',
    },
    'codes-locked': {
      subject: 'I codici non funzionano più per il tuo account',
      title: 'I codici non funzionano più',
      body: 'Qualcuno ha superato il primo passaggio di accesso al tuo account ${companyName} e ha inserito cento codici sbagliati di seguito. Dal ${time} i codici vengono rifiutati, anche quelli giusti.',
      buttonText: 'Ottieni aiuto',
      note: 'Per accedere usa una chiave di sicurezza o il tuo codice di recupero, oppure chiedi aiuto a chi gestisce ${companyName}. Se non eri tu, qualcuno potrebbe conoscere la tua password: scegline una nuova.',
    },
    'passkey-added': {
      subject: 'Una passkey è stata aggiunta al tuo account',
      title: 'È stata aggiunta una passkey',
      body: 'Il ${time} è stata aggiunta una passkey al tuo account ${companyName}. Chi la possiede può accedere.',
      buttonText: 'Ottieni aiuto',
      note: 'Se eri tu, va tutto bene. Altrimenti qualcun altro è entrato nel tuo account: rimuovi la passkey e, se hai una password, scegline una nuova.',
    },
    'passkey-removed': {
      subject: 'Una passkey è stata rimossa dal tuo account',
      title: 'È stata rimossa una passkey',
      body: 'Il ${time} è stata rimossa una passkey dal tuo account ${companyName}. Nessuno può più usarla per accedere.',
      buttonText: 'Ottieni aiuto',
      note: 'Se eri tu, va tutto bene. Altrimenti qualcun altro è entrato nel tuo account: avvisaci subito e, se hai una password, scegline una nuova.',
    },
    'email-changed': {
      subject: 'Il tuo indirizzo email è stato cambiato',
      title: 'Il tuo indirizzo email è stato cambiato',
      body: 'Il ${time} l’indirizzo email del tuo account ${companyName} è stato cambiato da ${oldEmail} a ${newEmail}.',
      buttonText: 'Ottieni aiuto',
      note: 'Se eri tu, va tutto bene. Altrimenti avvisa subito chi gestisce ${companyName}.',
    },
  },
}

export default { name: 'Italiano', prompts } satisfies Translation
