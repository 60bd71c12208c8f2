/** A sweep as a heat map: cells against κ on log axes, the error in colours, the best κ of every row as a line. */
import { errorOfPoint, SHARP_KAPPA, valley, type Sweep } from '../check/sweep.js';

const [LEFT, TOP, CELL_WIDTH, CELL_HEIGHT] = [80, 60, 72, 40];
/** From small to large errors; its lightness rises evenly, so that it reads without hue, too (after viridis). */
const COLOURS = ['#440154', '#46327e', '#365c8d', '#277f8e', '#1fa187', '#4ac16d', '#a0da39', '#fde725'];

/** An SVG document. */
export function sweepImage(sweep: Sweep): string {
  const { points, target, construction, norm, sampled } = sweep;
  const known = points
    .map((point) => ({ ...point, error: Number(errorOfPoint(point)) }))
    .filter(({ error }) => error > 0 && error < Infinity);
  const kappas = [...new Set(points.map(({ kappa }) => kappa))].toSorted((a, b) => Number(a) - Number(b));
  const cells = [...new Set(points.map((point) => point.cells))].toSorted((a, b) => a - b);
  const logs = known.map(({ error }) => Math.log10(error));
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  const x = (kappa: string | null): number => LEFT + CELL_WIDTH * kappas.indexOf(kappa);
  const y = (count: number): number => TOP + CELL_HEIGHT * (cells.length - 1 - cells.indexOf(count));
  const width = LEFT + CELL_WIDTH * Math.max(kappas.length, 4) + 20;
  const height = TOP + CELL_HEIGHT * cells.length + 70;

  const tiles = known.map(({ cells: count, kappa, error }) => {
    const share = most > least ? (Math.log10(error) - least) / (most - least) : 0;
    const shade = Math.min(COLOURS.length - 1, Math.floor(share * COLOURS.length));
    const ink = shade < COLOURS.length / 2 ? '#fff' : '#000';
    const middle = [x(kappa) + CELL_WIDTH / 2, y(count) + CELL_HEIGHT / 2 + 4];
    return (
      `<rect x="${x(kappa)}" y="${y(count)}" width="${CELL_WIDTH}" height="${CELL_HEIGHT}" fill="${COLOURS[shade]!}"/>` +
      text(middle[0]!, middle[1]!, error.toExponential(1), `fill="${ink}" text-anchor="middle"`)
    );
  });
  const path = [...valley(sweep)].map(
    ([count, { kappa }]) => `${x(kappa) + CELL_WIDTH / 2},${y(count) + CELL_HEIGHT / 2}`,
  );
  const sharp = kappas.includes(SHARP_KAPPA)
    ? [
        `<rect x="${x(SHARP_KAPPA)}" y="${TOP}" width="${CELL_WIDTH}" height="${CELL_HEIGHT * cells.length}" fill="none" stroke="#d55e00" stroke-width="3" stroke-dasharray="6 4"/>`,
        text(x(SHARP_KAPPA) + CELL_WIDTH / 2, TOP - 8, 'papers', 'fill="#d55e00" text-anchor="middle"'),
      ]
    : [];
  const bottom = TOP + CELL_HEIGHT * cells.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escape(`${norm === 'inf' ? 'Sup' : `L_${norm}`} error of ${construction} for ${target}, ${sampled === undefined ? 'certified upper ends' : 'sampled'}`)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(
      LEFT,
      24,
      `${construction}, ${target}: ${sampled === undefined ? 'certified' : 'sampled'} ${norm === 'inf' ? 'sup' : `L_${norm}`} error`,
      'font-size="14"',
    ),
    ...tiles,
    ...(path.length > 1
      ? [
          `<polyline points="${path.join(' ')}" fill="none" stroke="#fff" stroke-width="5"/>`,
          `<polyline points="${path.join(' ')}" fill="none" stroke="#000" stroke-width="2"/>`,
        ]
      : []),
    ...sharp,
    ...cells.map((count) => text(LEFT - 8, y(count) + CELL_HEIGHT / 2 + 4, String(count), 'text-anchor="end"')),
    ...kappas.map((kappa) => text(x(kappa) + CELL_WIDTH / 2, bottom + 18, kappa ?? '', 'text-anchor="middle"')),
    text(16, TOP - 8, 'cells', ''),
    text(
      LEFT,
      bottom + 40,
      kappas.some((kappa) => kappa !== null) ? 'κ = R s²; the line joins the least error of every row' : '',
      '',
    ),
    '</svg>\n',
  ].join('\n');
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escape(content)}</text>`;
}

function escape(content: string): string {
  const names: Readonly<Record<string, string>> = {
    '<': '&lt;',
    '>': '&gt;',
    '&': '&amp;',
    '"': '&quot;',
    "'": '&#39;',
  };
  // Control characters have no place in XML.
  return content.replace(/[<>&"']/g, (sign) => names[sign]!).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, '�');
}
