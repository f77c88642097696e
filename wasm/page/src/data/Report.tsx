/** What came of a load: files, rows, and what could not be used and why. */
import { useState } from "preact/hooks";
import type { LoadReport, Reject } from "veyl";
import { Name, Text } from "../text/Text";
import { count, plural } from "../text/format";

const FIRST = 20;

export function Report({ report }: { report: LoadReport }) {
  const rejected = report.sources.reduce((sum, { rejected }) => sum + rejected, 0);
  return (
    <section class="panel report" aria-label="Load">
      <p>
        {plural(report.newPosts, "post")} new, {count(report.updatedPosts)} updated, {count(report.unchangedPosts)}{" "}
        unchanged
        {rejected > 0 && `, ${plural(rejected, "row")} rejected`}
      </p>
      <div class="scroll" role="region" aria-label="Files" tabIndex={0}>
        <table class="table">
          <thead>
            <tr>
              <th>File</th>
              <th>Format</th>
              <th class="number">Read</th>
              <th class="number">Accepted</th>
              <th class="number">Duplicates</th>
              <th class="number">Rejected</th>
            </tr>
          </thead>
          <tbody>
            {report.sources.map((source) => (
              <tr key={source.source}>
                <td>
                  <Name value={source.source} />
                </td>
                <td title={source.why.slice(0, 300)}>{source.format}</td>
                <td class="number">{count(source.read)}</td>
                <td class="number">{count(source.accepted)}</td>
                <td class="number">{count(source.duplicates)}</td>
                <td class="number">{count(source.rejected)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rejected > 0 && <Rejects report={report} rejected={rejected} />}
    </section>
  );
}

function Rejects({ report, rejected }: { report: LoadReport; rejected: number }) {
  const [most, setMost] = useState(FIRST);
  return (
    <details open>
      <summary>{plural(rejected, "row")} could not be used</summary>
      <ul class="reasons">
        {Object.entries(report.reasons).map(([reason, rows]) => (
          <li key={reason}>
            {count(rows)} <Text value={reason} most={200} />
          </li>
        ))}
      </ul>
      <div class="scroll" role="region" aria-label="Rejected rows" tabIndex={0}>
        <table class="table">
          <thead>
            <tr>
              <th>Where</th>
              <th>Field</th>
              <th>Value</th>
              <th>Reason</th>
            </tr>
          </thead>
          <tbody>
            {report.rejects.slice(0, most).map((reject, at) => (
              <tr key={at}>
                <td>
                  <Name value={reject.source} /> {placeOf(reject)}
                </td>
                <td>{reject.field !== undefined && <Name value={reject.field} />}</td>
                <td>{reject.value !== undefined && <Text value={reject.value} most={120} />}</td>
                <td>
                  <Text value={reject.reason} most={200} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {report.rejects.length > most && (
        <button type="button" class="plain" onClick={() => setMost(most + 100)}>
          More of them
        </button>
      )}
      {report.rejects.length < rejected && most >= report.rejects.length && (
        <p class="faint">The first {count(report.rejects.length)} are kept.</p>
      )}
    </details>
  );
}

function placeOf({ line, record }: Reject): string {
  return line !== undefined ? `line ${count(line)}` : record !== undefined ? `record ${count(record)}` : "";
}
