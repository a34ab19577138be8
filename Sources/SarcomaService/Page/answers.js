// A consultation as a person reads it: classes, survival side by side, and why the others are silent.

import { el, engine, table } from './elements.js';
import { t, has, named, percent, percentRange, time, plain, fixed } from './words.js';

export const methodWords = (method) => (has(method) ? t(method) : method);

function badges({ method, status }) {
  const weak = ['digitisedNomogram', 'reconstructed'].includes(method);
  return [el('span', { class: weak ? 'badge weak' : 'badge' }, methodWords(method)),
    status === 'verified' ? null : [' ', el('span', { class: 'badge weak' }, t(status))]];
}

export const modelLink = (model) => el('a', { href: `/models/${encodeURIComponent(model.id)}` }, engine(model.title));

// Cautions that several answers share are written once and numbered.
class Footnotes {
  messages = [];
  marks(cautions) {
    const numbers = cautions.filter(({ code }) => code !== 'assumedInScope').map(({ message }) => {
      if (!this.messages.includes(message)) this.messages.push(message);
      return this.messages.indexOf(message) + 1;
    });
    return numbers.length ? el('sup', {}, ` ${numbers.sort((one, other) => one - other).join(', ')}`) : null;
  }
  get list() {
    return this.messages.length
      ? el('ol', { class: 'notes' }, this.messages.map((message) => engine(sentence(message), 'li'))) : null;
  }
}

export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? '' : '.');

// The one answer, or one for each admissible value of a half-answer.
function answersOf(result, fields) {
  if (!result.alternatives.length) return [{ condition: null, answer: result }];
  return result.alternatives.map((answer) => ({
    condition: t('if', {
      text: Object.entries(answer.assuming)
        .map(([name, value]) => `${named(fields.get(name).covariate.label)} ${fields.get(name).words(value)}`).join(', '),
    }), answer,
  }));
}

function patientTable({ patient }, fields) {
  return el('section', { class: 'paper' }, el('h3', {}, t('patient')), el('p', {}, Object.entries(patient).map(([name, value], place) => {
    const field = fields.get(name);
    return `${place ? '; ' : ''}${named(field.covariate.label)}: ${field.words(value)}`;
  })));
}

function classes(rules, fields, notes) {
  if (!rules.length) return null;
  const rows = rules.flatMap((result) => answersOf(result, fields).map(({ condition, answer }) => {
    // A bare number says nothing without its name.
    const findings = Object.entries(answer.findings).map(([name, value]) => (/^\d/.test(value) ? `${name} ${value}` : value)).join(' ');
    const chances = answer.predictions.map((prediction) => el('div', {}, `${what(prediction)}: `, el('span', { 'data-probability': prediction.probability }, percent(prediction.probability))));
    return [modelLink(result.model),
      el('td', { 'data-head': t('class') }, el('span', { class: 'category', 'data-category': result.model.id }, engine(answer.category ?? findings)),
        notes.marks(result.cautions), condition ? el('div', { class: 'small' }, condition) : null),
      el('td', { 'data-head': t('fired') }, answer.category && findings ? el('div', {}, findings) : null,
        answer.because ? engine(answer.because, 'div') : null, answer.outcome ? engine(answer.outcome, 'div') : null, chances)];
  }));
  return el('section', { id: 'classes' }, el('h3', {}, t('classes')),
    table(t('classes'), [t('rule'), t('class'), t('fired')], rows, { class: 'stack' }));
}

export const what = ({ endpoint, time: when }) => (when ? t('at', { what: t(endpoint), time: time(when) }) : t(endpoint));

function prognosis(scores, fields, notes, given, models) {
  const rows = scores.flatMap((result) => answersOf(result, fields).flatMap(({ condition, answer }) => {
    // On paper the choice above the table is not seen.
    const extra = [result.given ? el('div', { class: 'small', 'data-given': result.model.id }, `${t('given')} ${time(result.given)}`) : null,
      condition ? el('div', { class: 'small' }, condition) : null,
      answer.because ? engine(answer.because, 'div', { class: 'small' }) : null,
      answer.riskGroup ? el('div', { class: 'small' }, `${t('riskGroup')}: `, engine(answer.riskGroup)) : null];
    const first = [modelLink(result.model), notes.marks(result.cautions)];
    const came = el('td', { 'data-head': t('came') }, badges(result.model));
    if (!answer.predictions.length) {
      const value = answer.totalPoints !== null ? t('pointsAlone', { n: plain(Number(answer.totalPoints.toPrecision(5))) })
        : t('predictorAlone', { n: answer.linearPredictor === null ? '–' : fixed(answer.linearPredictor, 3) });
      return [[first, el('td', { 'data-head': t('endpoint') }, t(models.get(result.model.id)?.endpoint ?? '')),
        el('td', { colspan: 2, 'data-head': t('probability') }, value, extra), came]];
    }
    return answer.predictions.map((prediction) => [first,
      el('td', { 'data-head': t('endpoint') }, what(prediction)),
      el('td', { class: 'number', 'data-head': t('probability') },
        el('span', { class: 'value', 'data-probability': prediction.probability, 'data-model': result.model.id, 'data-time': prediction.time ? `${prediction.time.value}${prediction.time.unit}` : null }, percent(prediction.probability)), extra),
      el('td', { class: 'number', 'data-head': t('interval') }, prediction.interval ? percentRange(prediction.interval) : el('span', { class: 'small' }, t('noInterval'))), came]);
  }));
  return el('section', { id: 'prognosis' }, el('h3', {}, t('prognosis')), given,
    rows.length ? table(t('prognosis'), [t('model'), t('endpoint'), t('probability'), t('interval'), t('came')], rows, { class: 'stack' }) : null);
}

// Alive until a time, and from then on.
function condition(options, ask) {
  const select = el('select', { id: 'given', onchange: () => { options.given = select.value; ask(true); } },
    ['', '1y', '2y', '3y', '5y'].map((value) => el('option', { value, selected: value === options.given },
      value ? t(value === '1y' ? 'year' : 'years', { n: value[0] }) : t('now'))));
  return el('div', { class: 'bar' }, el('label', {}, t('given'), select));
}

function silentModels({ refusals, results }, fields, models) {
  const title = (id) => modelLink(models.get(id) ?? { id, title: id });
  const waiting = refusals.filter(({ missing }) => missing.length);
  const refused = refusals.filter(({ missing }) => !missing.length);
  // Those that fail on the least are the nearest.
  const fewest = Math.min(...refused.map(({ reasons }) => reasons.length));
  const nearest = refused.filter(({ reasons }) => reasons.length === fewest);
  return [
    !results.length && !waiting.length ? el('section', { class: 'refusal', id: 'nobody' }, el('p', {}, t('nobody')),
      el('ul', { class: 'notes' }, nearest.map(({ model, reasons }) => el('li', {}, title(model), ': ', engine(reasons.join(' ')))))) : null,
    waiting.length || refused.length ? el('section', { class: 'screen', id: 'silent' },
      waiting.length ? el('details', { open: true }, el('summary', {}, `${t('wouldAnswer')} (${waiting.length})`),
        el('ul', { class: 'notes' }, waiting.map(({ model, missing }) => el('li', {}, title(model), ': ',
          t('missingWords', { text: missing.map((name) => named(fields.get(name)?.covariate.label) || name).join(', ') }))))) : null,
      refused.length ? el('details', {}, el('summary', {}, `${t('doesNotApply')} (${refused.length})`),
        el('ul', { class: 'notes' }, refused.map(({ model, reasons: own }) => el('li', {}, title(model), ': ', engine(own.join(' ')))))) : null) : null,
  ];
}

export function answers(answer, context) {
  const { fields, models, options, ask } = context;
  const { comparison } = answer;
  const notes = new Footnotes();
  const isRule = ({ model }) => models.get(model.id)?.isRule;
  const rules = comparison.results.filter(isRule);
  const scores = comparison.results.filter((result) => !isRule(result));
  const taken = new Map(comparison.results.flatMap(({ assumed }) => assumed.map((one) => [one.covariate, one.value])));
  const sources = [...new Map(comparison.results.map(({ model, citation }) => [model.id, citation])).entries()];
  return {
    top: [patientTable(comparison, fields), classes(rules, fields, notes),
      scores.length || options.given ? prognosis(scores, fields, notes, condition(options, ask), models) : null,
      taken.size || notes.messages.length ? el('section', { id: 'notes' },
        taken.size ? el('p', { class: 'small' }, t('assumed', {
          text: [...taken].map(([name, value]) => `${named(fields.get(name)?.covariate.label) || name}: ${fields.get(name)?.words(value) ?? value}`).join('; '),
        })) : null, notes.list) : null],
    told: notes.messages,
    rest: silentModels(comparison, fields, models),
    sources: el('section', { id: 'sources' }, el('h3', {}, t('sources')), el('ul', { class: 'notes' }, sources.map(([id, citation]) => el('li', {}, `${id}: `, engine(citation))))),
  };
}
