/** A piece of the document. */
export type Json = { readonly [key: string]: unknown };

export type OperationObject = Json & {
  readonly operationId: string;
  readonly summary: string;
  readonly responses: Readonly<Record<string, Json>>;
};

export type OpenApiDocument = Json & {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Json>>>>;
};
