/** Just enough Markdown to hold the documentation to the code: fenced blocks, links, inline code, headings. */
import type { TextFile } from './source-files.js';

export interface Fence {
  /** 1-based line of the opening fence. */
  readonly line: number;
  /** The word after the opening fence, for example `ts`; empty if there is none. */
  readonly language: string;
  readonly text: string;
}

export interface Prose {
  readonly fences: readonly Fence[];
  /** Lines outside of fences and comments; those inside are empty, so that numbers of lines stay. */
  readonly lines: readonly string[];
}

export function readMarkdown({ path, text }: TextFile): Prose {
  const fences: Fence[] = [];
  const lines: string[] = [];
  let open: { line: number; language: string; body: string[] } | undefined;
  const visible = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ''));
  visible.split('\n').forEach((line, i) => {
    const fence = /^ {0,3}```\s*(\w*)/.exec(line);
    if (open === undefined && fence !== null) {
      open = { line: i + 1, language: fence[1]!, body: [] };
    } else if (open !== undefined && fence !== null) {
      fences.push({ line: open.line, language: open.language, text: `${open.body.join('\n')}\n` });
      open = undefined;
    } else {
      open?.body.push(line);
    }
    lines.push(open === undefined && fence === null ? line : '');
  });
  if (open !== undefined) throw new Error(`${path}:${open.line}: the block is never closed`);
  return { fences, lines };
}

/** Spans between single backquotes. */
export function inlineCode(line: string): string[] {
  return [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
}

/** Destinations of the links of a line. */
export function links(line: string): string[] {
  const prose = line.replace(/`[^`]+`/g, 'code');
  return [...prose.matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
}

/** The anchors that headings get: lower case, words joined by hyphens. */
export function anchors({ lines }: Prose): Set<string> {
  const headings = lines.flatMap((line) => /^#{1,6}\s+(.*)$/.exec(line)?.[1] ?? []);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
