import { Annotations, Aws, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { Alarm } from './constructs/alarm.ts';
import type { StageSettings } from './stages.ts';

export interface OperationsStackProps extends StackProps {
  readonly stage: StageSettings;
}

/** How those on call learn that something is wrong. */
export class OperationsStack extends Stack {
  private readonly alarmTopic: Topic;

  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { alarmAddresses } = props.stage;

    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    // Not the key that SNS keeps itself: CloudWatch may not use that one, and the alarm would ring unheard.
    const key = new Key(this, 'AlarmKey', {
      description: 'Encrypts what the alarms of Sitthi say',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.grant(cloudWatch, 'kms:Decrypt', 'kms:GenerateDataKey*');

    this.alarmTopic = new Topic(this, 'AlarmTopic', { masterKey: key, enforceSSL: true });
    // Said in full, because a policy of its own takes away what a topic allows by default.
    this.alarmTopic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        actions: ['sns:Publish'],
        principals: [cloudWatch],
        resources: [this.alarmTopic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );

    for (const address of alarmAddresses) {
      this.alarmTopic.addSubscription(new EmailSubscription(address));
      if (address.endsWith('.example')) {
        Annotations.of(this).addWarningV2(
          'sitthi:alarm-address',
          `Alarms go to ${address}, which is nobody: put the mailbox of those on call into lib/stages.ts.`,
        );
      }
    }
  }

  /** Has every alarm of a stack reach those on call. */
  listenTo(stack: Stack): void {
    for (const construct of stack.node.findAll()) {
      if (construct instanceof Alarm) construct.notify(this.alarmTopic);
    }
  }
}
