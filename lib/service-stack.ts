import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunctionResource } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Alarm, alarmPeriod } from './constructs/alarm.ts';
import { HttpApi } from './constructs/http-api.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { type DataStores, type JobQueues, userPoolActions } from './data-access.ts';
import { routes } from './routes.ts';
import type { StageSettings } from './stages.ts';
import type { Identity } from './storage-stack.ts';

export interface ServiceStackProps extends StackProps {
  readonly stage: StageSettings;
  readonly stores: DataStores;
  readonly identity: Identity;
  readonly jobQueues: JobQueues;
}

/** `check-eligibility` → `CheckEligibility`. */
const constructId = (entry: string): string =>
  entry.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());

/** The API and one function for each of its routes, so that each scales and fails alone. */
export class ServiceStack extends Stack {
  readonly apiId: string;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { stage, stores, identity, jobQueues } = props;
    const api = new HttpApi(this, 'Api', {
      stage,
      userPool: identity.userPool,
      clients: [identity.officerClient, ...identity.bankClients.map(({ client }) => client)],
      bankScopes: identity.bankScopes,
    });

    this.apiId = api.apiId;

    for (const route of routes) {
      const queue = route.job && jobQueues[route.job];
      const lambda = new LambdaFunction(this, constructId(route.entry), {
        stage,
        stores,
        entry: `api/${route.entry}`,
        purpose: route.purpose,
        impact: route.impact,
        tables: route.tables,
        secrets: ['edgeSecret', ...route.secrets],
        buckets: route.buckets,
        timeout: Duration.seconds(route.timeoutSeconds),
        reservedConcurrency: route.caller === 'public' ? stage.publicConcurrency : undefined,
        failuresToAlarm: 5,
        files: route.files ?? [],
        environment: {
          ...(route.caller === 'officer'
            ? { OFFICER_CLIENT_ID: identity.officerClient.userPoolClientId }
            : {}),
          ...(route.limited ? { LOOK_UP_LIMITS: JSON.stringify(stage.lookUpLimits) } : {}),
          ...(queue === undefined ? {} : { QUEUE_URL: queue.queueUrl }),
          ...(route.userPool === undefined ? {} : { USER_POOL_ID: identity.userPool.userPoolId }),
        },
      });
      queue?.grantSendMessages(lambda.function);
      for (const right of route.userPool ?? [])
        identity.userPool.grant(lambda.function, ...userPoolActions[right]);
      api.addRoute(route, lambda.function);
    }

    // Functions draw on one pool of concurrency for the account and region, so they are throttled together.
    new Alarm(this, 'Throttled', {
      metric: LambdaFunctionResource.metricAllThrottles({ statistic: Stats.SUM, period: alarmPeriod }),
      rings: { atLeast: 1 },
      impact: 'Requests are refused because too many run at once.',
      article: 'functions-throttled',
    });

    new CfnOutput(this, 'ApiUrl', { value: api.url, description: 'The origin of the API, behind the edge' });
    new CfnOutput(this, 'ApiId', { value: api.apiId, description: 'The identifier of the API' });
  }
}
