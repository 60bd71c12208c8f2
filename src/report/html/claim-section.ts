/** One claim: statement, source, verdict and how it was decided, charts, tightest case, mutants. */
import type { PicturedClaim } from '../../check/pictures.js';
import { caseFilePath } from '../case-files.js';
import { sourceText } from '../claims-listing.js';
import { counted } from '../counted.js';
import type { AboutClaim, ClaimEntry, FaultEntry } from '../results.js';
import { casesByMethod, secondsText } from '../table.js';
import { caseByValue } from './case-by-value.js';
import { ratioFigure } from './charts/ratio-figure.js';
import { rateFigure } from './charts/rate-figure.js';
import { formula } from './formula.js';
import { counterexampleBlock, mutantsSection } from './mutants.js';
import { prose } from './prose.js';
import type { ReplayCommand } from './replay.js';
import type { StyleClasses } from './style-classes.js';
import { given, safe, type Content, type Html } from './template.js';
import { tightestCase } from './tightest-case.js';
import { badge } from './verdict-badge.js';

export function claimSection(
  anchor: string,
  claim: ClaimEntry,
  pictured: PicturedClaim | undefined,
  { styles, replay }: { readonly styles: StyleClasses; readonly replay: ReplayCommand },
): Html {
  const { id, about, verdict, ratios, rate, counterexample, faults = [], mutants } = claim;
  const isCounted = ratios !== undefined && ratios.counts.some((count) => count > 0);
  return safe`<section class="claim" id="${anchor}" aria-labelledby="${anchor}-title">
    <h2 id="${anchor}-title">${id} ${badge(verdict)}</h2>
    ${given(about, ({ title }) => safe`<p class="lead">${prose(title)}.</p>`)}
    <p class="source">${sourceLine(claim)}</p>
    ${given(about, ({ statement }) => safe`<div class="statement scroll" tabindex="0" role="group" aria-label="Statement">${formula(statement, styles)}</div>`)}
    <p>${decided(claim)}</p>
    ${given(
      counterexample,
      (found) =>
        safe`<h3>Counterexample</h3>
          ${counterexampleBlock(found, replay(caseFilePath('', id)))}`,
    )}
    ${faults.map(faultBlock)} ${given(about, (words) => wordsOf(words, styles))}
    <div class="pair">
      ${given(rate, (study) => rateFigure(`${anchor}-rate`, study, styles))}
      ${isCounted ? ratioFigure(`${anchor}-ratios`, ratios, styles) : undefined}
    </div>
    ${given(pictured, (tightest) => tightestCase(anchor, tightest, styles, replay))} ${mutantsSection(id, mutants, replay)}
    <p class="back"><a href="#summary">Back to the summary</a></p>
  </section>`;
}

function sourceLine({ source, provenance, about }: ClaimEntry): Content {
  const link = /^arXiv:(\d{4}\.\d{4,5})$/.exec(source.paper);
  const where =
    link === null
      ? sourceText(source)
      : safe`<a href="https://arxiv.org/abs/${link[1]}">${source.paper}</a> ${source.item}`;
  const constructions =
    about === undefined || about.constructions.length === 0 ? '' : `; construction ${about.constructions.join(', ')}`;
  return safe`${where} <span class="chip">${provenance}</span>${constructions}`;
}

function decided({ cases, methods, reason, seconds, verdict }: ClaimEntry): Html {
  const others = (['held', 'refuted', 'inconclusive'] as const).filter((name) => cases[name] > 0 && name !== verdict);
  const rest = others.map((name) => `${cases[name]} ${name}`).join(', ');
  return safe`Decided on ${counted(cases.run, 'case')}, ${casesByMethod(methods)}${rest === '' ? '' : ` (${rest})`}, in
  ${secondsText(seconds)} of work.${reason === undefined ? '' : ` Not certified, because ${reason}.`}`;
}

function faultBlock({ where, message, case: input }: FaultEntry): Html {
  return safe`<div class="warning">
    <p>Error of the software itself in ${where}: ${message}</p>
    ${input === undefined ? undefined : caseByValue(input)}
  </div>`;
}

function wordsOf({ published, hypotheses, assumptions, explanation }: AboutClaim, styles: StyleClasses): Html {
  const list = (title: string, items: readonly string[]): Html | undefined =>
    items.length === 0
      ? undefined
      : safe`<div>
          <h3>${title}</h3>
          <ul>
            ${items.map((item) => safe`<li>${prose(item)}</li>`)}
          </ul>
        </div>`;
  return safe`<details class="printed" open>
      <summary>Hypotheses, and what an auditor must see</summary>
      <div class="words">${list('Hypotheses', hypotheses)}${list('Assumptions', assumptions)}</div>
    </details>
    <details class="printed">
      <summary>Published form, proof idea, how it is decided</summary>
      ${given(
        published,
        (latex) =>
          safe`<h3>Published form</h3>
            <div class="statement scroll" tabindex="0" role="group" aria-label="Published form">
              ${formula(latex, styles)}
            </div>`,
      )}
      ${explanation.map((paragraph) => safe`<p>${prose(paragraph)}</p>`)}
    </details>`;
}
