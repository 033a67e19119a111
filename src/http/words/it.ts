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
  'ip-blocked': 'Dalla tua rete sono arrivati troppi tentativi. Attendi qualche minuto, poi riprova.',
  'server-busy': 'In questo momento abbiamo molte richieste. Riprova tra qualche secondo.',
  'upstream-unavailable': 'In questo momento non possiamo verificare la tua identità. Riprova tra qualche minuto.',
}

const passkey = {}

const passkeyErrors = {}

const passkeyEnrollment = {}

const ticketErrors = {
  eventTitleExpired: 'Questo link è scaduto',
  eventTitleUsed: 'Questo link è già stato usato',
  eventTitleGeneric: 'Questo link non funziona',
}

const codeErrors = {}

const codeByEmail = {
  title: 'Controlla la posta',
  buttonText: 'Continua',
  placeholder: 'Codice',
  resendText: 'Non è arrivato nulla? Guarda anche nella cartella dello spam.',
  ...formErrors,
  ...codeErrors,
}

const codeBySms = {
  buttonText: 'Continua',
  placeholder: 'Codice',
  ...formErrors,
  ...codeErrors,
}

const names = {
  emailPlaceholder: 'Indirizzo email',
  usernamePlaceholder: 'Email o nome utente',
  usernameOnlyPlaceholder: 'Nome utente',
}

const noName = {
  'no-email': 'Inserisci il tuo indirizzo email.',
  'no-username': 'Inserisci la tua email o il tuo nome utente.',
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
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Errore: ${pageTitle}',
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
      emailPlaceholder: 'Indirizzo email',
      usernamePlaceholder: 'Email o nome utente',
      passwordPlaceholder: 'Password',
      forgotPasswordText: 'Password dimenticata?',
      signupActionText: 'È la prima volta?',
      signupActionLinkText: 'Crea un account',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeyErrors,
      'wrong-credentials': 'Questi dati non corrispondono. Controllali e riprova.',
      'wrong-credentials-or-unverified':
        'Questi dati non corrispondono, oppure l’indirizzo email non è ancora confermato. Se manca solo questo, ti abbiamo inviato di nuovo il link.',
      'same-user-login':
        'Sono stati fatti troppi tentativi su questo account. Se è tuo, cerca una nostra email che ti fa entrare di nuovo, oppure scegli una nuova password.',
      'password-breached':
        'La tua password è in elenchi rubati altrove, quindi qui non fa più entrare nessuno. Scegline una nuova con «Password dimenticata?».',
      'no-email': 'Inserisci il tuo indirizzo email.',
      'no-username': 'Inserisci la tua email o il tuo nome utente.',
      'no-password': 'Inserisci la tua password.',
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
      passwordPlaceholder: 'Password',
      loginActionText: 'Hai già un account?',
      loginActionLinkText: 'Accedi',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'invalid-signup':
        'Non è stato possibile creare un account con questi dati. Se ne hai già uno, accedi con quello.',
      'no-email': 'Inserisci il tuo indirizzo email.',
      'invalid-email-format': 'Inserisci un indirizzo email nel formato nome@example.com.',
      'no-username': 'Scegli un nome utente.',
      'invalid-username': 'Per il nome utente usa da ${min} a ${max} lettere, cifre o caratteri tra ${characters}.',
      'no-password': 'Scegli una password.',
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
      title: 'Accedi',
      description: 'Continua su ${clientName}',
      buttonText: 'Continua',
      ...names,
      signupActionText: 'È la prima volta?',
      signupActionLinkText: 'Crea un account',
      ...formErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      description: 'Continua su ${clientName}',
      buttonText: 'Continua',
      passwordPlaceholder: 'Password',
      forgotPasswordText: 'Password dimenticata?',
      ...password,
      ...formErrors,
      ...signInErrors,
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      title: 'Accedi',
      buttonText: 'Continua',
      ...names,
      ...formErrors,
      'no-email': 'Inserisci il tuo indirizzo email.',
      'invalid-email-format': 'Inserisci un indirizzo email nel formato nome@example.com.',
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
      buttonText: 'Accedi',
      ...formErrors,
    },
    'login-passwordless-other-device': {},
    'login-passwordless-link-error': {
      pageTitle: 'Problema con il link | ${companyName}',
      title: 'Questo link non funziona',
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
      title: 'Crea il tuo account',
      description: 'Continua su ${clientName}',
      buttonText: 'Continua',
      emailPlaceholder: 'Indirizzo email',
      usernamePlaceholder: 'Nome utente',
      loginActionText: 'Hai già un account?',
      loginActionLinkText: 'Accedi',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      description: 'Continua su ${clientName}',
      buttonText: 'Continua',
      passwordPlaceholder: 'Password',
      loginActionText: 'Hai già un account?',
      loginActionLinkText: 'Accedi',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Scegli una password.',
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Reimposta la password | ${companyName}',
      title: 'Hai dimenticato la password?',
      descriptionEmail: 'Indicaci il tuo indirizzo email e ti invieremo un link per scegliere una nuova password.',
      descriptionUsername:
        'Indicaci la tua email o il tuo nome utente e ti invieremo un link per scegliere una nuova password.',
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
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Accedi di nuovo | ${companyName}',
      title: 'Riottieni l’accesso',
      description: 'Sono state provate troppe password errate sul tuo account, quindi da lì nessuno può più accedere.',
      descriptionEmail:
        'Sono state provate troppe password errate sull’account di ${email}, quindi da lì nessuno può più accedere.',
      deviceText:
        'Continua solo su un tuo dispositivo: da ora in poi manterrà l’accesso, qualunque cosa provino gli altri.',
      buttonText: 'Continua',
    },
    'user-block-result': {
      pageTitle: 'Di nuovo nel tuo account | ${companyName}',
      liftedTitle: 'Puoi accedere di nuovo',
      invalidTitle: 'Questo link non funziona',
      liftedDescription:
        'Se non sei stato tu a provare, la tua password ha resistito. Scegline una nuova se altri possono conoscerla.',
      invalidDescription: 'È scaduto, è già stato usato o è incompleto. Puoi comunque scegliere una nuova password.',
      buttonText: 'Continua su ${clientName}',
    },
  },
  consent: {
    consent: {
      pageTitle: 'Consenti l’accesso | ${clientName}',
      title: 'Consentire l’accesso?',
      messageSingleTenant: '${clientName} chiede di accedere al tuo account ${companyName}.',
      pickerTitle: 'Accesso effettuato come ${userName}',
      scopesTitle: 'Potrebbe:',
      detailsTitle: 'Chiede esattamente questo:',
      apisTitle: 'Chiede di accedere a:',
      unverifiedTitle: 'Questa app non è verificata',
      unverifiedText:
        'Si è registrata da sola con questo nome. Nessuno in ${companyName} ha controllato chi c’è dietro.',
      unverifiedHostText: 'Si descrive su ${host}.',
      returnHostText: 'Se lo consenti, verrai indirizzato a ${host}.',
      returnDeviceText:
        'Se lo consenti, un’app su questo dispositivo ottiene l’accesso. Continua solo se l’hai appena avviata tu.',
      acceptButtonText: 'Consenti',
      declineButtonText: 'Rifiuta',
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
    otp_verify: {},
    otp_enroll: {},
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
    'reset-password': {
      subject: 'Scegli una nuova password',
      title: 'Scegli una nuova password',
      body: 'Qualcuno, speriamo tu, ha chiesto di reimpostare la password del tuo account ${companyName}:',
      buttonText: 'Scegli una nuova password',
      note: 'Il link funziona una volta, fino al ${expires}. Se non l’hai chiesto tu, ignora questa email; la tua password resta com’è.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Hai già un account',
      title: 'Hai già un account',
      body: 'Qualcuno, speriamo tu, ha provato a creare un account ${companyName} con questo indirizzo. Ne esiste già uno: accedi con quello, oppure scegli una nuova password se non conosci la vecchia:',
      buttonText: 'Scegli una nuova password',
      note: 'Il link funziona una volta, fino al ${expires}. Se non sei stato tu, ignora questa email; il tuo account resta com’è.',
    },
    'blocked-account': {
      subject: 'Qualcuno ha provato ad accedere al tuo account',
      title: 'Troppe password errate',
      body: 'Sul tuo account ${companyName} sono state provate password errate, finché non le abbiamo fermate. Se sei stato tu, riottieni l’accesso:',
      buttonText: 'Riottieni l’accesso',
      note: 'Il link funziona una volta, fino al ${expires}. Se non sei stato tu, la tua password ha resistito; scegline una nuova se altri possono conoscerla.',
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
      title: 'Accedi',
      buttonText: 'Accedi',
    },
    'one-time-code': {
      subject: 'Il tuo codice per ${companyName}',
      title: 'Il tuo codice',
      body: 'Inserisci questo codice dove ti è stato chiesto:',
      buttonText: 'Ottieni aiuto',
      note: 'Si può usare una volta, fino al ${expires}. Non dirlo a nessuno: non lo chiediamo mai per telefono o email. Se non hai chiesto un codice, qualcuno potrebbe conoscere la tua password; scegline una nuova.',
    },
    'password-changed': {
      subject: 'La tua password è stata cambiata',
      title: 'La tua password è stata cambiata',
      body: 'La password del tuo account ${companyName} è stata cambiata il ${time}.',
      buttonText: 'Ottieni aiuto',
      note: 'Se sei stato tu, va tutto bene. Altrimenti qualcun altro è entrato nel tuo account: usa «Password dimenticata?» per reimpostarla subito.',
    },
    'passkey-added': {
      buttonText: 'Ottieni aiuto',
    },
    'email-changed': {
      subject: 'Il tuo indirizzo email è stato cambiato',
      title: 'Il tuo indirizzo email è stato cambiato',
      body: 'Il ${time} l’indirizzo email del tuo account ${companyName} è stato cambiato da ${oldEmail} a ${newEmail}.',
      buttonText: 'Ottieni aiuto',
      note: 'Se sei stato tu, va tutto bene. Altrimenti avvisa subito chi gestisce ${companyName}.',
    },
  },
}

export default { name: 'Italiano', prompts } satisfies Translation
