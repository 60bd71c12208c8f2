/** Follows both sides of an `if` whose condition depends on the inputs. */
import type { NodeIndex } from '../expression.js';
import { foldReturns, guarded } from './early-return.js';
import { joinBranches, keepBranch, select } from './join.js';
import type { Branch, Machine } from './machine.js';
import { not } from './numbers.js';
import type { Place } from './syntax.js';
import type { Completion, TruthValue, Value } from './values.js';

export function executeBranches(
  machine: Machine,
  condition: NodeIndex,
  runYes: () => Completion,
  runNo: () => Completion,
  place: Place,
): Completion {
  const yes = machine.branch(runYes);
  const no = machine.branch(runNo);
  for (const { result } of [yes, no]) {
    if (result.exit === 'break' || result.exit === 'continue') {
      machine.fail(result.place, {
        found: `${result.exit} under a condition that depends on the input`,
        remedy: 'Loops are unrolled: put the rest of the body under the opposite condition instead.',
      });
    }
  }
  const opposite = not(machine, { kind: 'truth', node: condition });
  const [yesValue, noValue] = [returned(machine, yes), returned(machine, no)];
  if (yesValue && noValue) {
    return { exit: 'return', place, value: select(machine, condition, yesValue, noValue, place), early: [] };
  }
  // The first return that applies decides, so the other side's need no guard against this one.
  if (yesValue) {
    keepBranch(machine, no);
    return { exit: 'next', place, early: [{ condition, value: yesValue, place }, ...no.result.early] };
  }
  if (noValue) {
    keepBranch(machine, yes);
    return { exit: 'next', place, early: [{ condition: opposite.node!, value: noValue, place }, ...yes.result.early] };
  }
  const test: TruthValue = { kind: 'truth', node: condition };
  joinBranches(machine, condition, yes, no, place);
  return {
    exit: 'next',
    place,
    early: [...guarded(machine, test, yes.result.early), ...guarded(machine, opposite, no.result.early)],
  };
}

/** What a side returns on all its paths. */
function returned(machine: Machine, { result }: Branch<Completion>): Value | undefined {
  return result.value && foldReturns(machine, result.value, result.early);
}
