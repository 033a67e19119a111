// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Portuguese of Brazil. Addresses the person as «você», as services there do.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'Mostrar senha',
  hidePasswordText: 'Ocultar senha',
}

const passwordRules = {
  passwordSecurityText: 'Sua senha precisa ter:',
  'password-policy-length-at-least': 'Pelo menos {count, plural, one {# caractere} other {# caracteres}}',
  'password-policy-contains-at-least': 'Pelo menos ${count} destes ${total} itens:',
  'password-policy-lower-case': 'Uma letra minúscula (a–z)',
  'password-policy-upper-case': 'Uma letra maiúscula (A–Z)',
  'password-policy-numbers': 'Um número (0–9)',
  'password-policy-special-characters': 'Um caractere especial (como !@#$%)',
  'password-policy-identical-chars':
    'No máximo {count, plural, one {# caractere idêntico seguido} other {# caracteres idênticos seguidos}}',
}

const passwordErrors = {
  'password-too-weak': 'Esta senha não atende aos requisitos abaixo.',
  'password-too-common': 'Esta senha está em listas de senhas comuns. Escolha uma mais difícil de adivinhar.',
  'password-too-long':
    'Esta senha é longa demais. Use no máximo {max, plural, one {# caractere} other {# caracteres}}.',
  'password-contains-user-information': 'Esta senha contém dados sobre você. Escolha uma que não contenha.',
  'password-breached':
    'Esta senha está em listas roubadas em outros lugares, e outras pessoas podem tentar usá-la. Escolha uma que você não use em nenhum outro lugar.',
  'password-previously-used': 'Você já usou esta senha antes. Escolha uma nova.',
}

const formErrors = {
  alertListTitle: 'Corrija o seguinte:',
  'form-expired': 'Esta página ficou aberta por tempo demais. Tente mais uma vez.',
  'ip-blocked': 'Houve tentativas demais a partir da sua rede. Espere alguns minutos e tente de novo.',
  'server-busy': 'Estamos com muitos acessos neste momento. Tente de novo em alguns segundos.',
  'upstream-unavailable': 'Não conseguimos confirmar quem você é neste momento. Tente de novo em alguns minutos.',
}

const passkey = {}

const passkeyErrors = {}

const passkeyEnrollment = {}

const ticketErrors = {
  eventTitleExpired: 'Este link expirou',
  eventTitleUsed: 'Este link já foi usado',
  eventTitleGeneric: 'Este link não funciona',
}

const codeErrors = {}

const codeByEmail = {
  title: 'Confira seu e-mail',
  buttonText: 'Continuar',
  placeholder: 'Código',
  resendText: 'Não chegou nada? Olhe também na pasta de spam.',
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
  emailPlaceholder: 'E-mail',
  usernamePlaceholder: 'E-mail ou nome de usuário',
  usernameOnlyPlaceholder: 'Nome de usuário',
}

const noName = {
  'no-email': 'Digite seu e-mail.',
  'no-username': 'Digite seu e-mail ou nome de usuário.',
}

const signInErrors = {
  'wrong-credentials': 'Esses dados não conferem. Verifique e tente de novo.',
  'wrong-credentials-or-unverified':
    'Esses dados não conferem, ou o e-mail ainda não foi confirmado. Se for só isso que falta, enviamos o link de novo.',
  'same-user-login':
    'Houve tentativas demais nesta conta. Se ela é sua, procure um e-mail nosso que permite entrar de novo ou escolha uma nova senha.',
  'password-breached':
    'Sua senha está em listas roubadas em outros lugares, por isso não dá mais acesso aqui. Escolha uma nova em “Esqueceu a senha?”.',
  'no-password': 'Digite sua senha.',
}

const signUpErrors = {
  'invalid-signup': 'Não foi possível criar uma conta com esses dados. Se você já tem uma, entre com ela.',
  'no-email': 'Digite seu e-mail.',
  'invalid-email-format': 'Digite um e-mail no formato nome@example.com.',
  'no-username': 'Escolha um nome de usuário.',
  'invalid-username': 'Use de ${min} a ${max} letras, dígitos ou qualquer um de ${characters} no nome de usuário.',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Erro: ${pageTitle}',
      logoAltText: '${companyName}',
      languagePickerText: 'Idioma',
    },
  },
  login: {
    login: {
      pageTitle: 'Entrar | ${clientName}',
      title: 'Entrar',
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      emailPlaceholder: 'E-mail',
      usernamePlaceholder: 'E-mail ou nome de usuário',
      passwordPlaceholder: 'Senha',
      forgotPasswordText: 'Esqueceu a senha?',
      signupActionText: 'É sua primeira vez aqui?',
      signupActionLinkText: 'Crie uma conta',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeyErrors,
      'wrong-credentials': 'Esses dados não conferem. Verifique e tente de novo.',
      'wrong-credentials-or-unverified':
        'Esses dados não conferem, ou o e-mail ainda não foi confirmado. Se for só isso que falta, enviamos o link de novo.',
      'same-user-login':
        'Houve tentativas demais nesta conta. Se ela é sua, procure um e-mail nosso que permite entrar de novo ou escolha uma nova senha.',
      'password-breached':
        'Sua senha está em listas roubadas em outros lugares, por isso não dá mais acesso aqui. Escolha uma nova em “Esqueceu a senha?”.',
      'no-email': 'Digite seu e-mail.',
      'no-username': 'Digite seu e-mail ou nome de usuário.',
      'no-password': 'Digite sua senha.',
    },
  },
  signup: {
    signup: {
      pageTitle: 'Criar uma conta | ${clientName}',
      title: 'Crie sua conta',
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      emailPlaceholder: 'E-mail',
      usernamePlaceholder: 'Nome de usuário',
      passwordPlaceholder: 'Senha',
      loginActionText: 'Já tem uma conta?',
      loginActionLinkText: 'Entre',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'invalid-signup': 'Não foi possível criar uma conta com esses dados. Se você já tem uma, entre com ela.',
      'no-email': 'Digite seu e-mail.',
      'invalid-email-format': 'Digite um e-mail no formato nome@example.com.',
      'no-username': 'Escolha um nome de usuário.',
      'invalid-username': 'Use de ${min} a ${max} letras, dígitos ou qualquer um de ${characters} no nome de usuário.',
      'no-password': 'Escolha uma senha.',
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
      title: 'Entrar',
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      ...names,
      signupActionText: 'É sua primeira vez aqui?',
      signupActionLinkText: 'Crie uma conta',
      ...formErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Senha',
      forgotPasswordText: 'Esqueceu a senha?',
      ...password,
      ...formErrors,
      ...signInErrors,
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      title: 'Entrar',
      buttonText: 'Continuar',
      ...names,
      ...formErrors,
      'no-email': 'Digite seu e-mail.',
      'invalid-email-format': 'Digite um e-mail no formato nome@example.com.',
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
      buttonText: 'Entrar',
      ...formErrors,
    },
    'login-passwordless-other-device': {},
    'login-passwordless-link-error': {
      pageTitle: 'Problema com o link | ${companyName}',
      title: 'Este link não funciona',
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
      title: 'Crie sua conta',
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      emailPlaceholder: 'E-mail',
      usernamePlaceholder: 'Nome de usuário',
      loginActionText: 'Já tem uma conta?',
      loginActionLinkText: 'Entre',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Senha',
      loginActionText: 'Já tem uma conta?',
      loginActionLinkText: 'Entre',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Escolha uma senha.',
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Redefinir a senha | ${companyName}',
      title: 'Esqueceu sua senha?',
      descriptionEmail: 'Informe seu e-mail e enviaremos um link para você escolher uma nova senha.',
      descriptionUsername:
        'Informe seu e-mail ou nome de usuário e enviaremos um link para você escolher uma nova senha.',
      placeholderEmail: 'E-mail',
      placeholderUsername: 'E-mail ou nome de usuário',
      buttonText: 'Continuar',
      backToLoginLinkText: 'Voltar para a entrada',
      ...formErrors,
      'no-email': 'Digite seu e-mail.',
      'no-username': 'Digite seu e-mail ou nome de usuário.',
      'too-many-email': 'Já enviamos vários e-mails. Espere alguns minutos e tente de novo.',
    },
    'reset-password-email': {
      pageTitle: 'Confira seu e-mail | ${companyName}',
      title: 'Confira seu e-mail',
      emailDescription: 'Se houver uma conta para ${email}, um link para escolher uma nova senha está a caminho.',
      usernameDescription:
        'Se houver uma conta para ${email}, um link para escolher uma nova senha está a caminho do e-mail dela.',
      resendText: 'Não chegou nada? Olhe também na pasta de spam.',
      resendLinkText: 'Enviar de novo',
      resentText: 'Enviado de novo.',
      backToLoginLinkText: 'Voltar para a entrada',
    },
    'reset-password': {
      pageTitle: 'Escolher uma nova senha | ${companyName}',
      title: 'Escolha uma nova senha',
      description: 'Depois de alterá-la, entre com a nova.',
      descriptionEmail: 'Isto altera a senha de ${email}.',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Nova senha',
      reEnterPasswordPlaceholder: 'Repita a nova senha',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': 'Escolha uma nova senha.',
      'no-re-enter-password': 'Digite a nova senha pela segunda vez.',
      'password-mismatch': 'As duas senhas são diferentes.',
    },
    'reset-password-success': {
      pageTitle: 'Senha alterada | ${companyName}',
      eventTitle: 'Senha alterada',
      description: 'Você já pode entrar com sua nova senha.',
      buttonText: 'Continuar para ${clientName}',
    },
    'reset-password-error': {
      pageTitle: 'Problema com o link | ${companyName}',
      ...ticketErrors,
      descriptionExpired: 'Links para redefinir uma senha funcionam por tempo limitado. Peça um novo.',
      descriptionUsed: 'Um link para redefinir uma senha funciona só uma vez. Peça um novo se precisar.',
      descriptionGeneric:
        'Ele pode ter sido cortado ao ser copiado. Abra-o de novo a partir do e-mail ou peça um novo.',
      requestLinkText: 'Pedir um novo link',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'Confirmar o e-mail | ${companyName}',
      title: 'Confirme seu e-mail',
      description: 'Falta um passo: confirme que este endereço é seu.',
      descriptionEmail: 'Falta um passo: confirme que ${email} é seu.',
      buttonText: 'Continuar',
    },
    'email-verification-result': {
      pageTitle: 'Confirmação do e-mail | ${companyName}',
      verifiedTitle: 'E-mail confirmado',
      errorTitle: 'E-mail não confirmado',
      verifiedDescription: 'Obrigado. Seu e-mail está confirmado.',
      alreadyVerifiedDescription: 'Este e-mail já tinha sido confirmado. Não há mais nada a fazer.',
      invalidAccountOrCodeDescription:
        'Este link expirou, já foi usado ou está incompleto. Entre para receber um novo.',
      unknownErrorDescription: 'Algo deu errado do nosso lado. Abra o link de novo daqui a pouco.',
      buttonText: 'Continuar para ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: 'Confira seu e-mail | ${companyName}',
      title: 'Confira seu e-mail',
      description: 'Enviamos um link para ${email}. Abra-o para confirmar que o endereço é seu e depois volte para cá.',
      resendText: 'Não chegou nada? Olhe também na pasta de spam.',
      resendActionText: 'Enviar de novo',
      resentText: 'Enviado de novo.',
      backToLoginLinkText: 'Voltar para a entrada',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Entrar de novo | ${companyName}',
      title: 'Libere seu acesso',
      description:
        'Foram tentadas senhas erradas demais na sua conta, então ninguém mais consegue entrar nela a partir dali.',
      descriptionEmail:
        'Foram tentadas senhas erradas demais na conta de ${email}, então ninguém mais consegue entrar nela a partir dali.',
      deviceText:
        'Continue só em um dispositivo seu: a partir de agora ele fica liberado, não importa o que outras pessoas tentem.',
      buttonText: 'Continuar',
    },
    'user-block-result': {
      pageTitle: 'De volta à sua conta | ${companyName}',
      liftedTitle: 'Você já pode entrar de novo',
      invalidTitle: 'Este link não funciona',
      liftedDescription:
        'Se não foi você quem tentou, sua senha resistiu. Escolha uma nova se outras pessoas puderem conhecê-la.',
      invalidDescription: 'Ele expirou, já foi usado ou está incompleto. Você ainda pode escolher uma nova senha.',
      buttonText: 'Continuar para ${clientName}',
    },
  },
  consent: {
    consent: {
      pageTitle: 'Permitir acesso | ${clientName}',
      title: 'Permitir o acesso?',
      messageSingleTenant: '${clientName} pede acesso à sua conta de ${companyName}.',
      pickerTitle: 'Conectado como ${userName}',
      scopesTitle: 'Com isso, o app poderia:',
      detailsTitle: 'Ele pede exatamente isto:',
      apisTitle: 'Ele pede acesso a:',
      unverifiedTitle: 'Este app não foi verificado',
      unverifiedText: 'Ele se registrou sozinho com este nome. Ninguém em ${companyName} verificou quem está por trás.',
      unverifiedHostText: 'Ele se descreve em ${host}.',
      returnHostText: 'Se você permitir, será levado para ${host}.',
      returnDeviceText:
        'Se você permitir, um app neste dispositivo terá acesso. Continue só se você acabou de abri-lo.',
      acceptButtonText: 'Permitir',
      declineButtonText: 'Recusar',
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'Saber quem você é',
      profile: 'Ver seu nome, sua foto e outros dados do perfil',
      email: 'Ver seu e-mail',
      address: 'Ver seu endereço postal',
      phone: 'Ver seu número de telefone',
      offline_access: 'Manter este acesso quando você não estiver presente',
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: 'Conectar um dispositivo | ${companyName}',
      title: 'Conecte um dispositivo',
      description: 'Digite o código que aparece no seu dispositivo.',
      placeholder: 'Código',
      buttonText: 'Continuar',
      ...formErrors,
      'no-code': 'Digite o código que aparece no seu dispositivo.',
      'invalid-code': 'Esse código não existe. Compare com o do seu dispositivo e tente de novo.',
      'expired-code': 'Este código expirou. Gere um novo no seu dispositivo.',
      'used-code': 'Este código já foi usado. Gere um novo no seu dispositivo.',
    },
    'device-code-confirmation': {
      pageTitle: 'Confirmar o dispositivo | ${clientName}',
      title: 'Este dispositivo é seu?',
      description: 'Um dispositivo pede para usar ${clientName} com sua conta de ${companyName}.',
      inputCodeText: 'Ele mostra este código:',
      deviceTitle: 'O pedido veio daqui:',
      addressLabel: 'Endereço de rede',
      userAgentLabel: 'Ele se identifica como',
      warningText:
        'Continue só se você está com este dispositivo na sua frente e foi você quem começou. Se alguém enviou o código ou um link a você, essa pessoa quer entrar na sua conta.',
      confirmText: 'Sim, conectar',
      cancelText: 'Não, não é meu',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: 'Dispositivo conectado | ${clientName}',
      eventTitle: 'Seu dispositivo está conectado',
      description: '${clientName} continua nele sozinho. Você pode fechar esta página.',
    },
    'device-code-activation-denied': {
      pageTitle: 'Dispositivo não conectado | ${companyName}',
      eventTitle: 'O dispositivo não está conectado',
      description: 'Ele não tem acesso à sua conta. Você pode fechar esta página.',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: 'Revisar um pedido | ${clientName}',
      title: 'Alguém precisa da sua aprovação',
      description: '${clientName} pede que você aprove algo. Entre para ver o que é.',
      buttonText: 'Revisar o pedido',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: 'Aprovar um pedido | ${clientName}',
      title: 'Você aprova?',
      description: '${clientName} pede sua aprovação.',
      bindingMessageTitle: 'Compare isto com o que disseram ou mostraram a você lá:',
      scopesTitle: 'Com isso, o app poderia:',
      detailsTitle: 'Ele pede exatamente isto:',
      warningText: 'Aprove só o que você conhece. Se não esperava por isto, recuse.',
      acceptButtonText: 'Aprovar',
      declineButtonText: 'Recusar',
      pickerTitle: 'Conectado como ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: 'Pedido aprovado | ${clientName}',
      eventTitle: 'Você aprovou o pedido',
      description: '${clientName} continua sozinho. Você pode fechar esta página.',
    },
    'async-approval-denied': {
      pageTitle: 'Pedido recusado | ${clientName}',
      eventTitle: 'Você recusou o pedido',
      description: '${clientName} não recebeu nada. Você pode fechar esta página.',
    },
    'async-approval-error': {
      pageTitle: 'Problema com o pedido | ${companyName}',
      goneTitle: 'Este pedido não está mais em espera',
      goneDescription: 'Ele expirou, já foi respondido ou o link está incompleto.',
      refusedTitle: 'Este pedido não pode ser aprovado',
      refusedDescription: 'Sua conta ou o app não podem fazer isto no momento. Nada foi aprovado.',
    },
    'async-approval-wrong-user': {
      pageTitle: 'Outra conta | ${companyName}',
      eventTitle: 'Este pedido é para outra conta',
      description: 'Abra o link do e-mail de novo e entre com a conta para a qual o e-mail foi enviado.',
    },
  },
  logout: {
    logout: {
      pageTitle: 'Sair | ${clientName}',
      title: 'Deseja sair?',
      userSalute: 'Conectado como ${userName}',
      description: 'Isto encerra sua sessão em ${companyName} neste navegador.',
      acceptButtonText: 'Sair',
      declineButtonText: 'Continuar conectado',
    },
    'logout-complete': {
      pageTitle: 'Você saiu | ${companyName}',
      eventTitle: 'Você saiu',
      description: 'Você já pode fechar esta página.',
      buttonText: 'Continuar para ${clientName}',
    },
    'logout-continue': {
      pageTitle: 'Saindo | ${companyName}',
      title: 'Encerrando sua sessão',
      description: 'Seus outros apps estão sendo avisados. Você volta em um instante.',
      buttonText: 'Continuar',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'Esta página expirou',
      expiredDescription: 'Ela ficou aberta por tempo demais ou já foi usada. Volte ao app e comece de novo.',
      notFoundTitle: 'Não há nada aqui',
      notFoundDescription: 'O endereço pode ter sido digitado errado, ou a página mudou de lugar.',
      invalidTitle: 'Este pedido não pode ser atendido',
      invalidDescription: 'O app que trouxe você aqui pediu algo inválido. Quem o desenvolve encontra o motivo abaixo.',
      deniedTitle: 'Acesso negado',
      deniedDescription:
        'Você não tem permissão para continuar daqui. Se acha que isso está errado, fale com quem administra este serviço.',
      tooManyTitle: 'Pedidos demais',
      tooManyDescription: 'Espere alguns minutos e tente de novo.',
      unavailableTitle: 'Não estamos disponíveis no momento',
      unavailableDescription: 'Isso deve passar logo. Tente de novo daqui a pouco.',
      unknownTitle: 'Algo deu errado',
      unknownDescription: 'A culpa é nossa, não sua, e já foi registrado. Tente de novo daqui a pouco.',
      detailsTitle: 'Detalhes para desenvolvedores',
      errorLabel: 'Erro',
      descriptionLabel: 'Descrição',
      requestLabel: 'Pedido',
      backLinkText: 'Voltar',
      unverifiedDescription:
        'O app que trouxe você aqui não foi verificado: qualquer pessoa poderia tê-lo registrado. Continue só se você conhece este lugar.',
      unverifiedLinkText: 'Continuar para ${host}',
      supportLinkText: 'Obter ajuda',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {},
    otp_enroll: {},
  },
  mail: {
    layout: {
      linkHint: 'Se o botão não funcionar, copie este endereço para o navegador:',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'Confirme seu e-mail',
      title: 'Confirme seu e-mail',
      body: 'Este endereço foi informado para uma conta em ${companyName}. Confirme que ele é seu:',
      buttonText: 'Confirmar e-mail',
      note: 'O link funciona uma vez, até ${expires}. Se você não pediu isto, ignore este e-mail e nada acontece.',
    },
    'reset-password': {
      subject: 'Escolha uma nova senha',
      title: 'Escolha uma nova senha',
      body: 'Alguém, esperamos que você, pediu para redefinir a senha da sua conta em ${companyName}:',
      buttonText: 'Escolher uma nova senha',
      note: 'O link funciona uma vez, até ${expires}. Se você não pediu isto, ignore este e-mail; sua senha continua como está.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Você já tem uma conta',
      title: 'Você já tem uma conta',
      body: 'Alguém, esperamos que você, tentou criar uma conta em ${companyName} com este endereço. Já existe uma: entre com ela ou escolha uma nova senha se não souber a antiga:',
      buttonText: 'Escolher uma nova senha',
      note: 'O link funciona uma vez, até ${expires}. Se não foi você, ignore este e-mail; sua conta continua como está.',
    },
    'blocked-account': {
      subject: 'Alguém tentou entrar na sua conta',
      title: 'Senhas erradas demais',
      body: 'Foram tentadas senhas erradas na sua conta em ${companyName}, até que impedimos isso. Se foi você, libere seu acesso:',
      buttonText: 'Liberar meu acesso',
      note: 'O link funciona uma vez, até ${expires}. Se não foi você, sua senha resistiu; escolha uma nova se outras pessoas puderem conhecê-la.',
    },
    'stolen-credentials': {
      subject: 'Outras pessoas conhecem sua senha',
      title: 'Outras pessoas conhecem sua senha',
      body: 'A senha da sua conta em ${companyName} está em listas roubadas em outros lugares, e outras pessoas podem tentar usá-la. Escolha uma que você não use em nenhum outro lugar:',
      buttonText: 'Escolher uma nova senha',
      note: 'O link funciona uma vez, até ${expires}. Depois disso, use “Esqueceu a senha?” na página de entrada.',
    },
    'async-approval': {
      subject: '${clientName} pede sua aprovação',
      title: '${clientName} pede sua aprovação',
      body: 'Alguém, esperamos que você, está usando ${clientName}, que precisa da sua aprovação para continuar. Veja o que é pedido:',
      buttonText: 'Revisar o pedido',
      note: 'Você tem até ${expires}. Se não sabe do que se trata, ignore este e-mail; sem você nada é aprovado.',
    },
    'magic-link': {
      title: 'Entrar',
      buttonText: 'Entrar',
    },
    'one-time-code': {
      subject: 'Seu código para ${companyName}',
      title: 'Seu código',
      body: 'Digite este código onde ele foi pedido:',
      buttonText: 'Obter ajuda',
      note: 'Ele pode ser usado uma vez, até ${expires}. Não o diga a ninguém: nunca o pedimos por telefone ou e-mail. Se você não pediu um código, alguém pode conhecer sua senha; escolha uma nova.',
    },
    'password-changed': {
      subject: 'Sua senha foi alterada',
      title: 'Sua senha foi alterada',
      body: 'A senha da sua conta em ${companyName} foi alterada em ${time}.',
      buttonText: 'Obter ajuda',
      note: 'Se foi você, está tudo bem. Se não, outra pessoa esteve na sua conta: use “Esqueceu a senha?” para redefini-la imediatamente.',
    },
    'passkey-added': {
      buttonText: 'Obter ajuda',
    },
    'email-changed': {
      subject: 'Seu e-mail foi alterado',
      title: 'Seu e-mail foi alterado',
      body: 'Em ${time}, o e-mail da sua conta em ${companyName} foi alterado de ${oldEmail} para ${newEmail}.',
      buttonText: 'Obter ajuda',
      note: 'Se foi você, está tudo bem. Se não, avise imediatamente quem administra ${companyName}.',
    },
  },
}

export default { name: 'Português (Brasil)', prompts } satisfies Translation
