import {
  HttpIntegrationType,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  IntegrationCredentials,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * A function behind a route, called in one role of the API's. The library's own integration adds a permission to each
 * function, a resource more a route, and a stack holds 500.
 */
export class FunctionIntegration extends HttpRouteIntegration {
  private readonly handler: IFunction;
  private readonly caller: IRole;

  constructor(id: string, handler: IFunction, caller: IRole) {
    super(id);
    this.handler = handler;
    this.caller = caller;
  }

  override bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.handler.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      credentials: IntegrationCredentials.fromRole(this.caller),
    };
  }
}
