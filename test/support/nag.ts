import { CfnResource, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type IApplyRule } from 'cdk-nag';
import type { IConstruct } from 'constructs';

export interface Acknowledgement {
  /** Path of the construct beside which it stands. */
  readonly at: string;
  readonly rule: string;
  readonly reason: string;
}

export interface Finding {
  readonly resource: string;
  readonly rule: string;
  /** Undefined while nobody has answered it. */
  readonly acknowledgement: Acknowledgement | undefined;
}

function acknowledgementsAt({ node }: IConstruct): Acknowledgement[] {
  return node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([id, reason]) => ({ at: node.path, rule: id.replace(/^Annotation::/, ''), reason }));
}

/** The checks as bin/ registers them, which also remember what has been acknowledged. */
class RememberingChecks extends AwsSolutionsChecks {
  readonly findings: Finding[] = [];

  protected override applyRule(params: IApplyRule): void {
    super.applyRule(params);
    const { node } = params;
    const rule = `${this.packName}-${params.ruleSuffixOverride ?? params.rule.name}`;
    const result = params.rule(node);
    const broken = Array.isArray(result)
      ? result.map((finding) => `${rule}[${finding}]`)
      : result === 'Non-Compliant'
        ? [rule]
        : [];
    const answers = node.node.scopes.flatMap(acknowledgementsAt);
    for (const id of broken) {
      const acknowledgement = answers.find((answer) => answer.rule === id);
      this.findings.push({ resource: node.node.path, rule: id, acknowledgement });
    }
  }
}

export interface NagReport {
  readonly findings: readonly Finding[];
  readonly acknowledgements: readonly Acknowledgement[];
  /** What the checks themselves say is open, as `rule resource`. */
  readonly open: readonly string[];
  readonly resources: number;
}

/** Runs the rules of AWS Solutions over everything below a construct that has been synthesized. */
export function nag(scope: IConstruct): NagReport {
  const checks = new RememberingChecks();
  const { violations } = checks.validateScope(scope);
  const constructs = scope.node.findAll();
  return {
    findings: checks.findings,
    acknowledgements: constructs.flatMap(acknowledgementsAt),
    open: violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    ),
    resources: constructs.filter((construct) => CfnResource.isCfnResource(construct)).length,
  };
}

/** Prints the sum of the reports in one line, for a log. */
export function printNagLine(reports: readonly NagReport[]): void {
  const findings = reports.flatMap((report) => report.findings);
  const acknowledged = findings.filter(({ acknowledgement }) => acknowledgement !== undefined).length;
  const open = reports.flatMap((report) => report.open).length;
  console.log(`nag: ${findings.length} findings, ${acknowledged} acknowledged, ${open} open`);
}
