// A consultation as a person reads it: classes, survival side by side, and why the others are silent.

import { el, engine, table } from './elements.js';
import { t, current, named, percent, percentRange, time, plain, fixed } from './words.js';

function badges({ method, status }) {
  const weak = ['digitisedNomogram', 'reconstructed'].includes(method);
  return [el('span', { class: weak ? 'badge weak' : 'badge' }, t(method)),
    status === 'verified' ? null : [' ', el('span', { class: 'badge weak' }, t(status))]];
}

// In another tab, for this one keeps the patient nowhere but on the screen.
const modelLink = (model) => el('a', { href: `/models/${encodeURIComponent(model.id)}#${current()}`, target: '_blank' }, engine(model.title));

// Cautions that several answers share are written once and numbered, in brackets: a raised 1 behind a
// class reads, and is read aloud, as a part of it.
class Footnotes {
  messages = [];
  marks(cautions) {
    const numbers = cautions.filter(({ code }) => code !== 'assumedInScope').map(({ message }) => {
      if (!this.messages.includes(message)) this.messages.push(message);
      return this.messages.indexOf(message) + 1;
    });
    return numbers.length ? el('span', { class: 'marks' }, `\u00a0[${numbers.sort((one, other) => one - other).join(', ')}]`) : null;
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

// A class that is a word is said in the language; a stage is its own name.
export function classWords(category) {
  const key = `class${category.replace(/(?:^| )(\w)/g, (_, letter) => letter.toUpperCase())}`;
  return t(key) === key ? engine(category) : t(key);
}

function classes(rules, fields, notes) {
  if (!rules.length) return null;
  const rows = rules.flatMap((result) => answersOf(result, fields).map(({ condition, answer }) => {
    // A bare number says nothing without its name.
    const findings = Object.entries(answer.findings).map(([name, value]) => (/^\d/.test(value) ? `${name} ${value}` : value)).join(' ');
    const chances = answer.predictions.map((prediction) => el('div', {}, `${what(prediction)}: `, el('span', { 'data-probability': prediction.probability }, percent(prediction.probability))));
    return [modelLink(result.model),
      el('td', { 'data-head': t('class') }, el('span', { class: 'category', 'data-category': result.model.id }, answer.category ? classWords(answer.category) : findings ? engine(findings) : t('noClass')),
        notes.marks(result.cautions), condition ? el('div', { class: 'small' }, condition) : null),
      el('td', { 'data-head': t('fired') }, answer.category && findings ? el('div', {}, findings) : null,
        answer.because ? engine(answer.because, 'div') : null, answer.outcome ? engine(answer.outcome, 'div') : null, chances)];
  }));
  return el('section', { id: 'classes' }, el('h3', {}, t('classes')),
    table(t('classes'), [t('rule'), t('class'), t('fired')], rows, { class: 'stack' }));
}

export const what = ({ endpoint, time: when }) => (when ? t('at', { what: t(endpoint), time: time(when) }) : t(endpoint));

// Times to which somebody may be known to be alive.
export const givens = ['1y', '2y', '3y', '5y'];

function prognosis(scores, fields, notes, given, silence, models) {
  const rows = scores.flatMap((result) => answersOf(result, fields).flatMap(({ condition, answer }) => {
    // Made anew for every row, for an element stands in one place alone. On paper the choice above the table
    // is not seen.
    const extra = () => [result.given ? el('div', { class: 'small', 'data-given': result.model.id }, `${t('given')} ${time(result.given)}`) : null,
      condition ? el('div', { class: 'small' }, condition) : null,
      answer.because ? engine(answer.because, 'div', { class: 'small' }) : null,
      answer.riskGroup ? el('div', { class: 'small' }, `${t('riskGroup')}: `, engine(answer.riskGroup)) : null];
    const first = () => [modelLink(result.model), notes.marks(result.cautions)];
    const came = () => el('td', { 'data-head': t('came') }, badges(result.model));
    if (!answer.predictions.length) {
      const value = answer.totalPoints !== null ? t('pointsAlone', { n: plain(Number(answer.totalPoints.toPrecision(5))) })
        : t('predictorAlone', { n: answer.linearPredictor === null ? '–' : fixed(answer.linearPredictor, 3) });
      return [[first(), el('td', { 'data-head': t('endpoint') }, t(models.get(result.model.id)?.endpoint ?? '')),
        el('td', { colspan: 2, 'data-head': t('probability') }, value, extra()), came()]];
    }
    return answer.predictions.map((prediction) => [first(),
      el('td', { 'data-head': t('endpoint') }, what(prediction)),
      el('td', { class: 'number', 'data-head': t('probability') },
        el('span', { class: 'value', 'data-probability': prediction.probability, 'data-model': result.model.id, 'data-time': prediction.time ? `${prediction.time.value}${prediction.time.unit}` : null }, percent(prediction.probability)), extra()),
      el('td', { class: 'number', 'data-head': t('interval') }, prediction.interval ? percentRange(prediction.interval) : el('span', { class: 'small' }, t('noInterval'))), came()]);
  }));
  return el('section', { id: 'prognosis' }, el('h3', {}, t('prognosis')), given, silence,
    rows.length ? table(t('prognosis'), [t('model'), t('endpoint'), t('probability'), t('interval'), t('came')], rows, { class: 'stack' }) : null);
}

// Alive until a time, and from then on.
function condition(options, ask) {
  const select = el('select', { id: 'given', onchange: () => { options.given = select.value; ask(true); } },
    ['', ...givens].map((value) => el('option', { value, selected: value === options.given },
      value ? t(value === '1y' ? 'year' : 'years', { n: value[0] }) : t('now'))));
  return el('div', { class: 'bar' }, el('label', {}, t('given'), select));
}

const modelOf = (id, models) => modelLink(models.get(id) ?? { id, title: id });
const reasonsOf = (refused, models) => el('ul', { class: 'notes' }, refused.map(({ model, reasons }) =>
  el('li', {}, modelOf(model, models), ': ', engine(reasons.join(' ')))));

// Why nothing, or no survival, can be said of this patient; nothing where a score still asks something, unless
// what keeps the others silent is the time that was chosen.
function refusal({ refusals, results }, given, models) {
  const isScore = ({ model }) => !models.get(model)?.isRule;
  const candidates = results.length || given ? refusals.filter(isScore) : refusals;
  const refused = candidates.filter(({ missing }) => !missing.length);
  if (!refused.length || (!given && candidates.some((one) => isScore(one) && one.missing.length))) return null;
  // Those that fail on the least are the nearest.
  const fewest = Math.min(...refused.map(({ reasons }) => reasons.length));
  return el('div', { class: 'refusal', id: 'nobody' }, el('p', {}, t(results.length ? 'nobodySurvival' : 'nobody')),
    reasonsOf(refused.filter(({ reasons }) => reasons.length === fewest), models));
}

function silentModels({ refusals }, fields, models) {
  const waiting = refusals.filter(({ missing }) => missing.length);
  const refused = refusals.filter(({ missing }) => !missing.length);
  if (!refusals.length) return null;
  return el('section', { class: 'screen', id: 'silent' },
    waiting.length ? el('details', { open: true }, el('summary', {}, `${t('wouldAnswer')} (${waiting.length})`),
      el('ul', { class: 'notes' }, waiting.map(({ model, missing }) => el('li', {}, modelOf(model, models), ': ',
        t('missingWords', { text: missing.map((name) => named(fields.get(name)?.covariate.label) || name).join(', ') }))))) : null,
    refused.length ? el('details', {}, el('summary', {}, `${t('doesNotApply')} (${refused.length})`), reasonsOf(refused, models)) : null);
}

// What gives survival, overall survival first.
export function scoresOf({ results }, models) {
  const isOverall = ({ model }) => models.get(model.id)?.endpoint === 'overallSurvival';
  return results.filter(({ model }) => !models.get(model.id)?.isRule).sort((one, other) => isOverall(other) - isOverall(one));
}

export function answers(answer, context) {
  const { fields, models, options, ask } = context;
  const { comparison } = answer;
  const notes = new Footnotes();
  const isRule = ({ model }) => models.get(model.id)?.isRule;
  const rules = comparison.results.filter(isRule);
  const scores = scoresOf(comparison, models);
  const silence = scores.length ? null : refusal(comparison, options.given, models);
  const taken = new Map(comparison.results.flatMap(({ assumed }) => assumed.map((one) => [one.covariate, one.value])));
  const effects = (answer.benefit?.estimates ?? []).filter(({ effect, citation }) => effect && citation);
  const sources = [...new Map([...comparison.results.map(({ model, citation }) => [model.id, citation]), ...effects.map(({ effect, citation }) => [effect, citation])])];
  return {
    top: [patientTable(comparison, fields), classes(rules, fields, notes),
      scores.length || options.given || silence
        ? prognosis(scores, fields, notes, scores.length || options.given ? condition(options, ask) : null, silence, models) : null,
      taken.size || notes.messages.length ? el('section', { id: 'notes' },
        taken.size ? el('p', { class: 'small' }, t('assumed', {
          text: [...taken].map(([name, value]) => `${named(fields.get(name)?.covariate.label) || name}: ${fields.get(name)?.words(value) ?? value}`).join('; '),
        })) : null, notes.list) : null],
    told: notes.messages,
    rest: silentModels(comparison, fields, models),
    sources: sources.length ? el('section', { id: 'sources' }, el('h3', {}, t('sources')),
      el('ul', { class: 'notes' }, sources.map(([id, citation]) => el('li', {}, `${id}: `, engine(citation))))) : null,
  };
}
