/**
 * The report of a check: one file of HTML that needs nothing else.
 *
 * A pure function of the documents: no clock, no network, no folder but that of the fonts. The policy in its head allows one
 * style sheet, by its hash, and fonts from data; no script, no image, no style attribute, no form, no frame.
 */
import { createHash } from 'node:crypto';
import type { PicturesDocument } from '../../check/pictures.js';
import type { Results } from '../results.js';
import { anchorOf } from './anchors.js';
import { claimSection } from './claim-section.js';
import { environmentCard } from './environment-card.js';
import { formulaCss } from './formula.js';
import { replayCommand, replaySection } from './replay.js';
import { StyleClasses } from './style-classes.js';
import { pageCss } from './styles.js';
import { summary } from './summary.js';
import { safe, trusted } from './template.js';

export function reportPage(results: Results, pictures?: PicturesDocument): string {
  const styles = new StyleClasses();
  const replay = replayCommand(results);
  const pictured = new Map((pictures?.claims ?? []).map((claim) => [claim.id, claim]));
  const sections = results.claims.map((claim, index) =>
    claimSection(anchorOf(claim.id, index), claim, pictured.get(claim.id), { styles, replay }),
  );
  const body = safe`<body>
    <a class="skip" href="#claims">Skip to the claims</a>
    <header>
      <h1>softproof check</h1>
      <p>
        Theorems about softmax attention as executable claims: what each says, whether it held, and how sharp it is.
      </p>
      <nav aria-label="Parts of the page">
        <a href="#summary">Summary</a> <a href="#claims">Claims</a> <a href="#environment">Reproducibility</a>
        <a href="#replay">Replay</a>
      </nav>
    </header>
    <main>
      ${summary(results)}
      <div id="claims" tabindex="-1">${sections}</div>
      ${environmentCard(results)} ${replaySection(results)}
    </main>
    <footer><p>softproof ${results.version}</p></footer>
  </body>`;
  // The parser makes line feeds of carriage returns before the hash is taken.
  const css = `${formulaCss(body.text)}\n${pageCss()}\n${styles.css()}`.replaceAll('\r', '');
  const hash = createHash('sha256').update(css, 'utf8').digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; base-uri 'none'; form-action 'none'`;
  return safe`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>softproof check: ${title(results)}</title>
        <style>${trusted(css)}</style>
      </head>
      ${body}
    </html>
`.text;
}

function title({ claims }: Results): string {
  const certified = claims.filter(({ verdict }) => verdict === 'certified').length;
  return `${certified} of ${claims.length} claims certified`;
}
