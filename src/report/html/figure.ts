/** Figures: a chart, what its marks mean, what it says, and its numbers as a table. */
import { safe, type Content, type Html } from './template.js';

export interface LegendEntry {
  /** Names the look of the sample: see `.key-…` in the style sheet. */
  readonly key: 'target' | 'output' | 'error' | 'bound' | 'slope' | 'cut' | 'at' | 'bar';
  readonly text: string;
}

export interface DataTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is left out, if anything is. */
  readonly note?: string;
}

export interface FigureOptions {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly chart: Content;
  readonly legend?: readonly LegendEntry[];
  readonly text: Content;
  readonly table: DataTable;
}

export function figure({ id, title, chart, legend = [], text, table }: FigureOptions): Html {
  const entries = legend.map(
    (entry) => safe`<span class="entry"><span class="key key-${entry.key}"></span>${entry.text}</span>`,
  );
  return safe`<figure id="${id}" tabindex="0" aria-labelledby="${id}-title">
    <figcaption>
      <h3 id="${id}-title">${title}</h3>
      <p>${text}</p>
    </figcaption>
    ${entries.length === 0 ? undefined : safe`<p class="legend">${entries}</p>`} ${chart}
    <details>
      <summary>Numbers of “${title}”</summary>
      ${dataTable(table, `${title}, as a table`)}
    </details>
  </figure>`;
}

/** A table that scrolls by itself where the page is narrow, also with the keyboard. */
export function dataTable({ head, rows, note }: DataTable, label: string): Html {
  const body = rows.map(
    (row) =>
      safe`<tr>
        ${row.map((cell, i) => (i === 0 ? safe`<th scope="row">${cell}</th>` : safe`<td>${cell}</td>`))}
      </tr> `,
  );
  return safe`<div class="scroll" tabindex="0" role="group" aria-label="${label}">
      <table class="numbers">
        <thead>
          <tr>
            ${head.map((title) => safe`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${body}
        </tbody>
      </table>
    </div>
    ${note === undefined ? undefined : safe`<p class="note">${note}</p>`}`;
}
