import type { Template } from 'aws-cdk-lib/assertions';

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
type Entries = { readonly [key: string]: Value };

const isMap = (value: Value): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What says nothing about the infrastructure, or changes with every build. */
const noise = new Set(['AWS::CDK::Metadata']);

/** Without the hashes of bundles. */
const normalised = (text: string): string => text.replace(/\b[0-9a-f]{64}\b/g, '<asset>');

/** `{ Ref }`, `{ Fn::GetAtt }` and the other intrinsics in the short form of CloudFormation, or undefined. */
function intrinsic(value: Entries): string | undefined {
  const [only, ...others] = Object.entries(value);
  if (only === undefined || others.length > 0) return undefined;
  const [name, argument] = only;
  if (name === 'Ref') return `!Ref ${argument}`;
  if (name === 'Fn::GetAtt') return `!GetAtt ${(argument as readonly Value[]).join('.')}`;
  if (name === 'Fn::ImportValue') return `!ImportValue ${argument}`;
  if (name !== 'Fn::Join') return undefined;
  const [separator, parts] = argument as readonly [string, readonly Value[]];
  return `!Sub ${parts.map(substituted).join(separator)}`;
}

/** A part of a joined text: what is looked up stands in `${}`. */
function substituted(part: Value): string {
  if (!isMap(part)) return String(part);
  const text = intrinsic(part)?.replace(/^!(?:Ref|GetAtt) /, '');
  return text === undefined ? JSON.stringify(part) : `\${${text}}`;
}

const plain = /^[A-Za-z0-9_/.$<][^#\n]*$/;

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  const unclear =
    !plain.test(value) || /: |:$|\s$/.test(value) || /^(?:[\d.]+|true|false|null|yes|no)$/.test(value);
  return unclear ? JSON.stringify(value) : value;
}

/** The lines of a value, to stand after a key (`inline`) or below it. */
function lines(value: Value): { readonly inline: string } | { readonly below: readonly string[] } {
  if (Array.isArray(value)) {
    const items = (value as readonly Value[]).map(lines);
    if (items.length === 0) return { inline: '[]' };
    return {
      below: items.flatMap((item) =>
        'inline' in item
          ? [`- ${item.inline}`]
          : item.below.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
      ),
    };
  }
  if (!isMap(value)) return { inline: scalar(value as string | number | boolean | null) };
  const short = intrinsic(value);
  if (short !== undefined) return { inline: short };
  const entries = Object.entries(value);
  if (entries.length === 0) return { inline: '{}' };
  return {
    below: entries.flatMap(([key, entry]) => {
      const item = lines(entry);
      return 'inline' in item
        ? [`${scalar(key)}: ${item.inline}`]
        : [`${scalar(key)}:`, ...item.below.map((line) => `  ${line}`)];
    }),
  };
}

const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** A template as lines to review: short intrinsics, resources by type and id, nothing that a build changes. */
export function templateText(template: Template): string {
  const { Resources, Outputs = {} } = template.toJSON() as {
    readonly Resources: Record<string, Entries>;
    readonly Outputs?: Record<string, Entries>;
  };
  const resources = Object.entries(Resources)
    .filter(([, { Type }]) => !noise.has(String(Type)))
    .map(([id, { Metadata: _paths, ...resource }]): readonly [string, Entries] => [id, resource])
    .sort(byId);
  // Exports come in the order in which other stacks asked for them.
  const outputs = Object.entries(Outputs).sort(byId);
  const body = lines({ Resources: Object.fromEntries(resources), Outputs: Object.fromEntries(outputs) });
  return 'below' in body ? normalised(`${body.below.join('\n')}\n`) : '';
}

/** Every value of a resource by its path, intrinsics as they are written for review. */
function leaves(value: Value, path = ''): (readonly [path: string, value: string])[] {
  const short = isMap(value) ? intrinsic(value) : undefined;
  const children: readonly (readonly [string, Value])[] = Array.isArray(value)
    ? (value as readonly Value[]).map((item, index) => [String(index), item] as const)
    : isMap(value) && short === undefined
      ? Object.entries(value)
      : [];
  if (children.length === 0) return [[path, short ?? JSON.stringify(value)]];
  return children.flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`));
}

export interface TemplateOfStage {
  readonly stage: string;
  readonly region: string;
  readonly template: Template;
}

/** The values of every resource, with what is named after the stage or its region made alike. */
function comparable({ stage, region, template }: TemplateOfStage): Map<string, Map<string, string>> {
  const { Resources } = template.toJSON() as { readonly Resources: Record<string, Entries> };
  const alike = (text: string): string =>
    normalised(text)
      .replaceAll(region, '<region>')
      .replaceAll(`sitthi-${stage}`, 'sitthi-<stage>')
      .replaceAll(`"${stage}"`, '<stage>');
  // The CDK puts the name of the other stack into the id of what joins two stacks, and hashes it.
  const idOf = (id: string): string =>
    id.replace(new RegExp(`sitthi${stage}(\\w+)[0-9A-F]{16}$`), '<stage>$1');
  return new Map(
    Object.entries(Resources)
      .filter(([, { Type }]) => !noise.has(String(Type)))
      .map(([id, { Metadata: _paths, ...resource }]) => [
        idOf(id),
        new Map(leaves(resource).map(([path, value]) => [path, alike(value)])),
      ]),
  );
}

/** In what the templates of two stages differ: each difference once, with the resources that have it. */
export function templateDifferences(one: TemplateOfStage, other: TemplateOfStage): string {
  const [left, right] = [comparable(one), comparable(other)];
  const idsOfType = new Map<string, string[]>();
  const found = new Map<string, { readonly type: string; readonly ids: string[] }>();
  const note = (type: string, difference: string, id: string): void => {
    const known = found.get(difference) ?? { type, ids: [] };
    known.ids.push(id);
    found.set(difference, known);
  };
  const text = (values: Map<string, string>): string =>
    [...values].map(([path, value]) => `\n    ${path}: ${value}`).join('');

  for (const id of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const [before, after] = [left.get(id), right.get(id)];
    const type = JSON.parse((before ?? after)?.get('Type') ?? '""') as string;
    idsOfType.set(type, [...(idsOfType.get(type) ?? []), id]);
    if (before === undefined || after === undefined) {
      const stage = before === undefined ? other.stage : one.stage;
      note(type, `${type} only on ${stage}:${text(before ?? after ?? new Map())}`, id);
      continue;
    }
    for (const path of new Set([...before.keys(), ...after.keys()])) {
      const [here, there] = [before.get(path) ?? 'nothing', after.get(path) ?? 'nothing'];
      if (here === there) continue;
      note(type, `${type} ${path}\n  ${one.stage}: ${here}\n  ${other.stage}: ${there}`, id);
    }
  }
  return [...found]
    .map(([difference, { type, ids }]) => {
      const all = idsOfType.get(type)?.length === ids.length;
      return `${difference}\n  on ${all && ids.length > 1 ? `all ${ids.length}` : ids.join(', ')}\n`;
    })
    .sort()
    .join('');
}
