import { describe, expect, it } from 'vitest';
import { type Route, routes } from '../../lib/routes.ts';
import { type StageSettings, stageNames, stages } from '../../lib/stages.ts';
import { resourcesOf, templates } from '../support/templates.ts';

interface RouteProperties {
  readonly RouteKey: string;
  readonly AuthorizationType: string;
  readonly AuthorizerId?: { readonly Ref: string };
}

interface AuthorizerProperties {
  readonly AuthorizerType: string;
  readonly IdentitySource: readonly string[];
  readonly JwtConfiguration: { readonly Audience: readonly unknown[]; readonly Issuer: unknown };
}

interface StageProperties {
  readonly StageName: string;
  readonly AccessLogSettings: { readonly Format: string };
  readonly DefaultRouteSettings: object;
  readonly RouteSettings: Readonly<
    Record<string, { readonly ThrottlingRateLimit: number; readonly ThrottlingBurstLimit: number }>
  >;
}

// Whoever opens a route to the world says so here as well.
const publicRoutes = [
  'GET /v1/agencies',
  'GET /v1/districts/{district}/intake-locations',
  'GET /v1/districts/{district}/subdistricts',
  'GET /v1/docs',
  'GET /v1/measure',
  'GET /v1/openapi.json',
  'GET /v1/projects',
  'GET /v1/provinces',
  'GET /v1/provinces/{province}/districts',
  'GET /v1/published-documents',
  'POST /v1/eligibility',
];

describe('the list of routes', () => {
  it('has each method and path once, each answered by an entry of its own', () => {
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
    expect(new Set(routes.map(({ entry }) => entry)).size).toBe(routes.length);
  });

  it('lets every route that asks for a token put on the audit trail what it did and refused', () => {
    for (const { entry, caller, tables } of routes) {
      expect([entry, tables.audit]).toEqual([entry, caller === 'public' ? undefined : tables.audit]);
      if (caller !== 'public')
        expect([entry, tables.audit]).toEqual([entry, expect.stringMatching(/append$/)]);
    }
  });

  // A public count of few people would tell who they are: nothing public can read one, so nothing need be suppressed.
  it('opens no count, and none of the people behind one, to the public', () => {
    const open = (list: readonly Route[]) =>
      list.filter(({ caller, tables }) => caller === 'public' && (tables.counters ?? tables.ledger)).length;
    expect(open(routes)).toBe(0);
    expect(open(routes.map((route) => ({ ...route, caller: 'public' })))).toBeGreaterThan(3);
  });

  it('says in a sentence what each route is for and whom its failure hurts', () => {
    for (const { purpose, impact } of routes) {
      expect(purpose).toMatch(/^[A-Z].+\.$/);
      expect(impact).toMatch(/^[A-Z].+\.$/);
    }
  });
});

describe.each(stageNames)('the API of %s', (name) => {
  const stage = stages[name];
  const { service } = templates(name);
  const deployed = Object.values(resourcesOf<RouteProperties>(service, 'AWS::ApiGatewayV2::Route'));
  const authorizers = resourcesOf<AuthorizerProperties>(service, 'AWS::ApiGatewayV2::Authorizer');

  it('has the routes of the list and no other', () => {
    expect(deployed.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  it('asks for a token on every route that is not public', () => {
    const open = deployed.filter(({ Properties }) => Properties.AuthorizationType !== 'JWT');
    expect(open.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(publicRoutes);
    for (const { Properties } of deployed) {
      if (publicRoutes.includes(Properties.RouteKey)) continue;
      expect(Object.keys(authorizers)).toContain(Properties.AuthorizerId?.Ref);
    }
  });

  it('accepts the tokens of the officer client and of every bank client', () => {
    const slots = stage.bankClients.flatMap((bank) => [...bank.slots]);
    const [authorizer, ...others] = Object.values(authorizers);
    expect(others).toEqual([]);
    expect(authorizer?.Properties.AuthorizerType).toBe('JWT');
    expect(authorizer?.Properties.IdentitySource).toEqual(['$request.header.Authorization']);
    expect(authorizer?.Properties.JwtConfiguration.Audience).toHaveLength(1 + slots.length);
    expect(JSON.stringify(authorizer?.Properties.JwtConfiguration.Issuer)).toContain(
      `https://cognito-idp.${stage.region}.amazonaws.com/`,
    );
  });

  it('throttles as the stage says', () => {
    service.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      DefaultRouteSettings: {
        ThrottlingRateLimit: stage.apiThrottle.rate,
        ThrottlingBurstLimit: stage.apiThrottle.burst,
      },
    });
  });

  it('throttles every public route by itself, once the route exists', () => {
    const [apiStage] = Object.values(resourcesOf<StageProperties>(service, 'AWS::ApiGatewayV2::Stage'));
    const { publicThrottle, publicThrottles } = stage as StageSettings;
    const expected = routes
      .filter(({ caller }) => caller === 'public')
      .map(({ method, path, entry }) => {
        const { rate, burst } = publicThrottles[entry] ?? publicThrottle;
        return [`${method} ${path}`, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }];
      });
    expect(apiStage?.Properties.RouteSettings).toEqual(Object.fromEntries(expected));
    const routeIds = Object.entries(resourcesOf<RouteProperties>(service, 'AWS::ApiGatewayV2::Route'))
      .filter(([, { Properties }]) => publicRoutes.includes(Properties.RouteKey))
      .map(([id]) => id);
    expect(apiStage?.DependsOn?.toSorted()).toEqual(routeIds.sort());
  });

  it('logs the route and never the path, the query or the address', () => {
    const [apiStage] = Object.values(resourcesOf<StageProperties>(service, 'AWS::ApiGatewayV2::Stage'));
    const format = apiStage?.Properties.AccessLogSettings.Format ?? '';
    expect(format).toContain('$context.routeKey');
    expect(format).toContain('$context.requestId');
    expect(format).not.toMatch(/\$context\.(?:path|identity|authorizer|protocol|domainName|customDomain)/);
    expect(format).not.toMatch(/query/i);
  });
});
