/** `softproof verify CERTIFICATE`. */
import type { Command } from 'commander';
import { printable } from '../check/spell-out.js';
import { verifyCertificate, type Verification } from '../checker/verify.js';
import { readTextFile, type TextFileKind } from '../expression/read-text-file.js';
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { realNumber } from './numbers.js';
import { printJson } from './print-json.js';
import { showLine } from './progress-line.js';

interface VerifyFlags {
  readonly time?: number;
  readonly json?: true;
  readonly quiet?: true;
}

const FILE: TextFileKind = {
  name: 'a certificate as softproof certify --certificate writes it',
  mostBytes: 1 << 26,
  whenLarger: 'Certificates are smaller: ask for a larger tolerance.',
};

export function addVerify(program: Command, context: CliContext): void {
  program
    .command('verify')
    .description('check a certificate, by a program that shares nothing with the one that found it')
    .argument('<certificate>', 'a file that softproof certify --certificate wrote')
    .option('--time <s>', 'most seconds; a check that takes longer shows nothing', realNumber(false))
    .option('--json', 'print the outcome as one JSON document on stdout')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      '\nExample:\n  softproof certify fixtures/targets/sin.ts --cells 16 --certificate sin.json\n  softproof verify sin.json',
    )
    .action((file: string, flags: VerifyFlags) => verify(file, flags, context));
}

async function verify(file: string, flags: VerifyFlags, { stdout, stderr, exit }: CliContext): Promise<void> {
  const text = await readTextFile(file, FILE);
  const progress = showLine(stderr, flags.quiet === true);
  const found = verifyCertificate(text, {
    ...(flags.time === undefined ? {} : { seconds: flags.time }),
    onProgress: ({ leaves, ofLeaves }) => progress.tell(`${leaves} of ${ofLeaves} leaves`),
  });
  progress.stop();
  if (flags.json) printJson(stdout, { schema: 'softproof/verification@1', ...found });
  else stdout.write(verificationText(found));
  exit.code = found.valid ? EXIT.ok : EXIT.refuted;
}

function verificationText({ valid, statement, reason, leaves, seconds }: Verification): string {
  const verdict = valid ? 'valid' : 'invalid';
  return `${verdict}: ${printable(reason ?? statement)}\n${leaves} leaves, ${seconds.toFixed(2)} s\n`;
}
