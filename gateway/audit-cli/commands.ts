import type { Checkpoint } from '../../schema/audit/checkpoint';
import type { Pseudonymiser } from '../../schema/audit/pseudonyms';
import type { AuditLog, Period } from '../../schema/ports/audit';
import { type ExitCode, exitCodes, UsageError } from '../command-line';
import { brokenSentence, columns, wholeSentence } from './words';

/** The values of a command's options, by name; several where an option may be given several times. */
export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** What a command works with. */
export interface Desk {
  readonly log: AuditLog;
  readonly pseudonyms: Pseudonymiser;
  readonly now: Date;
  /** Reads a file, or the standard input for `-`. @throws {UsageError} */
  readonly readText: (path: string) => string;
  /** Resolves when whoever reads can take more. */
  readonly print: (text: string) => Promise<void>;
}

type Command = (desk: Desk, options: Options) => Promise<ExitCode>;

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;

const verify: Command = async ({ log, readText, print }, options) => {
  const files = (options.checkpoint ?? []) as readonly string[];
  const verdict = await log.verify(files.map((file) => checkpointFrom(file, readText(file))));
  if (options.json) await print(json(verdict));
  else await print(`${verdict.ok ? wholeSentence(verdict) : brokenSentence(verdict.firstBroken)}\n`);
  return verdict.ok ? exitCodes.fine : exitCodes.finding;
};

const exportAll: Command = async ({ log, print }, options) => {
  const [from, to] = [numberOf(options, 'from'), numberOf(options, 'to')];
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  for await (const record of log.export(range)) await print(json(record));
  return exitCodes.fine;
};

const checkpoint: Command = async ({ log, print }) => {
  await print(json(await log.checkpoint()));
  return exitCodes.fine;
};

const prove: Command = async ({ log, print }, options) => {
  const seq = numberOf(options, 'record');
  if (seq === undefined) throw new UsageError('say which record: --record N');
  for await (const { hash } of log.export({ from: seq, to: seq + 1 })) {
    const signed = await log.checkpoint();
    await print(json({ seq, hash, checkpoint: signed, proof: await log.proveInclusion(seq, signed.size) }));
    return exitCodes.fine;
  }
  throw new UsageError(`there is no record ${seq}`);
};

const purge: Command = async ({ log, print }, options) => {
  if (options.before === undefined) throw new UsageError('say which records: --before DATE');
  const count = await log.purge(dateOf(options, 'before', new Date(0)));
  await print(options.json ? json({ purged: count }) : `${count} records deleted; their hashes stay\n`);
  return exitCodes.fine;
};

const report: Command = async (desk, options) => {
  const asked = (['customer', 'token', 'account'] as const).filter((name) => options[name] !== undefined);
  const [who] = asked;
  if (!who || asked.length > 1) throw new UsageError('ask for one of --customer, --token or --account');
  const given = options[who] as string;
  const reference = given === '-' ? desk.readText('-').trim() : given;
  const yearAgo = new Date(desk.now);
  yearAgo.setUTCFullYear(yearAgo.getUTCFullYear() - 1);
  const period = { from: dateOf(options, 'from', yearAgo), to: dateOf(options, 'to', desk.now) };
  const kind = ({ customer: 'subject', token: 'token', account: 'actor' } as const)[who];
  const names = desk.pseudonyms.during(kind, reference, period.from, period.to);
  return who === 'customer'
    ? consultations(desk, names, period, options)
    : reads(desk, names, period, options);
};

async function consultations(
  { log, print }: Desk,
  names: readonly string[],
  period: Period,
  options: Options,
): Promise<ExitCode> {
  const found = await log.consultationsOf(names, period);
  if (options.json) await print(json(found));
  else {
    const rows = found.map((each) => [
      each.at,
      each.purpose,
      each.legalBases.join(', '),
      each.recipient,
      each.categories.join(', '),
    ]);
    await print(columns([['when', 'purpose', 'legal basis', 'by', 'kinds of data'], ...rows]));
  }
  return exitCodes.fine;
}

async function reads(
  { log, print }: Desk,
  names: readonly string[],
  period: Period,
  options: Options,
): Promise<ExitCode> {
  const found = await log.readsBy(names, period);
  if (options.json) await print(json(found));
  else {
    const rows = found.map(({ subject, firstAt, lastAt, fields }) => [
      subject,
      firstAt,
      lastAt,
      Object.entries(fields)
        .map(([category, count]) => `${category} (${count})`)
        .join(', '),
    ]);
    await print(columns([['subject', 'first', 'last', 'kinds of data (fields)'], ...rows]));
  }
  return exitCodes.fine;
}

/** Every command, with its options beside `--json` and `--help`. */
export const commands: ReadonlyMap<string, { readonly run: Command; readonly options: readonly string[] }> =
  new Map([
    ['verify', { run: verify, options: ['checkpoint'] }],
    ['export', { run: exportAll, options: ['from', 'to'] }],
    ['checkpoint', { run: checkpoint, options: [] }],
    ['prove', { run: prove, options: ['record'] }],
    ['report', { run: report, options: ['customer', 'token', 'account', 'from', 'to'] }],
    ['purge', { run: purge, options: ['before'] }],
  ]);

function checkpointFrom(file: string, text: string): Checkpoint {
  try {
    const { size, root, at, keyId, signature } = JSON.parse(text) as Partial<Record<string, unknown>>;
    const texts = [root, at, keyId, signature];
    if (Number.isSafeInteger(size) && texts.every((each) => typeof each === 'string')) {
      return { size, root, at, keyId, signature } as Checkpoint;
    }
  } catch {
    // Said below.
  }
  throw new UsageError(`"${file}" is not a checkpoint as "audit checkpoint" prints it`);
}

function numberOf(options: Options, name: string): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (typeof text === 'string' && /^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new UsageError(`--${name} must be the number of a record`);
}

function dateOf(options: Options, name: string, fallback: Date): Date {
  const text = options[name];
  if (text === undefined) return fallback;
  const date = new Date(String(text));
  if (/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(String(text)) && !Number.isNaN(date.getTime())) return date;
  throw new UsageError(`--${name} must be a date (2026-11-20) or an instant (2026-11-20T09:30:00Z)`);
}
