/**
 * Live progress of a check, on stderr: in a terminal a block that is redrawn, below a line for each finished claim;
 * elsewhere those lines alone, and a sign of life every ten seconds.
 */
import type { Colors } from 'picocolors/types.js';
import type { ClaimOutcome } from '../check/claim-outcome.js';
import type { RunEvent } from '../check/run-event.js';
import { counted } from '../report/counted.js';
import { shorten, shortenInterval } from '../report/shorten.js';
import { paint, ratioText, secondsText } from '../report/table.js';
import { columnsOf, type Output } from './context.js';

export interface CheckProgress {
  readonly onEvent: (event: RunEvent) => void;
  /** Takes the block off the screen and stops the clock. */
  readonly stop: () => void;
}

const REDRAW_MILLISECONDS = 100;
const HEARTBEAT_MILLISECONDS = 10_000;
const BAR_WIDTH = 24;

export function showProgress(output: Output, colours: Colors): CheckProgress {
  const live = output.isTTY === true;
  const started = performance.now();
  let total = 0;
  let finished = 0;
  let current: (RunEvent & { kind: 'progress' }) | undefined;
  let drawnLines = 0;
  let drawnAt = -Infinity;

  function elapsed(): string {
    return secondsText((performance.now() - started) / 1000);
  }

  function erase(): void {
    // Up to the block's first line, and clear from there to the end of the screen.
    if (drawnLines > 0) output.write(`\u001b[${drawnLines}A\u001b[0J`);
    drawnLines = 0;
  }

  function draw(): void {
    const lines = [`${finished} of ${total} claims done, ${elapsed()}`, ...(current ? describe(current) : [])];
    const width = columnsOf(output) - 1;
    erase();
    output.write(lines.map((line) => `${line.slice(0, width)}\n`).join(''));
    drawnLines = lines.length;
    drawnAt = performance.now();
  }

  function beat(): void {
    if (live) draw();
    else output.write(`${[`… ${finished} of ${total} claims done, ${elapsed()}`, ...summary(current)].join('; ')}\n`);
  }

  const timer = setInterval(beat, live ? 1000 : HEARTBEAT_MILLISECONDS);
  timer.unref();

  return {
    onEvent(event) {
      if (event.kind === 'started') {
        total = event.claims.length;
      } else if (event.kind === 'progress') {
        current = event;
        if (live && performance.now() - drawnAt >= REDRAW_MILLISECONDS) draw();
      } else {
        finished += 1;
        if (current?.claim === event.outcome.claim) current = undefined;
        if (live) erase();
        output.write(`${finishedLine(event.outcome, colours)}\n`);
        if (live) draw();
      }
    },
    stop() {
      clearInterval(timer);
      if (live) erase();
    },
  };
}

function describe({ claim, cases, mutants, worst }: RunEvent & { kind: 'progress' }): string[] {
  const filled = cases.total === 0 ? BAR_WIDTH : Math.floor((BAR_WIDTH * cases.done) / cases.total);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const counts = `${cases.done}/${cases.total} cases, ${mutants.done}/${mutants.total} mutants`;
  const lines = [`${claim.id}  ${bar}  ${counts}`];
  if (worst !== undefined) {
    const against = `bound ${shorten(worst.bound, 'down')} (ratio ${ratioText(worst.ratio)})`;
    lines.push(`  tightest so far: ${shortenInterval(worst.observed)} against ${against}`);
  }
  return lines;
}

function summary(current: (RunEvent & { kind: 'progress' }) | undefined): string[] {
  return current === undefined ? [] : [`${current.claim.id} ${current.cases.done}/${current.cases.total} cases`];
}

/** Why a verdict is not stronger stands below the table, with what else there is to say. */
function finishedLine({ claim, verdict, tally, mutants, seconds }: ClaimOutcome, colours: Colors): string {
  const refuted = mutants.filter((mutant) => mutant.refuted).length;
  const killed = mutants.length === 0 ? '' : `, ${refuted}/${mutants.length} mutants refuted`;
  const counts = `${counted(tally.cases.run, 'case')}${killed}, ${secondsText(seconds)}`;
  return `${claim.id}: ${paint(colours, verdict, verdict)} (${counts})`;
}
