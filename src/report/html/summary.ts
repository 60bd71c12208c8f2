/** The head of the page: what was run, how many claims came out how, and one line for each of them. */
import { counted } from '../counted.js';
import { sourceText } from '../claims-listing.js';
import type { ClaimEntry, Results } from '../results.js';
import { casesByMethod, ratioText, secondsText } from '../table.js';
import { verdicts } from '../../check/result-text.js';
import { anchorOf } from './anchors.js';
import { slopeText } from './number-text.js';
import { prose } from './prose.js';
import { safe, type Html } from './template.js';
import { badge } from './verdict-badge.js';

export function summary(results: Results): Html {
  const { claims, environment } = results;
  const mutants = claims.reduce((sum, claim) => sum + claim.mutants.run, 0);
  const refuted = claims.reduce((sum, claim) => sum + claim.mutants.refuted, 0);
  const cases = claims.reduce((sum, claim) => sum + claim.cases.run, 0);
  const tiles = verdicts.map((verdict) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return safe`<li class="tile ${count === 0 ? 'none' : verdict}"><strong>${count}</strong> ${badge(verdict)}</li>`;
  });
  return safe`<section id="summary" aria-labelledby="summary-title">
    <h2 id="summary-title">Summary</h2>
    <ul class="tiles">
      ${tiles}
      <li class="tile ${refuted < mutants ? 'refuted' : 'plain'}">
        <strong>${refuted} of ${mutants}</strong> mutants refuted
      </li>
      <li class="tile plain"><strong>${cases}</strong> cases decided</li>
    </ul>
    <p>
      ${counted(claims.length, 'claim')}, profile ${results.profile}, seed ${results.seed};
      ${secondsText(environment.wallSeconds)} on ${environment.cpu.cores} cores; softproof ${results.version}.
    </p>
    ${warnings(results)}
    <div class="scroll" tabindex="0" role="group" aria-label="All claims">
      <table class="claims">
        <thead>
          <tr>
            <th scope="col">claim</th>
            <th scope="col">verdict</th>
            <th scope="col">source</th>
            <th scope="col">cases by method</th>
            <th scope="col">tightest</th>
            <th scope="col">rate</th>
            <th scope="col">mutants</th>
          </tr>
        </thead>
        <tbody>
          ${claims.map(row)}
        </tbody>
      </table>
    </div>
    ${legend()}
  </section>`;
}

function warnings({ interrupted, claims, shard, shards, baseline }: Results): Html[] {
  const faults = claims.reduce((sum, claim) => sum + (claim.faults?.length ?? 0), 0);
  const lines = [
    interrupted === true ? 'The run was stopped before every claim was finished: what stands here was finished.' : '',
    faults > 0 ? `${counted(faults, 'error')} of the software itself: see the claims. Please report them.` : '',
  ];
  const differences = (baseline?.differences ?? []).map(
    ({ claim, kind, description = '', stored = '', found = '' }) => {
      const change = stored === '' && found === '' ? '' : ` (${stored} before, ${found} now)`;
      return safe`<li>${claim}: ${kind} ${description}${change}</li>`;
    },
  );
  return [
    ...lines.filter((line) => line !== '').map((line) => safe`<p class="warning">${line}</p>`),
    ...(shard === undefined ? [] : [safe`<p>Share ${shard.index} of ${shard.count} of a run.</p>`]),
    ...(shards === undefined ? [] : [safe`<p>Put together from ${counted(shards.length, 'share')} of a run.</p>`]),
    ...(baseline === undefined
      ? []
      : [
          safe`<div class="${differences.length === 0 ? 'plain' : 'warning'}"><p>Compared with the baseline ${baseline.file} on
${counted(baseline.cases, 'case')}: ${counted(differences.length, 'difference')}.</p>${differences.length === 0 ? undefined : safe`<ul>${differences}</ul>`}</div>`,
        ]),
  ];
}

function row(claim: ClaimEntry, index: number): Html {
  const { id, about, source, provenance, verdict, methods, worst, rate, mutants } = claim;
  const ratio = worst?.ratio ?? null;
  const isKnown = worst !== null && ratio !== null && !(ratio === 0 && Number(worst.observed.upper) > 0);
  return safe`<tr>
    <th scope="row">
      <a href="#${anchorOf(id, index)}">${id}</a>
      ${about === undefined ? undefined : safe`<span class="title">${prose(about.title)}</span>`}
    </th>
    <td>${badge(verdict)}</td>
    <td>${sourceText(source)}<span class="title">${provenance}</span></td>
    <td>${casesByMethod(methods)}</td>
    <td class="number">${isKnown ? ratioText(ratio) : '—'}</td>
    <td class="number">${rate === undefined ? '—' : safe`N<sup>${slopeText(rate.fitted)}</sup>`}</td>
    <td class="number">${mutants.run === 0 ? '—' : `${mutants.refuted}/${mutants.run}`}</td>
  </tr> `;
}

function legend(): Html {
  return safe`<details class="printed">
    <summary>What the words mean</summary>
    <dl>
      <dt>${badge('certified')}</dt>
      <dd>
        A rigorous upper end of the observed side is at most the bound, in every case; for claims about layers in enough
        cases with a non-constant target and at least 16 keys. A claim is about all targets and parameters: its verdict
        speaks of the cases that were run, each of them for all inputs.
      </dd>
      <dt>${badge('held')}</dt>
      <dd>No counterexample, but at least one case rests on samples or on a bound known only from one side.</dd>
      <dt>${badge('refuted')}</dt>
      <dd>At a stored witness the rigorous lower end exceeds the bound, confirmed with more digits.</dd>
      <dt>${badge('inconclusive')}</dt>
      <dd>The budget ended first; the enclosure so far is true.</dd>
      <dt>enclosure, bound, exact, sampled</dt>
      <dd>
        How a case was decided: the observed side was enclosed over the whole domain; through an analytic bound; both
        sides are equal or ordered by exact arithmetic; by samples.
      </dd>
      <dt>tightest</dt>
      <dd>The largest ratio of the observed side and the bound: 1 means that the statement is sharp.</dd>
      <dt>mutants</dt>
      <dd>Wrong versions of the claim that the check must refute: they show that it can fail.</dd>
      <dt>as stated, reconstructed, ours</dt>
      <dd>The source’s wording; the source’s result with the constants of an explicit construction; in no source.</dd>
    </dl>
  </details>`;
}
