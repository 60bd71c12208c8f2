/** The case to look at: numbers, picture, the case by value, and the command that decides it again. */
import type { PicturedClaim } from '../../check/pictures.js';
import type { Picture } from '../../theorems/pictures/picture.js';
import { tightestFilePath } from '../case-files.js';
import { ratioText } from '../table.js';
import { curveFigure } from './charts/curve-figure.js';
import { mapFigure } from './charts/map-figure.js';
import { weightsFigure } from './charts/weights-figure.js';
import { caseByValue } from './case-by-value.js';
import { endText, intervalText } from './number-text.js';
import type { ReplayCommand } from './replay.js';
import type { StyleClasses } from './style-classes.js';
import { given, safe, type Html } from './template.js';

export function tightestCase(anchor: string, claim: PicturedClaim, styles: StyleClasses, replay: ReplayCommand): Html {
  const { id, description, result, picture } = claim;
  const { verdict, method, observed, bound, ratio, witness, note } = result;
  return safe`<h3>Tightest case</h3>
    <p>${description}</p>
    <dl class="facts">
      <dt>observed</dt>
      <dd>${intervalText(observed)}</dd>
      <dt>bound</dt>
      <dd>${endText(bound, 'down')}</dd>
      <dt>ratio</dt>
      <dd>${ratio === null ? '—' : ratioText(ratio)}</dd>
      <dt>decided</dt>
      <dd>${verdict} by ${METHODS[method]}</dd>
      ${given(
        witness,
        (point) =>
          safe`<dt>attained at</dt>
            <dd>(${point.map((x) => endText(x, 'down')).join(', ')})</dd>`,
      )}
    </dl>
    ${given(note, (text) => safe`<p class="note">${text}</p>`)}
    ${given(picture, (shown) => pictureFigure(`${anchor}-picture`, shown, bound, styles))} ${caseByValue(claim.case)}
    <p>Decide it again: <code>${replay(tightestFilePath('', id))}</code></p>`;
}

/** As in "certified by …". */
const METHODS = { enclosure: 'enclosure', bound: 'an analytic bound', exact: 'exact arithmetic', sampled: 'samples' };

function pictureFigure(id: string, picture: Picture, bound: string, styles: StyleClasses): Html {
  switch (picture.kind) {
    case 'curve':
      return curveFigure(id, picture, bound, styles);
    case 'map':
      return mapFigure(id, picture, bound, styles);
    case 'weights':
      return weightsFigure(id, picture, styles);
  }
}
