// Puts the question, draws the answer, and takes every number away when the engine is silent.

import { el, engine } from './elements.js';
import { t, speak, label, languageButtons, named } from './words.js';
import * as engineDoor from './engine.js';
import { Field, scope } from './form.js';
import { answers, givens } from './answers.js';
import { benefitSection, inShort, ownTimes } from './benefit.js';

const byId = (id) => document.getElementById(id);
const [form, results, status, silence, summary] = ['form', 'results', 'status', 'silence', 'summary'].map(byId);
const fields = new Map();
const models = new Map();
const fresh = () => ({
  given: '', baseline: '', effect: null, prognosisOnly: false, own: { value: '', low: '', high: '', time: '5y', error: false, isReady: false },
});
const options = fresh();
let shown = null;
let wait = 0;
let patience = 0;
let isSilent = false;

const patient = () => Object.fromEntries([...fields.values()].filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value]));
const isScopeAnswered = () => scope.every((name) => fields.get(name).isAnswered);

// A share from a percentage as it is written, without arithmetic in between.
function share(text) {
  const match = /^\s*(\d{1,3}(?:[.,]\d+)?)\s*%?\s*$/.exec(text);
  return match ? Number(`${match[1].replace(',', '.')}e-2`) : null;
}

// What somebody brings; null as long as it is not whole, and an error where it cannot become so.
function ownSurvival(own) {
  const [value, low, high] = [own.value, own.low, own.high].map((text) => (text.trim() ? share(text) : undefined));
  const isPoint = value !== null && (value === undefined || value <= 1);
  const isAlone = low === undefined && high === undefined;
  own.error = !isPoint || (!isAlone && !(low !== null && high !== null && low < high && low <= value && value <= high && high <= 1));
  own.isReady = value !== undefined && !own.error;
  return own.isReady ? { time: own.time, estimate: value, ...(isAlone ? {} : { interval: [low, high] }) } : null;
}

function question() {
  const benefit = { prognosisOnly: options.prognosisOnly };
  if (options.baseline === 'own') {
    const survival = ownSurvival(options.own);
    if (survival) benefit.survival = [survival];
  } else if (options.baseline) benefit.model = options.baseline;
  return { patient: patient(), ...(options.given ? { given: options.given } : {}), benefit };
}

// Nothing of an older answer can be read from here on.
function hide() {
  summary.replaceChildren();
  results.setAttribute('aria-busy', 'true');
  shown = null;
}
function blank() {
  hide();
  results.replaceChildren();
}

function ask(isNow) {
  hide();
  engineDoor.forget();
  clearTimeout(wait);
  // Said only to whoever waits: a screen reader is not told at every letter.
  status.textContent = '';
  clearTimeout(patience);
  patience = setTimeout(() => { if (!shown && !isSilent && !status.textContent) status.textContent = t('asking'); }, 1000);
  wait = setTimeout(put, isNow ? 0 : 180);
}

async function put() {
  if (!Object.keys(patient()).length) {
    blank();
    for (const field of fields.values()) { field.complain(null); field.echo(); }
    status.textContent = t('start');
    showDetails(null);
    return;
  }
  const asked = question();
  let reply;
  try {
    reply = await engineDoor.consult(asked);
  } catch {
    fallSilent();
    return;
  }
  if (!reply) return;
  if (isSilent) wake();
  if (reply.problem) refuse(reply.problem);
  else show({ ...reply.answer, asked });
}

// Errors stand at their fields; no number is shown beside one.
function refuse(problem) {
  blank();
  if (problem.status === 401) { status.textContent = t('token'); return; }
  const errors = problem.errors ?? [problem];
  const at = new Map(errors.map((error) => [error.pointer?.split('/')[2], error]));
  const placed = [];
  for (const field of fields.values()) {
    const error = at.get(field.name);
    const isBeingWritten = error && field.element.contains(document.activeElement) && !field.isSettled;
    field.complain(isBeingWritten ? null : error ?? null);
    field.echo();
    if (error) { placed.push(named(field.covariate.label)); field.element.hidden = false; }
  }
  status.replaceChildren(placed.length ? t('errorIn', { text: placed.join(', ') }) : engine(problem.detail ?? ''));
  if (!placed.length) Object.assign(options, fresh());
}

function show(answer) {
  const comparison = answer.comparison;
  for (const field of fields.values()) {
    field.complain(null);
    field.echo(comparison.patient[field.name]);
  }
  const missing = comparison.refusals.filter((refusal) => refusal.missing.length).length;
  status.textContent = t('answered', { results: comparison.results.length, missing, refused: comparison.refusals.length - missing });
  showDetails(answer);
  // Nothing of another survival is shown in the place of one that is still being written.
  const isWaiting = options.baseline === 'own' && !options.own.isReady;
  shown = { ...(isWaiting ? { ...answer, benefit: null, benefitRefusal: t('ownWanted'), course: null, text: { ...answer.text, benefit: null } } : answer), whole: answer };
  draw();
}

function draw() {
  if (!shown) return;
  const focused = results.contains(document.activeElement) ? document.activeElement.id : null;
  const selection = focused && 'selectionStart' in document.activeElement ? document.activeElement.selectionStart : null;
  const context = { fields, models, options, ask, redraw: draw, copy };
  const { top, told, rest, sources } = answers(shown, context);
  const isBenefitAsked = shown.comparison.results.length || options.baseline;
  results.replaceChildren(...[...top, isBenefitAsked ? benefitSection(shown, told, context) : null, nomograms(), rest, takeAway(), sources]
    .filter(Boolean));
  summary.replaceChildren(...inShort(shown, context));
  document.documentElement.classList.toggle('long', printedLength() > longestInPlainType);
  results.setAttribute('aria-busy', 'false');
  if (focused) {
    byId(focused)?.focus();
    if (selection !== null) byId(focused)?.setSelectionRange?.(selection, selection);
  }
}

// One sheet of paper holds what is printed, in smaller type where that is much.
const longestInPlainType = 4400;
function printedLength() {
  const copy = results.cloneNode(true);
  for (const hidden of copy.querySelectorAll('.screen, details, .bar, .actions')) hidden.remove();
  return copy.textContent.length;
}

// Which fields the scores that may apply ask for, besides those that say whether they do.
function showDetails(answer) {
  const isOpen = isScopeAnswered() && answer;
  byId('detail-hint').hidden = Boolean(isOpen);
  const wanted = new Set([...fields.values()].filter((field) => field.isAnswered).map(({ name }) => name));
  if (isOpen) {
    const { results: given, refusals } = answer.comparison;
    for (const { missing } of refusals) if (!missing.some((name) => scope.includes(name))) missing.forEach((name) => wanted.add(name));
    for (const { assumed } of given) assumed.forEach(({ covariate }) => wanted.add(covariate));
    for (const { id, met } of answer.benefit?.eligibility.criteria ?? []) if (met === null && fields.has(id)) wanted.add(id);
  }
  let count = 0;
  for (const field of fields.values()) {
    if (scope.includes(field.name)) continue;
    const isKept = field.element.contains(document.activeElement);
    field.element.hidden = !wanted.has(field.name) && !isKept;
    if (!field.element.hidden) count += 1;
  }
  if (isOpen && !count) {
    byId('detail-hint').hidden = false;
    byId('detail-hint').textContent = t('detailNone');
  } else byId('detail-hint').textContent = t('detailHint');
}

function nomograms() {
  const drawn = shown.comparison.results.filter(({ model, alternatives }) => !models.get(model.id)?.isRule && !alternatives.length);
  if (!drawn.length) return null;
  const asked = shown;
  return el('section', { class: 'screen nomogram', id: 'nomograms' }, el('h3', {}, t('nomograms')), drawn.map(({ model }) => {
    const place = el('div', { 'aria-live': 'polite' });
    const details = el('details', {
      ontoggle: async () => {
        if (!details.open || place.childElementCount) return;
        try {
          const reply = await engineDoor.nomogram(model.id, asked.asked.patient);
          if (asked !== shown) return;
          if (reply.problem) { place.replaceChildren(engine(reply.problem.detail ?? '', 'p')); return; }
          const image = el('img', { src: URL.createObjectURL(reply.image), alt: t('nomogramOf', { model: model.title }) });
          image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true });
          place.replaceChildren(image);
        } catch {
          fallSilent();
        }
      },
    }, el('summary', {}, engine(model.title)), place);
    return details;
  }));
}

function takeAway() {
  const { receipt, text } = shown;
  const link = () => {
    const query = new URLSearchParams();
    for (const field of fields.values()) {
      if (field.isUnknown) query.append(field.name, '?');
      else if (field.text.trim()) query.append(field.name, field.unit && field.unit !== field.covariate.unit ? `${field.text} ${field.unit}` : field.text);
    }
    for (const [name, read] of Object.entries(choices)) if (read()) query.append(`~${name}`, read());
    return `${location.origin}/#${query}`;
  };
  const save = (event) => {
    const { asked, ...answer } = shown.whole;
    const address = URL.createObjectURL(new Blob([JSON.stringify(answer, null, 2)], { type: 'application/json' }));
    const anchor = el('a', { href: address, download: `sarcoma-${receipt.seal.slice(0, 12)}.json` });
    event.target.after(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };
  return el('section', { id: 'take-away' }, el('h3', { class: 'screen' }, t('takeAway')),
    el('p', { class: 'actions' },
      el('button', { type: 'button', class: 'action', onclick: () => print() }, t('print')), ' ',
      el('button', { type: 'button', class: 'action', id: 'copy-link', onclick: (event) => copy(link(), event.target) }, t('link')), ' ',
      el('button', { type: 'button', class: 'action', onclick: save }, t('saveReceipt'))),
    el('p', { class: 'small screen' }, t('linkNote')),
    el('details', {}, el('summary', {}, t('text')), engine(`${text.comparison}${text.benefit ? `\n${text.benefit}` : ''}`, 'pre', { id: 'text', tabindex: 0 })),
    el('p', { class: 'small' }, `SarcomaRisk ${receipt.engine}, ${receipt.time}. ${t('receipt', { seal: receipt.seal })}`));
}

async function copy(text, button) {
  const words = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = t('copied');
  } catch {
    button.textContent = t('notCopied');
  }
  setTimeout(() => { button.textContent = words; }, 4000);
}

function fallSilent() {
  blank();
  engineDoor.forget();
  isSilent = true;
  silence.textContent = t('silence');
  silence.hidden = false;
  status.textContent = '';
}
function wake() {
  isSilent = false;
  silence.hidden = true;
}

// Every three seconds, so that a silent engine is noticed while nobody types.
async function watch() {
  const isAlive = await engineDoor.isAlive();
  if (!isAlive && !isSilent) fallSilent();
  else if (isAlive && isSilent) {
    wake();
    if (fields.size) ask(true); else await start().catch(fallSilent);
  }
  setTimeout(watch, 3000);
}

// What was chosen beside the patient, as a link says it; a link sets nothing that the page does not offer.
const choices = {
  given: (value) => { if (givens.includes(value)) options.given = value; return options.given; },
  baseline: (value) => {
    if (value === 'own' || models.get(value)?.endpoint === 'overallSurvival') options.baseline = value;
    return options.baseline;
  },
  effect: (value) => { if (value) options.effect = value; return options.effect; },
  alone: (value) => { if (value === 'yes') options.prognosisOnly = true; return options.prognosisOnly ? 'yes' : ''; },
  time: (value) => { if (ownTimes.includes(value)) options.own.time = value; return options.baseline === 'own' ? options.own.time : ''; },
  value: ownText('value'),
  low: ownText('low'),
  high: ownText('high'),
};
function ownText(name) {
  return (value) => { if (value && value.length < 12) options.own[name] = value; return options.baseline === 'own' ? options.own[name] : ''; };
}

function restore() {
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (name.startsWith('~')) {
      if (Object.hasOwn(choices, name.slice(1))) choices[name.slice(1)](value);
      continue;
    }
    const field = fields.get(name);
    if (!field) continue;
    const unit = field.units.find((one) => value.endsWith(` ${one}`));
    if (value === '?') { field.clear(); field.isUnknown = true; field.draw(); }
    else if (unit) field.set(value.slice(0, -unit.length - 1), unit);
    else field.set(value);
  }
  // The address keeps nothing of the patient.
  if (location.hash) history.replaceState(null, '', location.pathname);
}

async function start() {
  const [vocabulary, list] = await Promise.all([engineDoor.read('/v1/vocabulary'), engineDoor.read('/v1/models')]);
  for (const model of list.models) models.set(model.id, model);
  for (const covariate of vocabulary.covariates) {
    fields.set(covariate.name, new Field(covariate, (field, isSettled) => {
      field.isSettled = isSettled;
      // To leave a field asks nothing anew, so that who clicks on an answer finds it in its place.
      if (shown && JSON.stringify(shown.asked) === JSON.stringify(question())) { showDetails(shown.whole); return; }
      field.complain(null);
      ask(isSettled);
    }));
  }
  byId('scope-fields').replaceChildren(...scope.map((name) => fields.get(name).element));
  byId('detail-fields').replaceChildren(...[...fields.values()].filter(({ name }) => !scope.includes(name)).map(({ element }) => element));
  restore();
  ask(true);
}

form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', (event) => {
  event.preventDefault();
  for (const field of fields.values()) field.clear();
  Object.assign(options, fresh());
  ask(true);
});
addEventListener('hashchange', () => {
  if (!location.hash) return;
  for (const field of fields.values()) field.clear();
  Object.assign(options, fresh());
  restore();
  ask(true);
});
// A page that comes back from the browser's memory shows nothing that it showed before.
addEventListener('pageshow', (event) => { if (event.persisted) { blank(); ask(true); } });

function relabel() {
  label();
  silence.textContent = t('silence');
  for (const field of fields.values()) field.draw();
  if (fields.size) { blank(); ask(true); }
}

speak();
languageButtons(byId('languages'), () => {
  relabel();
  for (const button of byId('languages').children) button.setAttribute('aria-pressed', button.lang === document.documentElement.lang);
});
label();
start().catch((error) => (error.problem?.status === 401 ? refuse(error.problem) : fallSilent())).finally(() => setTimeout(watch, 3000));
