// The page's own words in four languages, and numbers as each of them writes them. No clinician has
// reviewed the translations yet; `isReviewed` says so on the page until one has.

export const languages = { en: 'English', it: 'Italiano', es: 'Español', fr: 'Français' };
const isReviewed = { en: false, it: false, es: false, fr: false };
const order = Object.keys(languages);

let language = navigator.languages.map((wanted) => wanted.slice(0, 2)).find((code) => order.includes(code)) ?? 'en';

export const current = () => language;
export function speak(code) {
  if (order.includes(code)) language = code;
  document.documentElement.lang = language;
}

// [English, Italian, Spanish, French]; {name} is replaced.
const texts = {
  skip: ['Skip to the answers', 'Vai alle risposte', 'Ir a las respuestas', 'Aller aux réponses'],
  tagline: ['Prognosis in soft tissue sarcoma', 'Prognosi nei sarcomi dei tessuti molli', 'Pronóstico en sarcomas de partes blandas', 'Pronostic des sarcomes des tissus mous'],
  languages: ['Language', 'Lingua', 'Idioma', 'Langue'],
  intendedUse: ['Decision support and research. SarcomaRisk is not a certified medical device.', 'Supporto alla decisione e ricerca. SarcomaRisk non è un dispositivo medico certificato.', 'Apoyo a la decisión e investigación. SarcomaRisk no es un producto sanitario certificado.', 'Aide à la décision et recherche. SarcomaRisk n’est pas un dispositif médical certifié.'],
  unreviewed: ['No clinician has reviewed the words of this page yet.', 'Nessun clinico ha ancora rivisto i testi di questa pagina. Le frasi del motore di calcolo sono in inglese.', 'Ningún clínico ha revisado todavía los textos de esta página. Las frases del motor de cálculo están en inglés.', 'Aucun clinicien n’a encore relu les textes de cette page. Les phrases du moteur de calcul sont en anglais.'],
  silence: ['The engine on this machine does not answer. Every number has been taken away; the page asks again by itself.', 'Il motore di calcolo su questo computer non risponde. Tutti i numeri sono stati tolti; la pagina riprova da sola.', 'El motor de cálculo de este equipo no responde. Se han retirado todos los números; la página vuelve a intentarlo sola.', 'Le moteur de calcul de cette machine ne répond pas. Tous les nombres ont été retirés ; la page réessaie d’elle-même.'],
  token: ['This service asks for a token, which the page has not got: open the page on the machine on which the service runs.', 'Questo servizio chiede un token che la pagina non ha: aprire la pagina sul computer su cui gira il servizio.', 'Este servicio pide un token que la página no tiene: abra la página en el equipo donde funciona el servicio.', 'Ce service demande un jeton que la page n’a pas : ouvrez la page sur la machine où tourne le service.'],
  scopeHeading: ['The patient and the disease', 'Il paziente e la malattia', 'El paciente y la enfermedad', 'Le patient et la maladie'],
  detailHeading: ['What the scores ask', 'Ciò che i punteggi chiedono', 'Lo que piden las escalas', 'Ce que demandent les scores'],
  detailHint: ['Answer the questions above; what applies then is asked here.', 'Rispondere alle domande qui sopra; poi qui si chiede solo ciò che serve.', 'Responda a las preguntas de arriba; después aquí se pide solo lo que procede.', 'Répondez aux questions ci-dessus ; ici n’est demandé ensuite que ce qui s’applique.'],
  detailNone: ['Nothing more is asked.', 'Non serve altro.', 'No se pide nada más.', 'Rien d’autre n’est demandé.'],
  clear: ['Clear everything', 'Cancella tutto', 'Borrar todo', 'Tout effacer'],
  answersHeading: ['Answers', 'Risposte', 'Respuestas', 'Réponses'],
  notKnown: ['not known', 'non noto', 'no se sabe', 'inconnu'],
  meaning: ['What “{label}” means', 'Che cosa significa «{label}»', 'Qué significa «{label}»', 'Ce que signifie « {label} »'],
  excludes: ['Not: {text}', 'Non: {text}', 'No: {text}', 'Non : {text}'],
  afterSurgery: ['Known after surgery.', 'Noto dopo l’intervento.', 'Se conoce tras la cirugía.', 'Connu après la chirurgie.'],
  unitOf: ['Unit of {label}', 'Unità di {label}', 'Unidad de {label}', 'Unité de {label}'],
  understood: ['Understood: {text}', 'Inteso: {text}', 'Entendido: {text}', 'Compris : {text}'],
  errorIn: ['To correct: {text}', 'Da correggere: {text}', 'Por corregir: {text}', 'À corriger : {text}'],
  start: ['Nothing is filled in for you. Answer the questions, and every score that applies answers here.', 'Nulla è precompilato. Rispondendo alle domande, qui risponde ogni punteggio applicabile.', 'Nada está rellenado de antemano. Responda a las preguntas y aquí responderá cada escala aplicable.', 'Rien n’est prérempli. Répondez aux questions : chaque score applicable répondra ici.'],
  asking: ['Asking the engine…', 'Interrogo il motore…', 'Consultando el motor…', 'Interrogation du moteur…'],
  answered: ['{results} answer, {missing} would answer if more were known, {refused} do not apply.', 'Rispondono {results}; {missing} risponderebbero sapendo di più; {refused} non si applicano.', 'Responden {results}; {missing} responderían si se supiera más; {refused} no proceden.', '{results} répondent ; {missing} répondraient si l’on en savait plus ; {refused} ne s’appliquent pas.'],
  patient: ['Patient', 'Paziente', 'Paciente', 'Patient'],
  classes: ['Class of risk, stage and grade', 'Classe di rischio, stadio e grado', 'Clase de riesgo, estadio y grado', 'Classe de risque, stade et grade'],
  prognosis: ['Survival by every score that applies', 'Sopravvivenza secondo ogni punteggio applicabile', 'Supervivencia según cada escala aplicable', 'Survie selon chaque score applicable'],
  rule: ['Rule', 'Regola', 'Regla', 'Règle'],
  class: ['Class', 'Classe', 'Clase', 'Classe'],
  fired: ['Because', 'Perché', 'Porque', 'Parce que'],
  model: ['Score', 'Punteggio', 'Escala', 'Score'],
  endpoint: ['What, and when', 'Che cosa, e quando', 'Qué, y cuándo', 'Quoi, et quand'],
  probability: ['Probability', 'Probabilità', 'Probabilidad', 'Probabilité'],
  interval: ['95 % interval', 'Intervallo al 95 %', 'Intervalo del 95 %', 'Intervalle à 95 %'],
  noInterval: ['none is known', 'non è noto', 'no se conoce', 'inconnu'],
  came: ['Where its numbers come from', 'Origine dei numeri', 'Origen de los números', 'Origine des nombres'],
  publishedRule: ['published rule', 'regola pubblicata', 'regla publicada', 'règle publiée'],
  publishedCoefficients: ['published coefficients', 'coefficienti pubblicati', 'coeficientes publicados', 'coefficients publiés'],
  digitisedNomogram: ['read off the published nomogram', 'letto dal nomogramma pubblicato', 'leído del nomograma publicado', 'lu sur le nomogramme publié'],
  reconstructed: ['reconstructed, not the authors’ model', 'ricostruito, non il modello degli autori', 'reconstruido, no es el modelo de los autores', 'reconstruit, pas le modèle des auteurs'],
  refitted: ['refitted by this project', 'ristimato da questo progetto', 'reestimado por este proyecto', 'réestimé par ce projet'],
  updated: ['updated by this project', 'aggiornato da questo progetto', 'actualizado por este proyecto', 'mis à jour par ce projet'],
  draft: ['draft', 'bozza', 'borrador', 'ébauche'],
  verified: ['verified', 'verificato', 'verificado', 'vérifié'],
  reviewed: ['reviewed', 'rivisto', 'revisado', 'relu'],
  synthetic: ['synthetic', 'sintetico', 'sintético', 'synthétique'],
  pointsAlone: ['{n} points, no probability', '{n} punti, nessuna probabilità', '{n} puntos, sin probabilidad', '{n} points, pas de probabilité'],
  predictorAlone: ['linear predictor {n}, no probability', 'predittore lineare {n}, nessuna probabilità', 'predictor lineal {n}, sin probabilidad', 'prédicteur linéaire {n}, pas de probabilité'],
  classNone: ['none', 'nessuno', 'ninguno', 'aucun'],
  classVeryLow: ['very low', 'molto basso', 'muy bajo', 'très faible'],
  classLow: ['low', 'basso', 'bajo', 'faible'],
  classModerate: ['moderate', 'moderato', 'moderado', 'modéré'],
  classIntermediate: ['intermediate', 'intermedio', 'intermedio', 'intermédiaire'],
  classHigh: ['high', 'alto', 'alto', 'élevé'],
  classNotHigh: ['not high', 'non alto', 'no alto', 'non élevé'],
  classGood: ['good', 'favorevole', 'favorable', 'favorable'],
  classPoor: ['poor', 'sfavorevole', 'desfavorable', 'défavorable'],
  noClass: ['none given', 'nessuna', 'ninguna', 'aucune'],
  riskGroup: ['risk group', 'gruppo di rischio', 'grupo de riesgo', 'groupe de risque'],
  if: ['if {text}', 'se {text}', 'si {text}', 'si {text}'],
  assumed: ['Taken for granted, because nothing was said: {text}.', 'Dato per scontato, perché non detto: {text}.', 'Se da por hecho, porque no se dijo: {text}.', 'Tenu pour acquis, faute de mention : {text}.'],
  given: ['Alive, and free of the event, at', 'Vivo, e senza l’evento, a', 'Vivo, y sin el evento, a', 'Vivant, et sans l’événement, à'],
  fromStart: ['What follows counts from the start, not from the time chosen above.', 'Ciò che segue conta dall’inizio, non dal tempo scelto sopra.', 'Lo que sigue cuenta desde el inicio, no desde el momento elegido arriba.', 'Ce qui suit compte depuis le début, et non depuis le temps choisi plus haut.'],
  now: ['now (from the start)', 'ora (dall’inizio)', 'ahora (desde el inicio)', 'maintenant (depuis le début)'],
  years: ['{n} years', '{n} anni', '{n} años', '{n} ans'],
  year: ['{n} year', '{n} anno', '{n} año', '{n} an'],
  months: ['{n} months', '{n} mesi', '{n} meses', '{n} mois'],
  days: ['{n} days', '{n} giorni', '{n} días', '{n} jours'],
  at: ['{what} at {time}', '{what} a {time}', '{what} a {time}', '{what} à {time}'],
  to: ['{low} to {high}', 'da {low} a {high}', 'de {low} a {high}', 'de {low} à {high}'],
  overallSurvival: ['overall survival', 'sopravvivenza globale', 'supervivencia global', 'survie globale'],
  diseaseSpecificSurvival: ['disease-specific survival', 'sopravvivenza malattia-specifica', 'supervivencia específica', 'survie spécifique'],
  diseaseSpecificDeath: ['death of the disease', 'morte per la malattia', 'muerte por la enfermedad', 'décès par la maladie'],
  diseaseFreeSurvival: ['disease-free survival', 'sopravvivenza libera da malattia', 'supervivencia libre de enfermedad', 'survie sans maladie'],
  metastasisFreeSurvival: ['metastasis-free survival', 'sopravvivenza libera da metastasi', 'supervivencia libre de metástasis', 'survie sans métastase'],
  recurrenceFreeSurvival: ['recurrence-free survival', 'sopravvivenza libera da recidiva', 'supervivencia libre de recidiva', 'survie sans récidive'],
  binaryOutcome: ['the outcome', 'l’esito', 'el desenlace', 'l’issue'],
  distantMetastasis: ['distant metastasis', 'metastasi a distanza', 'metástasis a distancia', 'métastase à distance'],
  localRecurrence: ['local recurrence', 'recidiva locale', 'recidiva local', 'récidive locale'],
  progressiveDisease: ['progressive disease', 'progressione di malattia', 'progresión de la enfermedad', 'progression de la maladie'],
  benefit: ['Chemotherapy before surgery', 'Chemioterapia prima dell’intervento', 'Quimioterapia antes de la cirugía', 'Chimiothérapie avant la chirurgie'],
  eligible: ['Eligible: meets the trials’ definition of high risk.', 'Idoneo: rientra nella definizione di alto rischio degli studi.', 'Apto: cumple la definición de alto riesgo de los ensayos.', 'Éligible : répond à la définition du haut risque des essais.'],
  ineligible: ['Not eligible: the trials would not have taken this patient. No effect is drawn.', 'Non idoneo: gli studi non avrebbero incluso questo paziente. Nessun effetto è mostrato.', 'No apto: los ensayos no habrían incluido a este paciente. No se muestra ningún efecto.', 'Non éligible : les essais n’auraient pas inclus ce patient. Aucun effet n’est montré.'],
  undecided: ['Eligible or not: not all that decides is known.', 'Idoneo o no: non è noto tutto ciò che decide.', 'Apto o no: no se sabe todo lo que decide.', 'Éligible ou non : tout ce qui décide n’est pas connu.'],
  criteria: ['Criteria', 'Criteri', 'Criterios', 'Critères'],
  met: ['met', 'soddisfatto', 'cumplido', 'rempli'],
  unmet: ['not met', 'non soddisfatto', 'no cumplido', 'non rempli'],
  openCriterion: ['not known', 'non noto', 'no se sabe', 'inconnu'],
  noBenefit: ['No survival with and without chemotherapy can be given.', 'Non è possibile indicare la sopravvivenza con e senza chemioterapia.', 'No se puede dar la supervivencia con y sin quimioterapia.', 'La survie avec et sans chimiothérapie ne peut être donnée.'],
  source: ['Source of the effect', 'Fonte dell’effetto', 'Fuente del efecto', 'Source de l’effet'],
  baseline: ['Survival without chemotherapy, from', 'Sopravvivenza senza chemioterapia, da', 'Supervivencia sin quimioterapia, según', 'Survie sans chimiothérapie, d’après'],
  firstApplicable: ['the first score that applies', 'il primo punteggio applicabile', 'la primera escala aplicable', 'le premier score applicable'],
  own: ['the authors’ own calculator', 'il calcolatore degli autori', 'la calculadora de los autores', 'le calculateur des auteurs'],
  ownValue: ['Survival, %', 'Sopravvivenza, %', 'Supervivencia, %', 'Survie, %'],
  ownLow: ['from, %', 'da, %', 'desde, %', 'de, %'],
  ownHigh: ['to, %', 'a, %', 'hasta, %', 'à, %'],
  ownTime: ['at', 'a', 'a', 'à'],
  ownWanted: ['Write a percentage, such as 48 or 48,5; the interval is both its ends or neither.', 'Scrivere una percentuale, come 48 o 48,5; l’intervallo ha entrambi gli estremi o nessuno.', 'Escriba un porcentaje, como 48 o 48,5; el intervalo tiene ambos extremos o ninguno.', 'Écrivez un pourcentage, comme 48 ou 48,5 ; l’intervalle a ses deux bornes ou aucune.'],
  prognosisOnly: ['Prognosis alone, no effect', 'Solo prognosi, nessun effetto', 'Solo pronóstico, ningún efecto', 'Pronostic seul, aucun effet'],
  without: ['Without chemotherapy', 'Senza chemioterapia', 'Sin quimioterapia', 'Sans chimiothérapie'],
  with: ['With chemotherapy', 'Con chemioterapia', 'Con quimioterapia', 'Avec chimiothérapie'],
  difference: ['Difference, percentage points', 'Differenza, punti percentuali', 'Diferencia, puntos porcentuales', 'Différence, points de pourcentage'],
  effectRatio: ['Ratio', 'Rapporto', 'Razón', 'Rapport'],
  hazardRatio: ['HR', 'HR', 'HR', 'HR'],
  oddsRatio: ['OR', 'OR', 'OR', 'OR'],
  treated: ['Treated for one more alive (NNT)', 'Trattati per un vivo in più (NNT)', 'Tratados por un vivo más (NNT)', 'Traités pour un vivant de plus (NNT)'],
  oneMore: ['{n} for one more', '{n} per uno in più', '{n} por uno más', '{n} pour un de plus'],
  oneFewer: ['{n} for one fewer', '{n} per uno in meno', '{n} por uno menos', '{n} pour un de moins'],
  from: ['from {text}', 'da {text}', 'desde {text}', 'de {text}'],
  or: [', or ', ', o ', ', o ', ', ou '],
  noNumber: ['no number: no difference', 'nessun numero: nessuna differenza', 'ningún número: sin diferencia', 'aucun nombre : pas de différence'],
  estimates: ['Every source', 'Ogni fonte', 'Cada fuente', 'Chaque source'],
  raw: ['raw', 'non ridotto', 'sin contraer', 'brut'],
  shrunken: ['shrunken', 'ridotto verso la media', 'contraído hacia la media', 'rétréci vers la moyenne'],
  patients: ['{n} patients', '{n} pazienti', '{n} pacientes', '{n} patients'],
  randomised: ['randomised', 'randomizzato', 'aleatorizado', 'randomisé'],
  postHocSubgroup: ['post hoc', 'post hoc', 'post hoc', 'post hoc'],
  metaAnalysis: ['meta-analysis', 'metanalisi', 'metaanálisis', 'méta-analyse'],
  networkMetaAnalysis: ['network meta-analysis', 'metanalisi a rete', 'metaanálisis en red', 'méta-analyse en réseau'],
  secondaryAnalysis: ['secondary analysis', 'analisi secondaria', 'análisis secundario', 'analyse secondaire'],
  adjuvant: ['after surgery', 'dopo l’intervento', 'después de la cirugía', 'après la chirurgie'],
  neoadjuvant: ['before surgery', 'prima dell’intervento', 'antes de la cirugía', 'avant la chirurgie'],
  advanced: ['in advanced disease', 'nella malattia avanzata', 'en enfermedad avanzada', 'dans la maladie avancée'],
  perioperative: ['around surgery', 'intorno all’intervento', 'alrededor de la cirugía', 'autour de la chirurgie'],
  curves: ['Survival without and with chemotherapy', 'Sopravvivenza senza e con chemioterapia', 'Supervivencia sin y con quimioterapia', 'Survie sans et avec chimiothérapie'],
  curveAlone: ['Survival without chemotherapy', 'Sopravvivenza senza chemioterapia', 'Supervivencia sin quimioterapia', 'Survie sans chimiothérapie'],
  onlyPoints: ['Survival is known at these times alone; nothing is drawn between them.', 'La sopravvivenza è nota solo a questi tempi; in mezzo non si disegna nulla.', 'La supervivencia se conoce solo en estos momentos; entre ellos no se dibuja nada.', 'La survie n’est connue qu’à ces temps ; rien n’est tracé entre eux.'],
  unitYears: ['years', 'anni', 'años', 'ans'],
  unitMonths: ['months', 'mesi', 'meses', 'mois'],
  timeAxis: ['years', 'anni', 'años', 'ans'],
  hundred: ['100 patients like this one at {time}', '100 pazienti come questo a {time}', '100 pacientes como este a {time}', '100 patients comme celui-ci à {time}'],
  aliveEitherWay: ['alive with or without', 'vivi con o senza', 'vivos con o sin', 'vivants avec ou sans'],
  aliveOnlyWith: ['alive only with', 'vivi solo con', 'vivos solo con', 'vivants seulement avec'],
  aliveOnlyWithout: ['alive only without', 'vivi solo senza', 'vivos solo sin', 'vivants seulement sans'],
  aliveNeitherWay: ['not alive either way', 'non vivi in nessun caso', 'no vivos en ningún caso', 'décédés dans les deux cas'],
  alive: ['alive', 'vivi', 'vivos', 'vivants'],
  notAlive: ['not alive', 'non vivi', 'no vivos', 'décédés'],
  record: ['For the record', 'Per la cartella', 'Para la historia clínica', 'Pour le dossier'],
  recordPrognosis: ['{endpoint} at {time} without chemotherapy {without} ({model}, {method}).', '{endpoint} a {time} senza chemioterapia {without} ({model}, {method}).', '{endpoint} a {time} sin quimioterapia {without} ({model}, {method}).', '{endpoint} à {time} sans chimiothérapie {without} ({model}, {method}).'],
  recordEffect: ['With chemotherapy, by {effect} ({ratio}), {with}; difference {difference} percentage points.', 'Con chemioterapia, secondo {effect} ({ratio}), {with}; differenza {difference} punti percentuali.', 'Con quimioterapia, según {effect} ({ratio}), {with}; diferencia {difference} puntos porcentuales.', 'Avec chimiothérapie, selon {effect} ({ratio}), {with} ; différence {difference} points de pourcentage.'],
  extrapolation: ['The source gave it after surgery: that it does the same before is an extrapolation.', 'La fonte l’ha data dopo l’intervento: che prima faccia lo stesso è un’estrapolazione.', 'La fuente la dio después de la cirugía: que antes haga lo mismo es una extrapolación.', 'La source l’a donnée après la chirurgie : qu’elle fasse de même avant est une extrapolation.'],
  recordEnd: ['SarcomaRisk {engine}, {date}, receipt {seal}.', 'SarcomaRisk {engine}, {date}, ricevuta {seal}.', 'SarcomaRisk {engine}, {date}, recibo {seal}.', 'SarcomaRisk {engine}, {date}, reçu {seal}.'],
  copy: ['Copy the sentence', 'Copia la frase', 'Copiar la frase', 'Copier la phrase'],
  copied: ['Copied.', 'Copiato.', 'Copiado.', 'Copié.'],
  notCopied: ['The browser did not allow copying; mark the text and copy it.', 'Il browser non ha permesso la copia; selezionare il testo e copiarlo.', 'El navegador no permitió copiar; seleccione el texto y cópielo.', 'Le navigateur n’a pas permis la copie ; sélectionnez le texte et copiez-le.'],
  rests: ['What it rests on, and how weak that is', 'Su che cosa poggia, e quanto è debole', 'En qué se apoya, y cuán débil es', 'Sur quoi cela repose, et avec quelle faiblesse'],
  regimens: ['Other sources, and regimens compared', 'Altre fonti, e schemi a confronto', 'Otras fuentes, y esquemas comparados', 'Autres sources, et protocoles comparés'],
  nomograms: ['Nomograms, with this patient’s points', 'Nomogrammi, con i punti di questo paziente', 'Nomogramas, con los puntos de este paciente', 'Nomogrammes, avec les points de ce patient'],
  nomogramOf: ['Nomogram of {model}, with this patient’s points', 'Nomogramma di {model}, con i punti di questo paziente', 'Nomograma de {model}, con los puntos de este paciente', 'Nomogramme de {model}, avec les points de ce patient'],
  wouldAnswer: ['Would answer if more were known', 'Risponderebbero sapendo di più', 'Responderían si se supiera más', 'Répondraient si l’on en savait plus'],
  missingWords: ['missing: {text}', 'manca: {text}', 'falta: {text}', 'manque : {text}'],
  doesNotApply: ['Does not apply', 'Non si applicano', 'No proceden', 'Ne s’appliquent pas'],
  nobody: ['No score here speaks of this patient. The nearest, and why they do not:', 'Nessun punteggio qui riguarda questo paziente. I più vicini, e perché no:', 'Ninguna escala de aquí habla de este paciente. Las más cercanas, y por qué no:', 'Aucun score ici ne concerne ce patient. Les plus proches, et pourquoi non :'],
  nobodySurvival: ['No score here gives a survival for this patient. The nearest, and why they do not:', 'Nessun punteggio qui dà una sopravvivenza per questo paziente. I più vicini, e perché no:', 'Ninguna escala de aquí da una supervivencia para este paciente. Las más cercanas, y por qué no:', 'Aucun score ici ne donne de survie pour ce patient. Les plus proches, et pourquoi non :'],
  takeAway: ['Take away', 'Da portare via', 'Para llevar', 'À emporter'],
  print: ['Print or save as PDF', 'Stampa o salva in PDF', 'Imprimir o guardar en PDF', 'Imprimer ou enregistrer en PDF'],
  link: ['Copy a link with these inputs', 'Copia un link con questi dati', 'Copiar un enlace con estos datos', 'Copier un lien avec ces données'],
  linkNote: ['The inputs stand behind the # of the link: no server and no log receives them, but whoever has the link can read them.', 'I dati stanno dopo il # del link: nessun server e nessun log li riceve, ma chi ha il link può leggerli.', 'Los datos van tras la # del enlace: ningún servidor ni registro los recibe, pero quien tenga el enlace puede leerlos.', 'Les données suivent le # du lien : aucun serveur ni journal ne les reçoit, mais qui a le lien peut les lire.'],
  text: ['The same as text, as the command line gives it', 'Lo stesso come testo, come dà la riga di comando', 'Lo mismo como texto, como lo da la línea de órdenes', 'La même chose en texte, comme la donne la ligne de commande'],
  sources: ['Sources', 'Fonti', 'Fuentes', 'Sources'],
  receipt: ['Receipt {seal}', 'Ricevuta {seal}', 'Recibo {seal}', 'Reçu {seal}'],
  saveReceipt: ['Save the answer with its receipt', 'Salva la risposta con la ricevuta', 'Guardar la respuesta con su recibo', 'Enregistrer la réponse avec son reçu'],
  aboutModel: ['Citation', 'Citazione', 'Cita', 'Citation'],
  derivation: ['Derivation', 'Derivazione', 'Derivación', 'Dérivation'],
  located: ['Where the numbers stand', 'Dove stanno i numeri', 'Dónde están los números', 'Où se trouvent les nombres'],
  rights: ['Rights', 'Diritti', 'Derechos', 'Droits'],
  status: ['Status', 'Stato', 'Estado', 'Statut'],
  version: ['Version', 'Versione', 'Versión', 'Version'],
  forWhom: ['For whom', 'Per chi', 'Para quién', 'Pour qui'],
  notFor: ['Not for', 'Non per', 'No para', 'Pas pour'],
  asks: ['What it asks', 'Che cosa chiede', 'Qué pide', 'Ce qu’il demande'],
  performance: ['How well it did', 'Come si è comportato', 'Cómo se comportó', 'Ses performances'],
  cohort: ['Cohort', 'Coorte', 'Cohorte', 'Cohorte'],
  measure: ['Measure', 'Misura', 'Medida', 'Mesure'],
  estimate: ['Estimate', 'Stima', 'Estimación', 'Estimation'],
  limits: ['Limits', 'Limiti', 'Límites', 'Limites'],
  cautions: ['Cautions', 'Cautele', 'Precauciones', 'Réserves'],
  examples: ['Examples that it is checked by', 'Esempi con cui è verificato', 'Ejemplos con los que se comprueba', 'Exemples qui le vérifient'],
  download: ['Download the document', 'Scarica il documento', 'Descargar el documento', 'Télécharger le document'],
  noModel: ['There is no such model.', 'Questo modello non esiste.', 'No existe ese modelo.', 'Ce modèle n’existe pas.'],
  notANumber: ['Not a number: write it as 12 or 12,5.', 'Non è un numero: scrivere 12 o 12,5.', 'No es un número: escriba 12 o 12,5.', 'Pas un nombre : écrivez 12 ou 12,5.'],
  notAnInteger: ['A whole number is wanted.', 'Serve un numero intero.', 'Se pide un número entero.', 'Un nombre entier est attendu.'],
  implausible: ['Outside what a patient can have, {low} to {high} {unit}. Is the unit right?', 'Fuori da ciò che un paziente può avere, da {low} a {high} {unit}. L’unità è giusta?', 'Fuera de lo que un paciente puede tener, de {low} a {high} {unit}. ¿Es correcta la unidad?', 'Hors de ce qu’un patient peut avoir, de {low} à {high} {unit}. L’unité est-elle juste ?'],
  unknownLevel: ['Not known here: choose from the list.', 'Non riconosciuto: scegliere dall’elenco.', 'No se reconoce: elija de la lista.', 'Non reconnu : choisissez dans la liste.'],
};

// What has no words here is shown as it is.
export function t(key, values = {}) {
  const text = texts[key]?.[order.indexOf(language)];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

// Words of the static markup.
export function label(root = document) {
  for (const element of root.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text);
  for (const element of root.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.dataset.label));
  const unreviewed = document.getElementById('unreviewed');
  unreviewed.textContent = t('unreviewed');
  unreviewed.hidden = isReviewed[language];
}

export function languageButtons(nav, changed) {
  nav.setAttribute('role', 'group');
  nav.replaceChildren(...order.map((code) => {
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', textContent: languages[code], lang: code });
    button.setAttribute('aria-pressed', code === language);
    button.addEventListener('click', () => {
      speak(code);
      changed();
      nav.querySelector(`[lang=${code}]`).focus();
    });
    return button;
  }));
}

// A vocabulary's label in the language, English where there is none.
export const named = (label) => label?.[language] ?? label?.en ?? '';

// A fixed number of decimals, rounded as the engine's own text is: half away from zero.
export function fixed(value, decimals) {
  const scaled = Math.round(Math.abs(value) * 10 ** decimals);
  const digits = String(scaled).padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const point = language === 'en' ? '.' : ',';
  const text = decimals ? digits.slice(0, cut) + point + digits.slice(cut) : digits;
  return (value < 0 && scaled > 0 ? '−' : '') + text;
}
// As many digits as the number has.
export const plain = (value) => {
  const text = String(value).replace('-', '−');
  return language === 'en' ? text : text.replace('.', ',');
};
export const points = (share) => fixed(100 * share, 1);
export const percent = (share) => `${points(share)} %`;
export const signedPoints = (share) => (share > 0 && points(share) !== points(0) ? '+' : '') + points(share);
export const range = (low, high) => t('to', { low, high });
export const percentRange = (interval) => range(points(interval[0]), percent(interval[1]));

export function time({ value, unit }) {
  const key = value === 1 && unit === 'year' ? 'year' : `${unit}s`;
  return t(key, { n: plain(value) });
}
