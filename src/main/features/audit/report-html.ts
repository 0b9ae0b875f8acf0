/**
 * A report as one self-contained page: no script, nothing from elsewhere, and a policy that forbids both; made to be printed
 * to A4. Every word of the log in it is escaped. Pure.
 */
import { hash } from 'node:crypto'
import { severities } from '../../../shared/contract/audit-filter.ts'
import { utc } from './head-break.ts'
import { Html, html } from './html-text.ts'
import { reportBars } from './report-bars.ts'
import { refusedShare } from './report-figures.ts'
import type { Report, Situation } from './report-figures.ts'
import { reportStyle } from './report-style.ts'

const figures = new Intl.NumberFormat('en')
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })
const policy = `default-src 'none'; style-src 'sha256-${hash('sha256', reportStyle, 'base64')}'; base-uri 'none'; form-action 'none'`

/** Apart from the page, so that its text is to the letter what the policy allows. */
const style = new Html(`<style>${reportStyle}</style>`)

interface Ranked {
  entries: number
  events: number
  refused: number
}

const rankedTable = (title: string, what: string, rows: readonly (Ranked & { name: string })[]): Html =>
  rows.length === 0
    ? html``
    : html`<h2>${title}</h2>
        <table>
          <thead>
            <tr>
              <th>${what}</th>
              <th class="n">Entries</th>
              <th class="n">Events</th>
              <th class="n">Refused</th>
              <th class="n">Share refused</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row) =>
                html`<tr>
                  <td>${row.name}</td>
                  <td class="n">${figures.format(row.entries)}</td>
                  <td class="n">${figures.format(row.events)}</td>
                  <td class="n">${figures.format(row.refused)}</td>
                  <td class="n">${percent.format(refusedShare(row))}</td>
                </tr>`,
            )}
          </tbody>
        </table>`

const tile = (name: string, figure: string): Html => html`<div class="tile"><b>${figure}</b><span>${name}</span></div>`

const situationPart = ({ level, incidents }: Situation): Html =>
  html`<h2>Threat level and incidents</h2>
    <p>The threat level was ${level.level} when this report was made. ${level.sentence}</p>
    ${
      incidents.length === 0
        ? html`<p>No incident was active in this period.</p>`
        : html`<table>
            <thead>
              <tr>
                <th class="n">No.</th>
                <th>Incident</th>
                <th>Severity</th>
                <th>State</th>
                <th>First and last</th>
                <th class="n">Events</th>
              </tr>
            </thead>
            <tbody>
              ${incidents.map(
                (one) =>
                  html`<tr>
                    <td class="n">${one.number}</td>
                    <td>${one.title}</td>
                    <td>${one.severity}</td>
                    <td>${one.state}${one.assignee ? `, ${one.assignee.name}` : ''}</td>
                    <td>${utc(one.firstAtMs)}<br />${utc(one.lastAtMs)}</td>
                    <td class="n">${figures.format(one.events)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }`

const headPart = ({ head, verdict }: Report): Html =>
  head === null
    ? html`<p>The log was never signed.</p>`
    : html`<dl>
        <dt>Over entry</dt>
        <dd>${figures.format(head.sequence)}</dd>
        <dt>Signed at</dt>
        <dd>${utc(head.atMs)}</dd>
        <dt>Hash (SHA-256)</dt>
        <dd><code>${head.hash}</code></dd>
        <dt>Horizon</dt>
        <dd>entry ${figures.format(head.horizonSequence)}, <code>${head.horizonHash}</code></dd>
        <dt>Key</dt>
        <dd><code>${head.keyId}</code></dd>
        <dt>Public key</dt>
        <dd><code>${head.publicKey ?? 'not told: the vault was not open'}</code></dd>
        <dt>Signature (Ed25519)</dt>
        <dd><code>${head.signature}</code></dd>
        <dt>Kept in</dt>
        <dd>${verdict.keptIn.length === 0 ? 'the database alone' : verdict.keptIn.join(', ')}</dd>
      </dl>`

const verdictPart = ({ verdict }: Report): Html =>
  html`<div class="${verdict.intact ? 'verdict' : 'verdict broken'}">
    <p><b>Integrity.</b> ${verdict.integrity.sentence}</p>
    <p><b>Completeness.</b> ${verdict.completeness.sentence}</p>
  </div>`

export const reportHtml = (report: Report): string => {
  const { statistics, verdict, situation } = report
  const period = `${utc(statistics.fromMs)} to ${utc(statistics.toMs)}`
  const named = (rows: readonly (Ranked & { what: string })[]) => rows.map((row) => ({ ...row, name: row.what }))
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width" />
        <meta name="referrer" content="no-referrer" />
        <title>Gatehouse security report, ${period}</title>
        ${style}
      </head>
      <body>
        <h1>Security report</h1>
        <dl>
          <dt>Period</dt>
          <dd>${period}</dd>
          <dt>Installation</dt>
          <dd><code>${report.installationId}</code></dd>
          <dt>Made</dt>
          <dd>${utc(report.madeAtMs)} by ${report.madeBy}, with Gatehouse</dd>
        </dl>
        ${verdictPart(report)}
        <h2>In figures</h2>
        <div class="tiles">
          ${tile('entries', figures.format(statistics.entries))}${tile('events', figures.format(statistics.events))}${tile('of the events refused', percent.format(refusedShare(statistics)))}${tile('events failed', figures.format(statistics.failed))}
        </div>
        <p class="faint">
          An entry may stand for several equal events.
          ${statistics.exact ? '' : 'Rare values of a busy hour were counted together, so the lists below may leave some out.'}
        </p>
        <h2>Events over time</h2>
        ${reportBars(statistics)} ${situation && situationPart(situation)}
        <h2>By severity and outcome</h2>
        <table>
          <thead>
            <tr>
              <th>Severity</th>
              <th class="n">Events</th>
              <th class="n">Share</th>
            </tr>
          </thead>
          <tbody>
            ${severities
              .map((name, rank) => ({ name, events: statistics.bySeverity[rank]! }))
              .toReversed()
              .map(
                ({ name, events }) =>
                  html`<tr>
                    <td>${name}</td>
                    <td class="n">${figures.format(events)}</td>
                    <td class="n">${percent.format(refusedShare({ refused: events, events: statistics.events }))}</td>
                  </tr>`,
              )}
          </tbody>
        </table>
        <p>${figures.format(statistics.refused)} events were refused and ${figures.format(statistics.failed)} failed.</p>
        ${rankedTable('Threat classes', 'Class', named(statistics.byClass))}
        ${rankedTable('Most frequent sources', 'Source', named(statistics.topSources))}
        ${rankedTable('Most frequent actions', 'Action', named(statistics.topActions))}
        ${rankedTable(
          'Most active actors',
          'Actor',
          statistics.topActors.map((row) => ({ ...row, name: `${row.what.name} (${row.what.kind})` })),
        )}
        <section class="new-page">
          <h2>Proof</h2>
          <p>${verdict.sentence}</p>
          <h2>Newest signed head</h2>
          ${headPart(report)}
          <p class="faint">
            Whoever kept this head can hold the log to it: an entry up to that one which is changed, taken out or put in afterwards no
            longer leads to this hash.
          </p>
        </section>
      </body>
    </html> `
  return page.text
}
