// One document for a person: who made it, for whom it speaks, what it asks, how well it does.

import { el, engine, table } from './elements.js';
import { t, speak, label, languageButtons, named, plain, range } from './words.js';
import * as engineDoor from './engine.js';
import { whiskers } from './drawings.js';

const place = document.getElementById('model');
let id; let model; let vocabulary; let drawing;

const list = (heading, lines) => (lines?.length ? el('section', {}, el('h2', {}, heading), el('ul', {}, lines.map((line) => engine(line, 'li')))) : null);

// A level of the model is one of the vocabulary's, or several of them taken together.
function levelWords(entry, name, members) {
  const words = (one) => named(entry.levels?.find((level) => level.name === one)?.label);
  return words(name) || (Array.isArray(members) && members.map(words).filter(Boolean).join(' / ')) || name;
}

function exampleWords({ source, patient, gives }) {
  const asked = Object.entries(patient ?? {}).map(([key, value]) => `${key} ${value}`).join(', ');
  const expected = Object.entries(gives ?? {}).map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`).join(', ');
  return `${source} ${asked}${expected ? ` → ${expected}` : ''}`;
}

function draw() {
  label();
  if (!model) return;
  document.title = `SarcomaRisk: ${model.title}`;
  const { provenance, population } = model;
  const covariates = model.covariates.map((own) => {
    const entry = vocabulary.covariates.find(({ name }) => name === own.name) ?? own;
    const levels = own.levels ? Object.keys(own.levels) : [];
    return [named(entry.label) || own.name, entry.unit ?? '', own.observed ? range(plain(own.observed[0]), plain(own.observed[1]))
      : levels.map((name) => levelWords(entry, name, own.levels[name])).join('; ')];
  });
  const measured = (model.performance ?? []).filter(({ interval }) => interval);
  place.replaceChildren(...[
    engine(model.title, 'h1'),
    el('dl', {}, [[t('status'), `${t(model.status)}, ${t('version')} ${model.version}`], [t('came'), t(provenance.method)],
      [t('aboutModel'), [engine(provenance.citation), provenance.doi ? [' ', el('a', { href: `https://doi.org/${provenance.doi}`, rel: 'noreferrer' }, `doi:${provenance.doi}`)] : null]],
      [t('derivation'), engine(provenance.derivation.text)], [t('located'), engine(provenance.located)], [t('rights'), engine(provenance.rights)]]
      .map(([term, value]) => [el('dt', {}, term), el('dd', {}, value)])),
    el('p', {}, el('a', { href: `/v1/models/${encodeURIComponent(id)}`, download: `${id}.json` }, t('download'))),
    list(t('forWhom'), population.includes), list(t('notFor'), population.excludes),
    el('section', {}, el('h2', {}, t('asks')), table(t('asks'), null, covariates)),
    model.performance?.length ? el('section', {}, el('h2', {}, t('performance')),
      measured.length ? el('div', { class: 'drawings' }, [...new Set(measured.map(({ measure }) => measure))].map((measure) => whiskers(
        measured.filter((row) => row.measure === measure).map((row) => ({ name: row.cohort, ...row })), measure))) : null,
      table(t('performance'), [t('cohort'), t('measure'), t('estimate'), t('interval')], model.performance.map((row) => [engine(row.cohort), engine(row.measure), plain(row.estimate), row.interval ? range(plain(row.interval[0]), plain(row.interval[1])) : '–']))) : null,
    list(t('limits'), model.limits), list(t('cautions'), (model.cautions ?? []).map(({ message }) => message)),
    drawing ? el('section', { class: 'nomogram' }, drawing) : null,
    list(t('examples'), model.examples.map(exampleWords)),
  ].filter(Boolean));
}

async function start() {
  try {
    id = decodeURIComponent(location.pathname.split('/')[2]);
    [model, vocabulary] = await Promise.all([engineDoor.read(`/v1/models/${encodeURIComponent(id)}`), engineDoor.read('/v1/vocabulary')]);
    draw();
    const { image } = await engineDoor.nomogram(id);
    if (image) {
      drawing = el('img', { src: URL.createObjectURL(image), alt: `${t('nomogramOf', { model: model.title })}` });
      draw();
    }
  } catch (error) {
    model = null;
    place.replaceChildren(el('p', { role: 'alert' }, t(error instanceof engineDoor.Silence ? 'silence' : error.problem?.status === 401 ? 'token' : 'noModel')));
  }
}

speak(location.hash.slice(1));
languageButtons(document.getElementById('languages'), () => {
  draw();
  for (const button of document.getElementById('languages').children) button.setAttribute('aria-pressed', button.lang === document.documentElement.lang);
});
label();
start();
