import { Lazy, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as ApiGatewayHttpApi,
  type CfnRoute,
  type CfnStage,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Route } from '../routes.ts';
import type { StageSettings } from '../stages.ts';
import { Alarm, alarmPeriod } from './alarm.ts';
import { FunctionIntegration } from './function-integration.ts';

export interface HttpApiProps {
  readonly stage: StageSettings;
  readonly userPool: IUserPool;
  /** The clients whose tokens the authorizer lets through. */
  readonly clients: readonly IUserPoolClient[];
  /** The scopes of which a bank's token must hold one, on the routes for banks. */
  readonly bankScopes: readonly string[];
}

/** The HTTP API. A route without a token exists only where the list of routes calls it public. */
export class HttpApi extends Construct {
  readonly url: string;
  readonly apiId: string;
  private readonly api: ApiGatewayHttpApi;
  private readonly bankScopes: readonly string[];
  private readonly stage: StageSettings;
  private readonly deployed: CfnStage;
  private readonly invokers = new Map<Route['caller'], Role>();
  private readonly routeSettings: Record<string, object> = {};

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { stage } = props;
    this.stage = stage;
    this.bankScopes = stage.routeScopes ? props.bankScopes : [];
    this.api = new ApiGatewayHttpApi(this, 'Api', {
      apiName: `sitthi-${stage.name}`,
      description: 'Entitlement look-up, registration of intent and counts',
      createDefaultStage: false,
      defaultAuthorizer: new HttpUserPoolAuthorizer('Authorizer', props.userPool, {
        userPoolClients: [...props.clients],
      }),
    });
    this.apiId = this.api.apiId;

    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: stage.logRetention,
      removalPolicy: stage.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const apiStage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.apiThrottle.rate, burstLimit: stage.apiThrottle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // The route key instead of the path: a path holds the identifiers of registrations and places.
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            requestTime: '$context.requestTime',
            routeKey: '$context.routeKey',
            status: '$context.status',
            responseLatencyMilliseconds: '$context.responseLatency',
            integrationLatencyMilliseconds: '$context.integrationLatency',
            integrationStatus: '$context.integration.status',
            errorType: '$context.error.responseType',
          }),
        ),
      },
    });
    this.url = apiStage.url;
    this.deployed = apiStage.node.defaultChild as CfnStage;
    this.deployed.routeSettings = Lazy.any({ produce: () => this.routeSettings });

    new Alarm(this, 'Failing', {
      metric: apiStage.metricServerError({ statistic: Stats.SUM, period: alarmPeriod }),
      rings: { atLeast: 25 },
      impact: 'Citizens, officers and banks get errors instead of answers.',
      article: 'api-failing',
    });
  }

  /** Answers the route with the function, behind the authorizer unless the route is public. */
  addRoute(route: Route, handler: IFunction): void {
    const integration = new FunctionIntegration(
      `${route.method} ${route.path}`,
      handler,
      this.invokerOf(route.caller, handler),
    );
    const added = this.api.addRoutes({
      path: route.path,
      methods: [HttpMethod[route.method]],
      integration,
      ...(route.caller === 'public' ? { authorizer: new HttpNoneAuthorizer() } : {}),
      ...(route.caller === 'bank' && this.bankScopes.length > 0
        ? { authorizationScopes: [...this.bankScopes] }
        : {}),
    });
    for (const httpRoute of added) {
      if (route.caller === 'public') this.throttle(route, httpRoute);
      if (route.openBecause !== undefined) {
        Validations.of(httpRoute).acknowledge({ id: 'AwsSolutions-APIG4', reason: route.openBecause });
      }
    }
  }

  /** A role for the routes of each kind of caller: the policy of one alone would be too long for a role. */
  private invokerOf(caller: Route['caller'], handler: IFunction): Role {
    const role =
      this.invokers.get(caller) ??
      new Role(this, `Invoker ${caller}`, {
        assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
        description: `The API calls the functions of its ${caller} routes, and nothing else.`,
      });
    this.invokers.set(caller, role);
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] }),
    );
    return role;
  }

  /** The stage's throttle is one for each route, so a route open to everybody could use up the account's. */
  private throttle({ method, path, entry }: Route, httpRoute: HttpRoute): void {
    const { rate, burst } = this.stage.publicThrottles[entry] ?? this.stage.publicThrottle;
    this.routeSettings[`${method} ${path}`] = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
    // The stage is refused while it names a route that does not exist yet.
    this.deployed.addResourceDependency(httpRoute.node.defaultChild as CfnRoute);
  }
}
