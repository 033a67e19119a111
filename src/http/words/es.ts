// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Spanish, for Spain and America alike. Addresses the person as «usted», as banks and public services do in both.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'Mostrar contraseña',
  hidePasswordText: 'Ocultar contraseña',
}

const passwordRules = {
  passwordSecurityText: 'Su contraseña debe tener:',
  'password-policy-length-at-least': 'Al menos {count, plural, one {# carácter} other {# caracteres}}',
  'password-policy-contains-at-least': 'Al menos ${count} de estos ${total} elementos:',
  'password-policy-lower-case': 'Una letra minúscula (a–z)',
  'password-policy-upper-case': 'Una letra mayúscula (A–Z)',
  'password-policy-numbers': 'Un número (0–9)',
  'password-policy-special-characters': 'Un carácter especial (por ejemplo, !@#$%)',
  'password-policy-identical-chars':
    'No más de {count, plural, one {# carácter idéntico seguido} other {# caracteres idénticos seguidos}}',
}

const passwordErrors = {
  'password-too-weak': 'Esta contraseña no cumple los requisitos indicados abajo.',
  'password-too-common': 'Esta contraseña figura en listas de contraseñas comunes. Elija una más difícil de adivinar.',
  'password-too-long':
    'Esta contraseña es demasiado larga. Use {max, plural, one {# carácter} other {# caracteres}} como máximo.',
  'password-contains-user-information': 'Esta contraseña contiene datos sobre usted. Elija una que no los contenga.',
  'password-breached':
    'Esta contraseña figura en listas robadas en otros sitios, así que otras personas podrían probarla. Elija una que no use en ningún otro lugar.',
  'password-previously-used': 'Ya ha usado esta contraseña antes. Elija una nueva.',
}

const formErrors = {
  alertListTitle: 'Corrija lo siguiente:',
  'form-expired': 'Esta página ha estado abierta demasiado tiempo. Inténtelo otra vez.',
  'ip-blocked': 'Se han hecho demasiados intentos desde su red. Espere unos minutos y vuelva a intentarlo.',
  'server-busy': 'Tenemos mucha actividad en este momento. Vuelva a intentarlo en unos segundos.',
  'upstream-unavailable': 'No podemos comprobar su identidad en este momento. Vuelva a intentarlo en unos minutos.',
}

const passkey = {}

const passkeyErrors = {}

const passkeyEnrollment = {}

const ticketErrors = {
  eventTitleExpired: 'Este enlace ha caducado',
  eventTitleUsed: 'Este enlace ya se ha usado',
  eventTitleGeneric: 'Este enlace no funciona',
}

const codeErrors = {}

const codeByEmail = {
  title: 'Revise su correo',
  buttonText: 'Continuar',
  placeholder: 'Código',
  resendText: '¿No ha llegado nada? Mire también en la carpeta de correo no deseado.',
  ...formErrors,
  ...codeErrors,
}

const codeBySms = {
  buttonText: 'Continuar',
  placeholder: 'Código',
  ...formErrors,
  ...codeErrors,
}

const names = {
  emailPlaceholder: 'Correo electrónico',
  usernamePlaceholder: 'Correo electrónico o nombre de usuario',
  usernameOnlyPlaceholder: 'Nombre de usuario',
}

const noName = {
  'no-email': 'Escriba su correo electrónico.',
  'no-username': 'Escriba su correo electrónico o nombre de usuario.',
}

const signInErrors = {
  'wrong-credentials': 'Estos datos no coinciden. Revíselos e inténtelo de nuevo.',
  'wrong-credentials-or-unverified':
    'Estos datos no coinciden, o el correo electrónico aún no está confirmado. Si solo falta eso, le hemos enviado el enlace otra vez.',
  'same-user-login':
    'Se han hecho demasiados intentos con esta cuenta. Si es suya, busque un correo nuestro que le permitirá entrar de nuevo, o elija otra contraseña.',
  'password-breached':
    'Su contraseña figura en listas robadas en otros sitios, por lo que ya no permite entrar aquí. Elija una nueva con «¿Ha olvidado su contraseña?».',
  'no-password': 'Escriba su contraseña.',
}

const signUpErrors = {
  'invalid-signup': 'No hemos podido crear una cuenta con estos datos. Si ya tiene una, inicie sesión.',
  'no-email': 'Escriba su correo electrónico.',
  'invalid-email-format': 'Escriba un correo electrónico con el formato nombre@example.com.',
  'no-username': 'Elija un nombre de usuario.',
  'invalid-username':
    'Use entre ${min} y ${max} letras, cifras o cualquiera de ${characters} para su nombre de usuario.',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Error: ${pageTitle}',
      logoAltText: '${companyName}',
      languagePickerText: 'Idioma',
    },
  },
  login: {
    login: {
      pageTitle: 'Iniciar sesión | ${clientName}',
      title: 'Iniciar sesión',
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      emailPlaceholder: 'Correo electrónico',
      usernamePlaceholder: 'Correo electrónico o nombre de usuario',
      passwordPlaceholder: 'Contraseña',
      forgotPasswordText: '¿Ha olvidado su contraseña?',
      signupActionText: '¿Es su primera vez aquí?',
      signupActionLinkText: 'Cree una cuenta',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeyErrors,
      'wrong-credentials': 'Estos datos no coinciden. Revíselos e inténtelo de nuevo.',
      'wrong-credentials-or-unverified':
        'Estos datos no coinciden, o el correo electrónico aún no está confirmado. Si solo falta eso, le hemos enviado el enlace otra vez.',
      'same-user-login':
        'Se han hecho demasiados intentos con esta cuenta. Si es suya, busque un correo nuestro que le permitirá entrar de nuevo, o elija otra contraseña.',
      'password-breached':
        'Su contraseña figura en listas robadas en otros sitios, por lo que ya no permite entrar aquí. Elija una nueva con «¿Ha olvidado su contraseña?».',
      'no-email': 'Escriba su correo electrónico.',
      'no-username': 'Escriba su correo electrónico o nombre de usuario.',
      'no-password': 'Escriba su contraseña.',
    },
  },
  signup: {
    signup: {
      pageTitle: 'Crear una cuenta | ${clientName}',
      title: 'Cree su cuenta',
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      emailPlaceholder: 'Correo electrónico',
      usernamePlaceholder: 'Nombre de usuario',
      passwordPlaceholder: 'Contraseña',
      loginActionText: '¿Ya tiene una cuenta?',
      loginActionLinkText: 'Inicie sesión',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'invalid-signup': 'No hemos podido crear una cuenta con estos datos. Si ya tiene una, inicie sesión.',
      'no-email': 'Escriba su correo electrónico.',
      'invalid-email-format': 'Escriba un correo electrónico con el formato nombre@example.com.',
      'no-username': 'Elija un nombre de usuario.',
      'invalid-username':
        'Use entre ${min} y ${max} letras, cifras o cualquiera de ${characters} para su nombre de usuario.',
      'no-password': 'Elija una contraseña.',
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
      title: 'Iniciar sesión',
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      ...names,
      signupActionText: '¿Es su primera vez aquí?',
      signupActionLinkText: 'Cree una cuenta',
      ...formErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Contraseña',
      forgotPasswordText: '¿Ha olvidado su contraseña?',
      ...password,
      ...formErrors,
      ...signInErrors,
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      title: 'Iniciar sesión',
      buttonText: 'Continuar',
      ...names,
      ...formErrors,
      'no-email': 'Escriba su correo electrónico.',
      'invalid-email-format': 'Escriba un correo electrónico con el formato nombre@example.com.',
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
      buttonText: 'Iniciar sesión',
      ...formErrors,
    },
    'login-passwordless-other-device': {},
    'login-passwordless-link-error': {
      pageTitle: 'Problema con el enlace | ${companyName}',
      title: 'Este enlace no funciona',
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
      title: 'Cree su cuenta',
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      emailPlaceholder: 'Correo electrónico',
      usernamePlaceholder: 'Nombre de usuario',
      loginActionText: '¿Ya tiene una cuenta?',
      loginActionLinkText: 'Inicie sesión',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Contraseña',
      loginActionText: '¿Ya tiene una cuenta?',
      loginActionLinkText: 'Inicie sesión',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Elija una contraseña.',
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Restablecer la contraseña | ${companyName}',
      title: '¿Ha olvidado su contraseña?',
      descriptionEmail: 'Indíquenos su correo electrónico y le enviaremos un enlace para elegir una contraseña nueva.',
      descriptionUsername:
        'Indíquenos su correo electrónico o nombre de usuario y le enviaremos un enlace para elegir una contraseña nueva.',
      placeholderEmail: 'Correo electrónico',
      placeholderUsername: 'Correo electrónico o nombre de usuario',
      buttonText: 'Continuar',
      backToLoginLinkText: 'Volver a iniciar sesión',
      ...formErrors,
      'no-email': 'Escriba su correo electrónico.',
      'no-username': 'Escriba su correo electrónico o nombre de usuario.',
      'too-many-email': 'Ya hemos enviado varios correos. Espere unos minutos y vuelva a intentarlo.',
    },
    'reset-password-email': {
      pageTitle: 'Revise su correo | ${companyName}',
      title: 'Revise su correo',
      emailDescription: 'Si hay una cuenta para ${email}, hay en camino un enlace para elegir una contraseña nueva.',
      usernameDescription:
        'Si hay una cuenta para ${email}, hay en camino un enlace para elegir una contraseña nueva, enviado a su correo electrónico.',
      resendText: '¿No ha llegado nada? Mire también en la carpeta de correo no deseado.',
      resendLinkText: 'Enviar otra vez',
      resentText: 'Enviado otra vez.',
      backToLoginLinkText: 'Volver a iniciar sesión',
    },
    'reset-password': {
      pageTitle: 'Elegir una contraseña nueva | ${companyName}',
      title: 'Elija una contraseña nueva',
      description: 'Cuando la haya cambiado, inicie sesión con la nueva.',
      descriptionEmail: 'Va a cambiar la contraseña de ${email}.',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Contraseña nueva',
      reEnterPasswordPlaceholder: 'Repita la contraseña nueva',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': 'Elija una contraseña nueva.',
      'no-re-enter-password': 'Escriba la contraseña nueva por segunda vez.',
      'password-mismatch': 'Las dos contraseñas no coinciden.',
    },
    'reset-password-success': {
      pageTitle: 'Contraseña cambiada | ${companyName}',
      eventTitle: 'Contraseña cambiada',
      description: 'Ya puede iniciar sesión con su contraseña nueva.',
      buttonText: 'Continuar a ${clientName}',
    },
    'reset-password-error': {
      pageTitle: 'Problema con el enlace | ${companyName}',
      ...ticketErrors,
      descriptionExpired:
        'Los enlaces para restablecer una contraseña funcionan durante un tiempo limitado. Pida uno nuevo.',
      descriptionUsed:
        'Un enlace para restablecer una contraseña funciona una sola vez. Pida uno nuevo si lo necesita.',
      descriptionGeneric: 'Puede que se haya cortado al copiarlo. Ábralo otra vez desde el correo o pida uno nuevo.',
      requestLinkText: 'Pedir un enlace nuevo',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'Confirmar el correo | ${companyName}',
      title: 'Confirme su correo electrónico',
      description: 'Falta un paso: confirme que esta dirección es suya.',
      descriptionEmail: 'Falta un paso: confirme que ${email} es su dirección.',
      buttonText: 'Continuar',
    },
    'email-verification-result': {
      pageTitle: 'Confirmación del correo | ${companyName}',
      verifiedTitle: 'Correo electrónico confirmado',
      errorTitle: 'Correo electrónico no confirmado',
      verifiedDescription: 'Gracias. Su correo electrónico está confirmado.',
      alreadyVerifiedDescription: 'Este correo electrónico ya se había confirmado. No queda nada por hacer.',
      invalidAccountOrCodeDescription:
        'Este enlace ha caducado, ya se ha usado o está incompleto. Inicie sesión para recibir uno nuevo.',
      unknownErrorDescription: 'Algo ha fallado por nuestra parte. Vuelva a abrir el enlace dentro de un momento.',
      buttonText: 'Continuar a ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: 'Revise su correo | ${companyName}',
      title: 'Revise su correo',
      description:
        'Hemos enviado un enlace a ${email}. Ábralo para confirmar que la dirección es suya y luego vuelva aquí.',
      resendText: '¿No ha llegado nada? Mire también en la carpeta de correo no deseado.',
      resendActionText: 'Enviar otra vez',
      resentText: 'Enviado otra vez.',
      backToLoginLinkText: 'Volver a iniciar sesión',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Volver a entrar | ${companyName}',
      title: 'Vuelva a darse acceso',
      description:
        'Se han probado demasiadas contraseñas incorrectas en su cuenta, así que desde allí ya nadie puede entrar en ella.',
      descriptionEmail:
        'Se han probado demasiadas contraseñas incorrectas en la cuenta de ${email}, así que desde allí ya nadie puede entrar en ella.',
      deviceText:
        'Continúe solo en un dispositivo suyo: a partir de ahora seguirá abierto, pruebe lo que pruebe cualquier otra persona.',
      buttonText: 'Continuar',
    },
    'user-block-result': {
      pageTitle: 'De vuelta a su cuenta | ${companyName}',
      liftedTitle: 'Ya puede volver a iniciar sesión',
      invalidTitle: 'Este enlace no funciona',
      liftedDescription:
        'Si no fue usted quien lo intentó, su contraseña ha resistido. Elija una nueva si otras personas pueden conocerla.',
      invalidDescription: 'Ha caducado, ya se ha usado o está incompleto. Aún puede elegir una contraseña nueva.',
      buttonText: 'Continuar a ${clientName}',
    },
  },
  consent: {
    consent: {
      pageTitle: 'Permitir acceso | ${clientName}',
      title: '¿Permitir el acceso?',
      messageSingleTenant: '${clientName} pide acceso a su cuenta de ${companyName}.',
      pickerTitle: 'Sesión iniciada como ${userName}',
      scopesTitle: 'Podría:',
      detailsTitle: 'Pide exactamente esto:',
      apisTitle: 'Pide acceso a:',
      unverifiedTitle: 'Esta aplicación no está verificada',
      unverifiedText:
        'Se registró por sí misma con este nombre. Nadie en ${companyName} ha comprobado quién está detrás.',
      unverifiedHostText: 'Se describe a sí misma en ${host}.',
      returnHostText: 'Si lo permite, se le llevará a ${host}.',
      returnDeviceText:
        'Si lo permite, una aplicación de este dispositivo obtendrá acceso. Continúe solo si acaba de abrirla usted.',
      acceptButtonText: 'Permitir',
      declineButtonText: 'Rechazar',
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'Saber quién es usted',
      profile: 'Ver su nombre, su foto y otros datos del perfil',
      email: 'Ver su correo electrónico',
      address: 'Ver su dirección postal',
      phone: 'Ver su número de teléfono',
      offline_access: 'Conservar este acceso cuando usted no esté',
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: 'Conectar un dispositivo | ${companyName}',
      title: 'Conecte un dispositivo',
      description: 'Escriba el código que muestra su dispositivo.',
      placeholder: 'Código',
      buttonText: 'Continuar',
      ...formErrors,
      'no-code': 'Escriba el código que muestra su dispositivo.',
      'invalid-code': 'Ese código no existe. Compárelo con el de su dispositivo e inténtelo de nuevo.',
      'expired-code': 'Este código ha caducado. Obtenga uno nuevo en su dispositivo.',
      'used-code': 'Este código ya se ha usado. Obtenga uno nuevo en su dispositivo.',
    },
    'device-code-confirmation': {
      pageTitle: 'Confirmar el dispositivo | ${clientName}',
      title: '¿Es este su dispositivo?',
      description: 'Un dispositivo pide usar ${clientName} con su cuenta de ${companyName}.',
      inputCodeText: 'Muestra este código:',
      deviceTitle: 'Lo pidió desde aquí:',
      addressLabel: 'Dirección de red',
      userAgentLabel: 'Se presenta como',
      warningText:
        'Continúe solo si tiene este dispositivo delante y lo ha iniciado usted. Si alguien le envió el código o un enlace, quiere entrar en su cuenta.',
      confirmText: 'Sí, conectarlo',
      cancelText: 'No, no es mío',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: 'Dispositivo conectado | ${clientName}',
      eventTitle: 'Su dispositivo está conectado',
      description: '${clientName} continúa allí por sí sola. Puede cerrar esta página.',
    },
    'device-code-activation-denied': {
      pageTitle: 'Dispositivo no conectado | ${companyName}',
      eventTitle: 'El dispositivo no está conectado',
      description: 'No tiene acceso a su cuenta. Puede cerrar esta página.',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: 'Revisar una solicitud | ${clientName}',
      title: 'Alguien necesita su aprobación',
      description: '${clientName} le pide que apruebe algo. Inicie sesión para ver qué es.',
      buttonText: 'Revisar la solicitud',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: 'Aprobar una solicitud | ${clientName}',
      title: '¿Lo aprueba?',
      description: '${clientName} pide su aprobación.',
      bindingMessageTitle: 'Compare esto con lo que le han dicho o mostrado allí:',
      scopesTitle: 'Podría:',
      detailsTitle: 'Pide exactamente esto:',
      warningText: 'Apruebe solo lo que conozca. Si no esperaba esto, rechácelo.',
      acceptButtonText: 'Aprobar',
      declineButtonText: 'Rechazar',
      pickerTitle: 'Sesión iniciada como ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: 'Solicitud aprobada | ${clientName}',
      eventTitle: 'Ha aprobado la solicitud',
      description: '${clientName} continúa por sí sola. Puede cerrar esta página.',
    },
    'async-approval-denied': {
      pageTitle: 'Solicitud rechazada | ${clientName}',
      eventTitle: 'Ha rechazado la solicitud',
      description: '${clientName} no ha obtenido nada. Puede cerrar esta página.',
    },
    'async-approval-error': {
      pageTitle: 'Problema con la solicitud | ${companyName}',
      goneTitle: 'Esta solicitud ya no está en espera',
      goneDescription: 'Ha caducado, ya se ha respondido o el enlace está incompleto.',
      refusedTitle: 'Esta solicitud no se puede aprobar',
      refusedDescription: 'Su cuenta o la aplicación no pueden hacer esto en este momento. No se ha aprobado nada.',
    },
    'async-approval-wrong-user': {
      pageTitle: 'Otra cuenta | ${companyName}',
      eventTitle: 'Esta solicitud es para otra cuenta',
      description: 'Abra otra vez el enlace del correo e inicie sesión con la cuenta a la que se envió.',
    },
  },
  logout: {
    logout: {
      pageTitle: 'Cerrar sesión | ${clientName}',
      title: '¿Cerrar sesión?',
      userSalute: 'Sesión iniciada como ${userName}',
      description: 'Esto cierra su sesión de ${companyName} en este navegador.',
      acceptButtonText: 'Cerrar sesión',
      declineButtonText: 'Seguir conectado',
    },
    'logout-complete': {
      pageTitle: 'Sesión cerrada | ${companyName}',
      eventTitle: 'Ha cerrado la sesión',
      description: 'Ya puede cerrar esta página.',
      buttonText: 'Continuar a ${clientName}',
    },
    'logout-continue': {
      pageTitle: 'Cerrando sesión | ${companyName}',
      title: 'Cerrando su sesión',
      description: 'Estamos avisando a sus otras aplicaciones. Volverá en un momento.',
      buttonText: 'Continuar',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'Esta página ha caducado',
      expiredDescription:
        'Ha estado abierta demasiado tiempo o ya se ha usado. Vuelva a la aplicación y empiece de nuevo.',
      notFoundTitle: 'Aquí no hay nada',
      notFoundDescription: 'Puede que la dirección esté mal escrita o que la página se haya movido.',
      invalidTitle: 'No se puede responder a esta solicitud',
      invalidDescription:
        'La aplicación que le ha traído aquí ha pedido algo que no es válido. Quienes la desarrollan encontrarán el motivo abajo.',
      deniedTitle: 'Acceso denegado',
      deniedDescription:
        'No tiene permiso para continuar desde aquí. Si cree que es un error, pregunte a quienes administran este servicio.',
      tooManyTitle: 'Demasiadas solicitudes',
      tooManyDescription: 'Espere unos minutos y vuelva a intentarlo.',
      unavailableTitle: 'No estamos disponibles en este momento',
      unavailableDescription: 'Debería pasar pronto. Vuelva a intentarlo dentro de un momento.',
      unknownTitle: 'Algo ha fallado',
      unknownDescription:
        'Es culpa nuestra, no suya, y ha quedado registrado. Vuelva a intentarlo dentro de un momento.',
      detailsTitle: 'Detalles para desarrolladores',
      errorLabel: 'Error',
      descriptionLabel: 'Descripción',
      requestLabel: 'Solicitud',
      backLinkText: 'Volver',
      unverifiedDescription:
        'La aplicación que le ha traído aquí no está verificada: cualquiera podría haberla registrado. Continúe solo si conoce este lugar.',
      unverifiedLinkText: 'Continuar a ${host}',
      supportLinkText: 'Obtener ayuda',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {},
    otp_enroll: {},
  },
  mail: {
    layout: {
      linkHint: 'Si el botón no funciona, copie esta dirección en su navegador:',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'Confirme su correo electrónico',
      title: 'Confirme su correo electrónico',
      body: 'Se ha indicado esta dirección para una cuenta de ${companyName}. Confirme que es suya:',
      buttonText: 'Confirmar correo electrónico',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Si no ha pedido esto, ignore este correo y no pasará nada.',
    },
    'reset-password': {
      subject: 'Elija una contraseña nueva',
      title: 'Elija una contraseña nueva',
      body: 'Alguien, esperamos que usted, ha pedido restablecer la contraseña de su cuenta de ${companyName}:',
      buttonText: 'Elegir una contraseña nueva',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Si no ha pedido esto, ignore este correo; su contraseña no cambiará.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Ya tiene una cuenta',
      title: 'Ya tiene una cuenta',
      body: 'Alguien, esperamos que usted, ha intentado crear una cuenta en ${companyName} con esta dirección. Ya existe una: inicie sesión con ella, o elija una contraseña nueva si no conoce la anterior:',
      buttonText: 'Elegir una contraseña nueva',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Si no ha sido usted, ignore este correo; su cuenta no cambiará.',
    },
    'blocked-account': {
      subject: 'Alguien ha intentado entrar en su cuenta',
      title: 'Demasiadas contraseñas incorrectas',
      body: 'Se han probado contraseñas incorrectas en su cuenta de ${companyName}, hasta que lo hemos detenido. Si ha sido usted, vuelva a darse acceso:',
      buttonText: 'Volver a entrar',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Si no ha sido usted, su contraseña ha resistido; elija una nueva si otras personas pueden conocerla.',
    },
    'stolen-credentials': {
      subject: 'Otras personas conocen su contraseña',
      title: 'Otras personas conocen su contraseña',
      body: 'La contraseña de su cuenta de ${companyName} figura en listas robadas en otros sitios, así que otras personas podrían probarla. Elija una que no use en ningún otro lugar:',
      buttonText: 'Elegir una contraseña nueva',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Después, use «¿Ha olvidado su contraseña?» en la página de inicio de sesión.',
    },
    'async-approval': {
      subject: '${clientName} pide su aprobación',
      title: '${clientName} pide su aprobación',
      body: 'Alguien, esperamos que usted, está usando ${clientName}, que necesita su aprobación para continuar. Vea qué pide:',
      buttonText: 'Revisar la solicitud',
      note: 'Tiene hasta el ${expires}. Si no sabe nada de esto, ignore este correo; sin usted no se aprueba nada.',
    },
    'magic-link': {
      title: 'Iniciar sesión',
      buttonText: 'Iniciar sesión',
    },
    'one-time-code': {
      subject: 'Su código para ${companyName}',
      title: 'Su código',
      body: 'Escriba este código donde se le haya pedido:',
      buttonText: 'Obtener ayuda',
      note: 'Se puede usar una sola vez, hasta el ${expires}. No se lo diga a nadie: nunca lo pedimos por teléfono ni por correo. Si no ha pedido un código, alguien podría conocer su contraseña; elija una nueva.',
    },
    'password-changed': {
      subject: 'Se ha cambiado su contraseña',
      title: 'Se ha cambiado su contraseña',
      body: 'La contraseña de su cuenta de ${companyName} se cambió el ${time}.',
      buttonText: 'Obtener ayuda',
      note: 'Si ha sido usted, todo está bien. Si no, otra persona ha estado en su cuenta: use «¿Ha olvidado su contraseña?» para restablecerla de inmediato.',
    },
    'passkey-added': {
      buttonText: 'Obtener ayuda',
    },
    'email-changed': {
      subject: 'Se ha cambiado su correo electrónico',
      title: 'Se ha cambiado su correo electrónico',
      body: 'El ${time}, el correo electrónico de su cuenta de ${companyName} se cambió de ${oldEmail} a ${newEmail}.',
      buttonText: 'Obtener ayuda',
      note: 'Si ha sido usted, todo está bien. Si no, avise de inmediato a quienes administran ${companyName}.',
    },
  },
}

export default { name: 'Español', prompts } satisfies Translation
